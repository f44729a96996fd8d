"""The modal in which a preset is made, changed or deleted, and what a person sent with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from bot.errors import InvalidField, Refusal
from bot.rendering.draft import Wishes
from bot.rendering.preset import NAME_LIMIT
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, plain, section
from bot.slack.surfaces.compose import AVATAR, LANGUAGE, VOICE
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.inputs import FormState, Pick, input_block, search, text, tick
from bot.slack.surfaces.more_options import SIZE, build_more_options, read_more_options
from bot.slack.surfaces.opened import Opened

PRESET_FORM: Final = "preset_form"
DELETE_PRESET: Final = "delete_preset"
NAME: Final = "name"
SHARED: Final = "shared"
MY_DEFAULT: Final = "my_default"
CHANNELS: Final = "channels"
MOST_CHANNELS: Final = 20
_BACKGROUND_LIMIT: Final = 2000
"""A longer address would not fit into what a view carries."""
_NOTICE_LIMIT: Final = 500


@dataclass(frozen=True)
class PresetForm:
    """What the modal shows; `known` is whether the preset was kept before, `notices` are sentences said first.

    `avatar`, `voice` and `language` are the wishes' own, where they are on offer.
    """

    preset_id: str
    wishes: Wishes
    name: str = ""
    avatar: Pick | None = None
    voice: Pick | None = None
    language: Pick | None = None
    resolutions: Sequence[str] = ()
    shared: bool = False
    is_default: bool = False
    channels: Sequence[str] = ()
    known: bool = False
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class PresetSubmission:
    """What a person sent with the modal; nothing of it is checked against the catalogue."""

    preset_id: str
    name: str
    wishes: Wishes
    shared: bool
    is_default: bool
    channels: Sequence[str]


def build_preset_form(form: PresetForm) -> dict[str, Any]:
    """The modal, filled in with what the preset has."""
    return {
        "type": "modal",
        "callback_id": PRESET_FORM,
        "private_metadata": json.dumps({"preset": form.preset_id, "background": _kept_background(form.wishes)}),
        "title": plain("Edit preset" if form.known else "New preset", TITLE_LIMIT),
        "submit": plain("Save", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *(section(escape(one_line(notice, _NOTICE_LIMIT))) for notice in form.notices),
            input_block(NAME, "Name", text(NAME, "Weekly news", form.name, limit=NAME_LIMIT), optional=False),
            *_build_choices(form),
            *_build_uses(form),
            *build_more_options(form.wishes, Opened(draft=form.preset_id), resolutions=form.resolutions),
            *([context("It also keeps its background picture.")] if _kept_background(form.wishes) else []),
            *([_build_delete(form.preset_id)] if form.known else []),
        ],
    }


def read_preset_form(view: dict[str, Any]) -> PresetSubmission:
    """Take the submitted modal apart; raises InvalidField for what cannot be used, Refusal for one that is not ours."""
    state = FormState.of(view)
    preset_id, background = _read_metadata(view.get("private_metadata", ""))
    chosen = {name: state.option(name) for name in (AVATAR, VOICE, LANGUAGE)} | read_more_options(state)
    if not chosen.get("background_color"):
        chosen["background"] = background
    return PresetSubmission(
        preset_id=preset_id,
        name=state.text(NAME) or "",
        wishes=_read_wishes(chosen),
        shared=state.ticked(SHARED),
        is_default=state.ticked(MY_DEFAULT),
        channels=state.conversations(CHANNELS)[:MOST_CHANNELS],
    )


def build_notice_view(title: str, line: str) -> dict[str, Any]:
    """A modal that says one thing; `line` is plain text."""
    return {
        "type": "modal",
        "title": plain(title, TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [section(escape(one_line(line, _NOTICE_LIMIT)))],
    }


def _build_choices(form: PresetForm) -> list[Block]:
    return [
        input_block(AVATAR, "Avatar", search(AVATAR, "Search by name", form.avatar)),
        input_block(LANGUAGE, "Language", search(LANGUAGE, "The voice's own", form.language)),
        input_block(VOICE, "Voice", search(VOICE, "Search by name, language, …", form.voice)),
    ]


def _build_uses(form: PresetForm) -> list[Block]:
    places: Block = {
        "type": "multi_conversations_select",
        "action_id": CHANNELS,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "max_selected_items": MOST_CHANNELS,
        "placeholder": plain("Pick channels", OPTION_LIMIT),
    }
    if form.channels:
        places["initial_conversations"] = list(form.channels[:MOST_CHANNELS])
    everybody = tick(SHARED, "Everybody in the workspace may use it", ticked=form.shared)
    mine = tick(MY_DEFAULT, "My new videos begin with it", ticked=form.is_default)
    hint = "New videos there begin with it: yours, and everybody's when everybody may use it."
    return [
        input_block(SHARED, "Who may use it", everybody),
        input_block(MY_DEFAULT, "Your default", mine),
        input_block(CHANNELS, "Default in channels", places, hint=hint),
    ]


def _build_delete(preset_id: str) -> Block:
    button = {
        "type": "button",
        "action_id": DELETE_PRESET,
        "text": plain("Delete this preset", OPTION_LIMIT),
        "style": "danger",
        "value": preset_id,
        "confirm": {
            "title": plain("Delete this preset?", OPTION_LIMIT),
            "text": plain("Nobody can begin a video with it any more. Videos made with it stay.", OPTION_LIMIT * 4),
            "confirm": plain("Delete", OPTION_LIMIT),
            "deny": plain("Keep it", OPTION_LIMIT),
            "style": "danger",
        },
    }
    return {"type": "actions", "elements": [button]}


def _kept_background(wishes: Wishes) -> str | None:
    kept = wishes.background
    return kept if kept is not None and len(kept) <= _BACKGROUND_LIMIT else None


def _read_metadata(private_metadata: str) -> tuple[str, str | None]:
    try:
        kept = json.loads(private_metadata)
        return str(kept["preset"]), kept["background"]
    except (ValueError, KeyError, TypeError):
        raise Refusal("This form is too old to be used. Please open it again from Herald's Home.") from None


def _read_wishes(chosen: dict[str, Any]) -> Wishes:
    try:
        wishes = Wishes.model_validate(chosen)
    except ValidationError as error:
        named = str(next(iter(error.errors()[0]["loc"]), NAME))
        field = SIZE if named in {"width", "height"} else named
    else:
        if wishes == Wishes():
            raise InvalidField(AVATAR, "Choose at least one thing that the preset is to keep.")
        return wishes
    raise InvalidField(field, "This is not a value that can be used. Change it or clear it.")
