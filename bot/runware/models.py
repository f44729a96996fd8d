"""What Herald sends to Runware for a video: the model's page as types, with the rules between its fields.

In Python the fields have Python's names; on the wire they have Runware's (`task_uuid` is `taskUUID`). A field that is
None is left out, and the service's own default stands.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.runware.kinds import Picture, Recording
from bot.runware.wire import LongText, Number, Request, TaskUuid, Text, WebAddress, not_blank

MODEL: Final = "heygen:avatar@4"
MINIMUM_TTL_SECONDS: Final = 60
_LANDSCAPE: Final = frozenset({(640, 360), (854, 480), (960, 540), (1280, 720), (1920, 1080)})
SIZES: Final = _LANDSCAPE | {(height, width) for width, height in _LANDSCAPE}
"""16:9 and 9:16, as high or wide as the service's presets."""


class Inputs(Request):
    """Who is seen, and what is heard when it is not `speech`; a background lies behind an avatar that is cut out."""

    image: Picture | None = None
    audio: Recording | None = None
    avatar: Text | None = None
    background: Picture | None = None


class Speech(Request):
    """What is said, and how; no language means the voice's own. The service's speed is 1 and its pitch 0."""

    text: Annotated[LongText, AfterValidator(not_blank)]
    voice: Text
    language: Text | None = None
    speed: Annotated[Number, Field(ge=Decimal("0.5"), le=Decimal("1.5"), multiple_of=Decimal("0.01"))] | None = None
    pitch: Annotated[Number, Field(ge=-50, le=50, multiple_of=Decimal("0.1"))] | None = None


class VideoSettings(Request):
    """How it looks. The service's expressiveness is `low`, and it leaves the background where it is."""

    background_color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}\z")] | None = None
    expressiveness: Literal["low", "medium", "high"] | None = None
    remove_background: bool | None = None


class Safety(Request):
    """Whether the service checks the content: not at all, the key frames (`fast`), or every frame (`full`).

    The service checks nothing by itself; a check without a mode is `fast`.
    """

    check_content: bool | None = None
    mode: Literal["none", "fast", "full"] | None = None


class VideoInference(Request):
    """One video to be made, or up to four that differ by their seed."""

    task_type: Literal["videoInference"] = "videoInference"
    task_uuid: TaskUuid
    model: Literal["heygen:avatar@4"] = MODEL
    output_type: Literal["URL"] = "URL"
    output_format: Literal["MP4", "WEBM", "MOV"] = "MP4"
    output_quality: Annotated[int, Field(ge=20, le=99)] | None = None
    delivery_method: Literal["async"] = "async"
    webhook_url: WebAddress | None = None
    upload_endpoint: WebAddress | None = None
    safety: Safety | None = None
    ttl: Annotated[int, Field(ge=MINIMUM_TTL_SECONDS)] | None = None
    include_cost: bool = True
    number_results: Annotated[int, Field(ge=1, le=4)] = 1
    inputs: Inputs = Inputs()
    positive_prompt: LongText | None = None
    width: Annotated[int, Field(gt=0)] | None = None
    height: Annotated[int, Field(gt=0)] | None = None
    resolution: Text | None = None
    speech: Speech | None = None
    settings: VideoSettings | None = None

    @model_validator(mode="after")
    def _keep_the_rules_between_fields(self) -> Self:
        for parameters, broken, rule in (*self._rules_of_content(), *self._rules_of_looks()):
            if broken:
                raise PydanticCustomError("rule", "{rule}", {"rule": rule, "parameters": parameters})
        return self

    def _rules_of_content(self) -> Iterator[tuple[str, bool, str]]:
        """The fields that each rule is about, whether this task breaks it, and what to do about it."""
        inputs, safety = self.inputs, self.safety or Safety()
        subject, sound = "inputs.image, inputs.avatar", "speech, inputs.audio"
        yield subject, _neither(inputs.image, inputs.avatar), "Give an avatar or an image: somebody has to speak."
        yield subject, _both(inputs.image, inputs.avatar), "Give an avatar or an image, not both."
        yield sound, _neither(self.speech, inputs.audio), "Give speech (a text and a voice) or a recording (audio)."
        yield sound, _both(self.speech, inputs.audio), "Give speech or a recording (audio), not both."
        unchecked = safety.mode not in (None, "none") and not safety.check_content
        yield "safety.mode", unchecked, "A mode of checking needs safety.checkContent: true; or leave the mode out."

    def _rules_of_looks(self) -> Iterator[tuple[str, bool, str]]:
        """As above; `removeBackground` may stand alone."""
        yield "height", self.width is not None and self.height is None, "width goes together with height: give both."
        yield "width", self.height is not None and self.width is None, "height goes together with width: give both."
        preset = self.resolution is not None and self.width is not None
        yield "width, height, resolution", preset, "Give a resolution or width and height, not both."
        known = self.width is None or (self.width, self.height) in SIZES
        yield "width, height", not known, f"The sizes are {', '.join(f'{w}x{h}' for w, h in sorted(SIZES))}."
        color = self.settings and self.settings.background_color
        behind = "settings.backgroundColor, inputs.background"
        yield behind, _both(color, self.inputs.background), "Give a background color or a background image, not both."


def _both(one: object, other: object) -> bool:
    return one is not None and other is not None


def _neither(one: object, other: object) -> bool:
    return one is None and other is None
