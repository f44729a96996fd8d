"""The fields of the modal that take a person's files, and what was sent with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.errors import InvalidField
from bot.media.limits import (
    LONGEST,
    PICTURE_BYTES,
    PICTURE_ENDINGS,
    PICTURE_KINDS,
    RECORDING_BYTES,
    RECORDING_ENDINGS,
    RECORDING_KINDS,
    longest_length,
)
from bot.rendering.draft import Wishes
from bot.rendering.media import is_file, reference_to
from bot.rendering.render import Render
from bot.slack.surfaces.background_address import read_background
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, plain
from bot.slack.surfaces.escape import one_line

IMAGE: Final = "image"
BACKGROUND: Final = "background"
AUDIO: Final = "audio"
KEPT_FILES: Final = "kept_files"
"""Each is both the `block_id` and the `action_id` of its field."""

OWN_RECORDING: Final = "(a recording instead of a script)"
MEASURED_LATER: Final = (
    "This is the most that it can be, going by the size of your recording. "
    "It is measured before it is sent, and only its true length is charged."
)
_HINT_LIMIT: Final = 2000
_NAME_LIMIT: Final = 60
_LABELS: Final = {
    IMAGE: "Keep the photo from before",
    BACKGROUND: "Keep the background picture from before",
    AUDIO: "Keep the recording from before",
}


@dataclass(frozen=True)
class MediaChoice:
    """The files that a person chose, as references; the longest that the recording can be."""

    background: str | None = None
    audio: str | None = None
    audio_length: timedelta | None = None
    image: str | None = None


@dataclass(frozen=True)
class _Field:
    name: str
    label: str
    hint: str
    kinds: str
    endings: tuple[str, ...]
    most_bytes: int


_PHOTO: Final = _Field(
    IMAGE,
    "A photo instead of an avatar",
    f"{PICTURE_KINDS}, up to {PICTURE_BYTES // 1000**2} MB. The face in it speaks; it takes the avatar's place.",
    PICTURE_KINDS,
    PICTURE_ENDINGS,
    PICTURE_BYTES,
)
_PICTURE: Final = _Field(
    BACKGROUND,
    "Background picture",
    f"{PICTURE_KINDS}, up to {PICTURE_BYTES // 1000**2} MB. It is seen behind the presenter.",
    PICTURE_KINDS,
    PICTURE_ENDINGS,
    PICTURE_BYTES,
)
_RECORDING: Final = _Field(
    AUDIO,
    "Your own recording",
    f"{RECORDING_KINDS}, up to {RECORDING_BYTES // 1000**2} MB and {LONGEST.seconds // 60} minutes. "
    "The presenter speaks it instead of a script and a voice.",
    RECORDING_KINDS,
    RECORDING_ENDINGS,
    RECORDING_BYTES,
)


def photo_block() -> Block:
    """The field for a photo of a person."""
    return _file_field(_PHOTO)


def media_blocks(earlier: Wishes) -> list[Block]:
    """The fields for what is behind a person and what is heard; and, for earlier files, the boxes that keep them."""
    return [*(_file_field(field) for field in (_PICTURE, _RECORDING)), *_kept(earlier)]


def read_media(values: Mapping[str, Any], earlier: Wishes, *, audio_length: timedelta | None = None) -> MediaChoice:
    """The files that a view's state `values` have; raises InvalidField for one that cannot be used.

    Of `earlier` and its `audio_length` stays what was neither replaced nor let go. A view without the fields changes
    nothing.
    """
    photo, picture, recording = (_given(values, field) for field in (_PHOTO, _PICTURE, _RECORDING))
    image = earlier.image if _is_kept(values, IMAGE, earlier.image) else None
    background = earlier.background if _is_kept(values, BACKGROUND, earlier.background) else None
    if picture is None:
        background = read_background(values, background)
    audio = earlier.audio if _is_kept(values, AUDIO, earlier.audio) else None
    return MediaChoice(
        background=_reference(picture) or background,
        audio=_reference(recording) or audio,
        audio_length=_length(recording) if recording else audio_length if audio else None,
        image=_reference(photo) or image,
    )


def spoken_text(script: str) -> str:
    """What is heard in a video, to be shown: its script, or that it is a recording."""
    return script if script.strip() else OWN_RECORDING


def shown_script(render: Render) -> str:
    """As above, of a render: a script beside a recording is not spoken."""
    return spoken_text("" if render.choices.audio is not None else render.script)


def _file_field(field: _Field) -> Block:
    element = {"type": "file_input", "action_id": field.name, "filetypes": list(field.endings), "max_files": 1}
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, OPTION_LIMIT),
        "element": element,
        "hint": plain(field.hint, _HINT_LIMIT),
        "optional": True,
    }


def _kept(earlier: Wishes) -> list[Block]:
    given = {IMAGE: earlier.image, BACKGROUND: earlier.background, AUDIO: earlier.audio}
    options = [
        {"text": plain(_LABELS[name], OPTION_LIMIT), "value": name} for name, value in given.items() if is_file(value)
    ]
    if not options:
        return []
    element = {"type": "checkboxes", "action_id": KEPT_FILES, "options": options, "initial_options": options}
    return [
        {
            "type": "input",
            "block_id": KEPT_FILES,
            "label": plain("Files that you gave before", OPTION_LIMIT),
            "element": element,
            "hint": plain("Untick one to go on without it. A new file takes its place.", _HINT_LIMIT),
            "optional": True,
        }
    ]


def _is_kept(values: Mapping[str, Any], name: str, earlier: str | None) -> bool:
    """Whether an earlier value stays: always where the view had no box for it."""
    if KEPT_FILES not in values or not is_file(earlier):
        return True
    ticked = _state(values, KEPT_FILES).get("selected_options") or []
    return any(option.get("value") == name for option in ticked)


def _given(values: Mapping[str, Any], field: _Field) -> dict[str, Any] | None:
    """Slack's object of the file that was given, if it can be of use: https://docs.slack.dev/reference/objects/file-object"""
    file: dict[str, Any] | None = next(iter(_state(values, field.name).get("files") or []), None)
    if file is None:
        return None
    name = one_line(str(file.get("name") or "The file"), _NAME_LIMIT)
    size = file.get("size")
    if _ending(file) not in field.endings:
        raise InvalidField(
            field.name, f"{name} is not a {field.kinds} file. Save it as one of these and give it again."
        )
    if isinstance(size, int) and size > field.most_bytes:
        raise InvalidField(
            field.name,
            f"{name} has {size / 1000**2:.1f} MB; {field.most_bytes // 1000**2} MB is the most. Give a smaller file.",
        )
    return file


def _ending(file: Mapping[str, Any]) -> str:
    """Slack's name of the file's type, or the file name's own ending where Slack has no name for it."""
    slacks = str(file.get("filetype") or "").lower()
    own = str(file.get("name") or "").rpartition(".")[2].lower()
    return own if slacks in {"", "binary"} else slacks


def _reference(file: Mapping[str, Any] | None) -> str | None:
    return None if file is None else reference_to(str(file["id"]))


def _length(file: Mapping[str, Any]) -> timedelta:
    """As long as Slack says, of what was recorded in Slack; else the longest that the file's size allows."""
    milliseconds = file.get("duration_ms")
    if isinstance(milliseconds, int) and milliseconds > 0:
        return timedelta(milliseconds=milliseconds)
    size = file.get("size")
    return longest_length(size, _ending(file)) if isinstance(size, int) and size > 0 else LONGEST


def _state(values: Mapping[str, Any], field: str) -> dict[str, Any]:
    state: dict[str, Any] = values.get(field, {}).get(field) or {}
    return state
