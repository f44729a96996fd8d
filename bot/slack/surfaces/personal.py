"""The form in which personal clips are asked for, and what a person sent with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import InvalidField
from bot.posting.batch import MOST_ROWS, Batch
from bot.posting.batch_file import MOST_BYTES
from bot.posting.batch_script import placeholders
from bot.rendering.draft import Wishes
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, context, plain, section
from bot.slack.surfaces.compose import AVATAR, LANGUAGE, SCRIPT, VOICE
from bot.slack.surfaces.escape import escape, one_line, tidy
from bot.slack.surfaces.inputs import TEXT_LIMIT, FormState, Pick, input_block, search, text, tick
from bot.slack.surfaces.opened import Opened

PERSONAL: Final = "personal"
PERSONAL_CLIPS: Final = "personal_clips"
"""The `action_id` of Home's button."""
PEOPLE: Final = "people"
FILE: Final = "list"
KEEP_FILE: Final = "keep_list"
"""Each is both the `block_id` and the `action_id` of its field."""
ENDINGS: Final = ("csv", "tsv", "txt", "text")

_EXAMPLE: Final = "Hello {first_name}, thank you for a great first month as {title}! – {sender}"
_HOW: Final = (
    "{first_name}, {last_name}, {title} and {sender} are filled in for each person; so is every column of your file, "
    "by its name in braces."
)
_FILE_HINT: Final = (
    f"CSV, up to {MOST_ROWS} people. The first line names the columns; one of them is “person”, with a member id, an "
    "@name or a full name."
)


class PersonalOpened(Opened):
    """What the form carries with it: the id of the batch that it becomes, and of the one whose place that takes."""

    replaces: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class PersonalForm:
    """What the form shows; `notices` are sentences said first."""

    opened: PersonalOpened
    script: str = ""
    avatar: Pick | None = None
    voice: Pick | None = None
    language: Pick | None = None
    people: Sequence[str] = ()
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class PersonalSubmission:
    """What a person sent."""

    opened: PersonalOpened
    script: str
    wishes: Wishes
    people: tuple[str, ...]
    file_id: str | None


def build_personal_view(form: PersonalForm) -> dict[str, Any]:
    """The form, filled in with what is known."""
    return {
        "type": "modal",
        "callback_id": PERSONAL,
        "private_metadata": form.opened.write(),
        "title": plain("Personal clips", TITLE_LIMIT),
        "submit": plain("Check the list", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *(section(escape(said)) for notice in form.notices if (said := one_line(notice, TEXT_LIMIT // 10))),
            input_block(
                SCRIPT,
                "Script",
                text(SCRIPT, _EXAMPLE, form.script, multiline=True),
                hint=_HOW,
                optional=False,
            ),
            input_block(PEOPLE, "People", _people(form.people)),
            input_block(FILE, "… or a file with a line for each", _file(), hint=_FILE_HINT),
            *_kept(form.opened),
            input_block(AVATAR, "Avatar", search(AVATAR, "Search avatars", form.avatar), optional=False),
            input_block(VOICE, "Voice", search(VOICE, "Search voices", form.voice), optional=False),
            input_block(LANGUAGE, "Language", search(LANGUAGE, "The voice's own", form.language)),
            context(
                "Nothing is made yet: you see who gets what and what it costs, and hear a sample first. "
                "Every clip is marked as AI-generated."
            ),
        ],
    }


def personal_clips_button() -> Block:
    """Home's way to the form."""
    return {"type": "button", "action_id": PERSONAL_CLIPS, "text": plain("Personal clips", TITLE_LIMIT)}


def build_reading_view() -> dict[str, Any]:
    """What takes the form's place once it is handed in."""
    return {
        "type": "modal",
        "callback_id": "personal_reading",
        "title": plain("Personal clips", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [
            section(
                "I am checking your list. The table of who gets what comes in *our direct message*, with the button "
                "that makes a sample."
            )
        ],
    }


def read_personal(view: Mapping[str, Any], base: Wishes) -> PersonalSubmission:
    """Take the form apart; what it does not show stays as it was in `base`.

    Raises InvalidField for what is missing or cannot be used, Refusal for a form of another version.
    """
    opened, state = PersonalOpened.read(str(view.get("private_metadata") or "")), FormState.of(view)
    script = tidy(state.text(SCRIPT) or "").strip()
    if not any(character.isalnum() for character in script):
        raise InvalidField(SCRIPT, "Write what the presenter should say: at least one word.")
    people = tuple(state.users(PEOPLE))
    file_id = _given(state) or (opened.file if state.ticked(KEEP_FILE) else None)
    if not people and file_id is None:
        raise InvalidField(PEOPLE, "Pick the people, or give a file with a line for each.")
    if len(people) > MOST_ROWS:
        raise InvalidField(PEOPLE, f"{len(people):,} people are picked; {MOST_ROWS} is the most for one go.")
    if not placeholders(script):
        raise InvalidField(SCRIPT, "Everybody would get the same clip: put at least {first_name} in the script.")
    picked = {"avatar": state.option(AVATAR), "voice": state.option(VOICE), "language": state.option(LANGUAGE)}
    return PersonalSubmission(opened, script, base.model_copy(update={**picked, "image": None}), people, file_id)


def opened_again(batch: Batch, new_id: str) -> PersonalOpened:
    """What the form of a list that is to be changed carries with it."""
    return PersonalOpened(draft=new_id, replaces=batch.id, file=batch.file_id)


def _people(chosen: Sequence[str]) -> Block:
    element: Block = {
        "type": "multi_users_select",
        "action_id": PEOPLE,
        "placeholder": plain("Pick people", 150),
        "max_selected_items": MOST_ROWS,
    }
    if chosen:
        element["initial_users"] = list(chosen[:MOST_ROWS])
    return element


def _file() -> Block:
    return {"type": "file_input", "action_id": FILE, "filetypes": list(ENDINGS), "max_files": 1}


def _kept(opened: PersonalOpened) -> list[Block]:
    if opened.file is None:
        return []
    return [input_block(KEEP_FILE, "The file that you gave before", tick(KEEP_FILE, "Keep it", ticked=True))]


def _given(state: FormState) -> str | None:
    """The id of the file; raises InvalidField for one that is no list."""
    file = state.file(FILE)
    if file is None:
        return None
    name = one_line(str(file.get("name") or "The file"), 60)
    ending = str(file.get("name") or "").rpartition(".")[2].lower()
    if ending not in ENDINGS and str(file.get("filetype") or "").lower() not in ENDINGS:
        raise InvalidField(FILE, f"{name} is not a CSV file. In your spreadsheet, choose Save as, then CSV (UTF-8).")
    size = file.get("size")
    if isinstance(size, int) and size > MOST_BYTES:
        raise InvalidField(FILE, f"{name} has {size / 1000**2:.1f} MB; {MOST_BYTES // 1000**2} MB is the most.")
    return str(file["id"])
