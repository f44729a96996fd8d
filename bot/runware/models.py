"""What Herald sends to Runware: the model's page as types, with its cross-field rules checked before anything is sent.

In Python the fields have Python's names; on the wire they have Runware's (`task_uuid` is `taskUUID`).
"""

from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import UUID4, AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

MODEL: Final = "heygen:avatar@4"
MINIMUM_TTL_SECONDS: Final = 60


def wire_name(name: str) -> str:
    """Runware's spelling of one of our field names: camelCase, but `UUID` and `URL` in capitals."""
    return to_camel(name).replace("Uuid", "UUID").replace("Url", "URL")


def _uuid_or_url(value: str) -> str:
    if value.startswith("data:"):
        raise ValueError("must be a UUID or a URL")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
UuidOrUrl = Annotated[Text, AfterValidator(_uuid_or_url)]


class _Request(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=wire_name,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


class Inputs(_Request):
    """Who is seen, and what is heard when it is not `speech`; media by UUID, URL, data URI or base64."""

    image: Text | None = None
    audio: UuidOrUrl | None = None
    avatar: Text | None = None
    background: Text | None = None


class Speech(_Request):
    """What is said, and how; no language means the voice's own."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    voice: Text
    language: Text | None = None
    speed: Annotated[float, Field(ge=0.5, le=1.5, multiple_of=0.01)] | None = None
    pitch: Annotated[float, Field(ge=-50, le=50, multiple_of=0.1)] | None = None


class VideoSettings(_Request):
    """How it looks."""

    background_color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    expressiveness: Literal["low", "medium", "high"] | None = None
    remove_background: bool | None = None


class Safety(_Request):
    """Whether the service checks the content: not at all, the key frames (`fast`), or every frame (`full`)."""

    check_content: bool | None = None
    mode: Literal["none", "fast", "full"] | None = None


class VideoInference(_Request):
    """One video to be made."""

    task_type: Literal["videoInference"] = "videoInference"
    task_uuid: UUID4
    model: Literal["heygen:avatar@4"] = MODEL
    output_type: Literal["URL"] = "URL"
    output_format: Literal["MP4", "WEBM", "MOV"] = "MP4"
    output_quality: Annotated[int, Field(ge=20, le=99)] | None = None
    delivery_method: Literal["async"] = "async"
    webhook_url: HttpUrl | None = None
    upload_endpoint: HttpUrl | None = None
    safety: Safety | None = None
    ttl: Annotated[int, Field(ge=MINIMUM_TTL_SECONDS)]
    include_cost: Literal[True] = True
    number_results: Annotated[int, Field(ge=1, le=4)] = 1
    inputs: Inputs
    positive_prompt: Annotated[str, StringConstraints(min_length=1, max_length=5000)] | None = None
    width: Annotated[int, Field(gt=0)] | None = None
    height: Annotated[int, Field(gt=0)] | None = None
    resolution: Text | None = None
    speech: Speech | None = None
    settings: VideoSettings | None = None

    @model_validator(mode="after")
    def _keep_cross_field_rules(self) -> Self:
        for broken, rule in self._cross_field_rules():
            if broken:
                raise ValueError(rule)
        return self

    def _cross_field_rules(self) -> tuple[tuple[bool, str], ...]:
        """Each rule, and whether this task breaks it."""
        has_color = self.settings is not None and self.settings.background_color is not None
        has_size = self.width is not None or self.height is not None
        return (
            ((self.speech is None) == (self.inputs.audio is None), "exactly one of speech and inputs.audio"),
            ((self.inputs.image is None) == (self.inputs.avatar is None), "exactly one of inputs.image, inputs.avatar"),
            ((self.width is None) != (self.height is None), "width and height go together"),
            (has_size and self.resolution is not None, "not both resolution and a size"),
            (has_color and self.inputs.background is not None, "not both settings.backgroundColor, inputs.background"),
        )


class GetResponse(_Request):
    """The question what became of a task."""

    task_type: Literal["getResponse"] = "getResponse"
    task_uuid: UUID
