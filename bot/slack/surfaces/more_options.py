"""The rest of what can be chosen, behind *More options*: its fields, and what was left in them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from bot.errors import InvalidField
from bot.rendering.draft import Wishes
from bot.slack.surfaces.blocks import Block
from bot.slack.surfaces.inputs import FormState, Pick, input_block, number, select, text, tick
from bot.slack.surfaces.opened import Opened

BACKGROUND_COLOR: Final = "background_color"
REMOVE_BACKGROUND: Final = "remove_background"
EXPRESSIVENESS: Final = "expressiveness"
MOTION_PROMPT: Final = "motion_prompt"
SPEED: Final = "speed"
PITCH: Final = "pitch"
SIZE: Final = "resolution"
OUTPUT_FORMAT: Final = "output_format"
OUTPUT_QUALITY: Final = "output_quality"
NUMBER_RESULTS: Final = "number_results"
TTL: Final = "ttl_seconds"
SAFETY_MODE: Final = "safety_mode"
"""Each is the `action_id` of its field, named as the choice that it is about."""

SIZES: Final = (
    *((640, 360), (854, 480), (960, 540), (1280, 720), (1920, 1080)),
    *((360, 640), (480, 854), (540, 960), (720, 1280), (1080, 1920)),
)
"""The sizes that the model makes."""
HOUR: Final = 3600

_EXPRESSIVENESS: Final = (Pick("low", "Calm"), Pick("medium", "Lively"), Pick("high", "Very lively"))
_FORMATS: Final = (
    Pick("MP4", "MP4 – plays everywhere"),
    Pick("WEBM", "WEBM – for web pages"),
    Pick("MOV", "MOV – Apple"),
)
_CHECKS: Final = (
    Pick("none", "No check"),
    Pick("fast", "Check some frames"),
    Pick("full", "Check every frame"),
)
_NUMBERS: Final = tuple(Pick(str(n), f"{n} videos, which differ a little" if n > 1 else "1 video") for n in range(1, 5))
_COLOR: Final = re.compile(r"#?([0-9a-fA-F]{6})")
_SIZE: Final = re.compile(r"(\d+)x(\d+)")


def build_more_options(
    wishes: Wishes, opened: Opened, *, resolutions: Sequence[str], media: Sequence[Block] = ()
) -> list[Block]:
    """The fields, filled in with what was wished for; `media` are the fields for a person's own files."""

    def field(name: str, label: str, element: Block, hint: str | None = None) -> Block:
        return input_block(opened.block(name), label, element, hint=hint)

    return [
        field(
            BACKGROUND_COLOR,
            "Background colour",
            text(BACKGROUND_COLOR, "#1e90ff", wishes.background_color, limit=7),
            "# and six digits, as on web pages. Give a colour or a picture, not both.",
        ),
        *media,
        field(
            REMOVE_BACKGROUND,
            "The avatar's own background",
            tick(REMOVE_BACKGROUND, "Cut it away", ticked=bool(wishes.remove_background)),
        ),
        field(EXPRESSIVENESS, "Expressiveness", select(EXPRESSIVENESS, "Calm", _EXPRESSIVENESS, wishes.expressiveness)),
        field(
            MOTION_PROMPT,
            "How to move",
            text(MOTION_PROMPT, "Nods now and then, smiles at the end", wishes.motion_prompt, multiline=True),
        ),
        field(SPEED, "Speed of speech", number(SPEED, "1", wishes.speed, least="0.5", most="1.5"), "From 0.5 to 1.5."),
        field(
            PITCH, "Pitch of the voice", number(PITCH, "0", wishes.pitch, least="-50.0", most="50.0"), "From -50 to 50."
        ),
        field(SIZE, "Size", select(SIZE, "The service's own", _sizes(resolutions), _chosen_size(wishes))),
        field(OUTPUT_FORMAT, "File format", select(OUTPUT_FORMAT, "MP4", _FORMATS, wishes.output_format)),
        field(
            OUTPUT_QUALITY,
            "Quality of the picture",
            number(OUTPUT_QUALITY, "95", wishes.output_quality, least="20", most="99"),
            "From 20 to 99; more makes a larger file.",
        ),
        field(
            NUMBER_RESULTS,
            "How many",
            select(NUMBER_RESULTS, "1 video", _NUMBERS, str(wishes.number_results) if wishes.number_results else None),
            "Each is paid for.",
        ),
        field(
            TTL,
            "Hours that the link works",
            number(TTL, "24", _hours(wishes.ttl_seconds), least="0.02"),
            "The file in the thread stays.",
        ),
        field(SAFETY_MODE, "Content check", select(SAFETY_MODE, "No check", _CHECKS, wishes.safety_mode)),
    ]


def read_more_options(state: FormState) -> dict[str, Any]:
    """The wishes in the fields that the form has; raises InvalidField for what cannot be read."""
    width, height, resolution = _read_size(state.option(SIZE))
    results = state.option(NUMBER_RESULTS)
    found: dict[str, Any] = {
        BACKGROUND_COLOR: _read_color(state.text(BACKGROUND_COLOR)),
        REMOVE_BACKGROUND: state.ticked(REMOVE_BACKGROUND) or None,
        EXPRESSIVENESS: state.option(EXPRESSIVENESS),
        MOTION_PROMPT: state.text(MOTION_PROMPT),
        SPEED: state.number(SPEED),
        PITCH: state.number(PITCH),
        OUTPUT_FORMAT: state.option(OUTPUT_FORMAT),
        OUTPUT_QUALITY: state.whole(OUTPUT_QUALITY),
        NUMBER_RESULTS: None if results is None else int(results),
        TTL: _read_hours(state.number(TTL)),
        SAFETY_MODE: state.option(SAFETY_MODE),
    }
    shown = {name: value for name, value in found.items() if name in state}
    if SIZE in state:
        shown |= {"width": width, "height": height, "resolution": resolution}
    return shown


def _sizes(resolutions: Sequence[str]) -> list[Pick]:
    presets = [Pick(name, f"{name}, in the avatar's shape") for name in resolutions]
    return [*presets, *(Pick(f"{w}x{h}", f"{w} × {h}, {'wide' if w > h else 'tall'}") for w, h in SIZES)]


def _chosen_size(wishes: Wishes) -> str | None:
    return wishes.resolution if wishes.width is None else f"{wishes.width}x{wishes.height}"


def _read_size(chosen: str | None) -> tuple[int | None, int | None, str | None]:
    size = _SIZE.fullmatch(chosen or "")
    return (None, None, chosen) if size is None else (int(size[1]), int(size[2]), None)


def _read_color(typed: str | None) -> str | None:
    if typed is None or not typed.strip():
        return None
    found = _COLOR.fullmatch(typed.strip())
    if found is None:
        raise InvalidField(BACKGROUND_COLOR, "Write the colour as # and six digits or letters from a to f: #1e90ff.")
    return f"#{found[1].lower()}"


def _hours(ttl_seconds: int | None) -> Decimal | None:
    return None if ttl_seconds is None else round(Decimal(ttl_seconds) / HOUR, 4).normalize()


def _read_hours(hours: Decimal | None) -> int | None:
    if hours is None:
        return None
    if not hours.is_finite() or not Decimal("0.01") < hours < 100_000:
        raise InvalidField(TTL, "Write a number of hours, such as 24 or 0.5.")
    return round(hours * HOUR)
