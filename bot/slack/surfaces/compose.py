"""The modal in which a video is asked for, and what a person sent with it."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from bot.budget import estimate
from bot.errors import InvalidField, Refusal
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, option, plain, section
from bot.slack.surfaces.escape import shorten, tidy, width
from bot.slack.surfaces.figures import dollars, length

COMPOSE: Final = "compose"
SCRIPT: Final = "script"
AVATAR: Final = "avatar"
VOICE: Final = "voice"
LANGUAGE: Final = "language"
DESTINATION: Final = "destination"
"""Each is both the `block_id` and the `action_id` of its field."""

VALUE_LIMIT: Final = 150
_PLACEHOLDER_LIMIT: Final = 150
_LABEL_LIMIT: Final = 2000


@dataclass(frozen=True)
class Pick:
    """A choice made earlier: the catalogue's id, and the name that people see."""

    value: str
    label: str


@dataclass(frozen=True)
class ComposeDraft:
    """What the modal opens with; amounts in US dollars.

    `channel_id` is where the modal was asked for. `conversation_id` is the conversation to post to when that is not
    the one that the person has open, as after a press of the button in a DM. `script` is as the person wrote it,
    not Slack's escaped text.
    """

    render_id: str
    channel_id: str
    price_per_second: Decimal
    budget_left: Decimal
    script: str = ""
    avatar: Pick | None = None
    voice: Pick | None = None
    language: Pick | None = None
    conversation_id: str | None = None


class ComposeSubmission(BaseModel):
    """What a person sent with the modal; ids not yet checked against the catalogue."""

    model_config = ConfigDict(frozen=True)

    render_id: str
    script: str
    avatar: str
    voice: str
    language: str | None
    channel_id: str


def build_compose_view(draft: ComposeDraft) -> dict[str, Any]:
    """The modal, filled in with what is known."""
    script = tidy(draft.script).strip()
    return {
        "type": "modal",
        "callback_id": COMPOSE,
        "private_metadata": json.dumps({"render": draft.render_id, "channel": draft.channel_id}),
        "title": plain("Make a video", TITLE_LIMIT),
        "submit": plain("Make video", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *_cut_notice(script),
            _input(SCRIPT, "Script", _script_element(script), _script_hint(script, draft.price_per_second)),
            _input(AVATAR, "Avatar", _search(AVATAR, "Search by name", draft.avatar)),
            _input(VOICE, "Voice", _search(VOICE, "Search by name, language, …", draft.voice)),
            _input(LANGUAGE, "Language", _search(LANGUAGE, "The voice's own", draft.language), optional=True),
            _input(DESTINATION, "Post in", _destination(draft.conversation_id)),
            context(
                f"{dollars(max(draft.budget_left, Decimal(0)))} of this month's budget is left. "
                "The video is AI-generated and is marked as such where it is posted."
            ),
        ],
    }


def read_compose_submission(view: dict[str, Any]) -> ComposeSubmission:
    """Take the submitted modal apart; raises InvalidField for what is missing, Refusal for a modal that is not ours."""
    values = view.get("state", {}).get("values", {})
    render_id, opened_in = _read_metadata(view.get("private_metadata", ""))
    script = (_state(values, SCRIPT).get("value") or "").strip()
    if not script:
        raise InvalidField(SCRIPT, "Write what the presenter should say.")
    return ComposeSubmission(
        render_id=render_id,
        script=script,
        avatar=_read_option(values, AVATAR, "Pick an avatar."),
        voice=_read_option(values, VOICE, "Pick a voice."),
        language=_selected(values, LANGUAGE),
        channel_id=_state(values, DESTINATION).get("selected_conversation") or opened_in,
    )


def _read_metadata(private_metadata: str) -> tuple[str, str]:
    try:
        kept = json.loads(private_metadata)
        return str(kept["render"]), str(kept["channel"])
    except (ValueError, KeyError, TypeError):
        raise Refusal("This form is too old to be used. Please type /herald again.") from None


def _read_option(values: dict[str, Any], field: str, message: str) -> str:
    selected = _selected(values, field)
    if selected is None:
        raise InvalidField(field, message)
    return selected


def _selected(values: dict[str, Any], field: str) -> str | None:
    value = (_state(values, field).get("selected_option") or {}).get("value")
    return value if isinstance(value, str) and value else None


def _state(values: dict[str, Any], field: str) -> dict[str, Any]:
    state: dict[str, Any] = values.get(field, {}).get(field) or {}
    return state


def _cut_notice(script: str) -> list[Block]:
    if width(script) <= SCRIPT_LIMIT:
        return []
    return [section(f"Your text was longer than the {SCRIPT_LIMIT:,} characters that fit, so its end was cut off.")]


def _script_hint(script: str, price_per_second: Decimal) -> str:
    if not script:
        return f"150 words speak for about a minute; a minute costs about {dollars(price_per_second * 60)}."
    estimated = estimate(shorten(script, SCRIPT_LIMIT), price_per_second=price_per_second)
    return f"As it stands, it speaks for about {length(estimated.duration)} and costs about {dollars(estimated.price)}."


def _script_element(script: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": SCRIPT,
        "multiline": True,
        "min_length": 1,
        "max_length": SCRIPT_LIMIT,
        "focus_on_load": True,
        "placeholder": plain("What should the presenter say?", _PLACEHOLDER_LIMIT),
    }
    if script:
        element["initial_value"] = shorten(script, SCRIPT_LIMIT)
    return element


def _search(field: str, placeholder: str, last: Pick | None) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": field,
        "min_query_length": 0,
        "placeholder": plain(placeholder, _PLACEHOLDER_LIMIT),
    }
    if last is not None and 0 < width(last.value) <= VALUE_LIMIT:
        element["initial_option"] = option(last.value, last.label)
    return element


def _destination(conversation_id: str | None) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": DESTINATION,
        "default_to_current_conversation": True,
        "filter": {"exclude_bot_users": True},
        "placeholder": plain("Pick a channel or a person", _PLACEHOLDER_LIMIT),
    }
    if conversation_id is not None:
        element["initial_conversation"] = conversation_id
    return element


def _input(field: str, label: str, element: Block, hint: str | None = None, *, optional: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, OPTION_LIMIT),
        "element": element,
        "optional": optional,
    }
    if hint is not None:
        block["hint"] = plain(hint, _LABEL_LIMIT)
    return block
