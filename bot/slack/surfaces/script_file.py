"""The field of the form that takes a script as a text file, and the views that follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import InvalidField
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, plain, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.inputs import FormState

SCRIPT_FILE: Final = "script_file"
"""Both the `block_id` and the `action_id`."""
READING: Final = "reading_script"
FILE_BYTES: Final = 64 * 1024
"""Room for the longest script in any encoding, with much to spare."""

_TYPES: Final = ("txt", "text", "md", "markdown")
_NAME_LIMIT: Final = 60
_HINT: Final = (
    f"A .txt or .md file, up to {SCRIPT_LIMIT:,} characters. Its text is spoken instead of what is written in this "
    "form; you see it before anything is made."
)


@dataclass(frozen=True)
class ScriptFile:
    """A file that was given for a script: Slack's id, and the name that its person knows it by."""

    file_id: str
    name: str


def script_file_block() -> Block:
    """The field."""
    return {
        "type": "input",
        "block_id": SCRIPT_FILE,
        "label": plain("The script as a text file", OPTION_LIMIT),
        "element": {"type": "file_input", "action_id": SCRIPT_FILE, "filetypes": ["txt", "md"], "max_files": 1},
        "hint": plain(_HINT, 2000),
        "optional": True,
    }


def read_script_file(view: Mapping[str, Any]) -> ScriptFile | None:
    """The file in a view's field, None where there is none; raises InvalidField for one that is no text."""
    file = FormState.of(view).file(SCRIPT_FILE)
    if file is None:
        return None
    name = one_line(str(file.get("name") or "The file"), _NAME_LIMIT)
    kinds = {str(file.get("filetype") or "").lower(), str(file.get("name") or "").rpartition(".")[2].lower()}
    if not kinds & set(_TYPES):
        raise InvalidField(SCRIPT_FILE, f"{name} is not a text file. Save the script as a .txt file and give that.")
    size = file.get("size")
    if isinstance(size, int) and size > FILE_BYTES:
        raise InvalidField(
            SCRIPT_FILE,
            f"{name} has {size / 1000:,.0f} kB; a script of {SCRIPT_LIMIT:,} characters has a few. Shorten it.",
        )
    return ScriptFile(str(file["id"]), name)


def build_reading_view(external_id: str, private_metadata: str, file: ScriptFile) -> dict[str, Any]:
    """What is shown for the moment in which the file is fetched."""
    lines = [
        section(f"Reading {escape(file.name)} … The review is shown here in a moment."),
        context("Should it not come within a minute, *Back* leads to the form: press Review there once more."),
    ]
    return _view(lines, external_id=external_id, private_metadata=private_metadata)


def build_unread_view(private_metadata: str, problem: str) -> dict[str, Any]:
    """Why the file cannot be used; the form is still under it."""
    lines = [section(f"*Not read.* {escape(problem)}"), section("*Back* leads to the form, as you left it.")]
    return _view(lines, private_metadata=private_metadata)


def _view(blocks: list[Block], *, private_metadata: str, external_id: str | None = None) -> dict[str, Any]:
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": READING,
        "private_metadata": private_metadata,
        "title": plain("Your script", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": blocks,
    }
    return view if external_id is None else view | {"external_id": external_id}
