"""Every button and form that names a thing by its id, as the request that Slack would send for somebody's press."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.slack.surfaces import (
    anchor_buttons,
    announce_cards,
    announce_list,
    announce_review,
    batch,
    card,
    compose,
    consent,
    dead_letters,
    home,
    preset_form,
    presets,
    review,
    share,
)
from bot.slack.surfaces.announce_form import ANNOUNCE
from bot.slack.surfaces.blocks import RENDER_AGAIN
from bot.slack.surfaces.personal import PERSONAL
from bot.slack.surfaces.script_file import SCRIPT_FILE

Json = dict[str, Any]


@dataclass(frozen=True)
class Surface:
    """One way to reach for a thing: `of` is its kind; what it sends is made from the id, and from what that is of.

    `creates` says that an id which is not there is that of a new thing of the person's own, so that the answers differ.
    """

    name: str
    of: str
    payload: Callable[[str, str], Json]
    creates: bool = False


def _button(action_id: str, of: str, value: str = "{id}", *, place: str = "message") -> Surface:
    def payload(id_: str, parent: str) -> Json:
        told = value.format(id=id_, of=parent)
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": told, "action_ts": "1.1"}
        return {"type": "block_actions", "actions": [action]} | PLACES[place]

    return Surface(f"button {action_id}" + ("" if value == "{id}" else f" {value}"), of, payload)


def _option(action_id: str, of: str, value: str) -> Surface:
    def payload(id_: str, _parent: str) -> Json:
        chosen = {"selected_option": {"value": value.format(id=id_)}}
        action = {"type": "overflow", "action_id": action_id, "block_id": "b", "action_ts": "1.1", **chosen}
        return {"type": "block_actions", "actions": [action]} | PLACES["home"]

    return Surface(f"option {action_id} {value}", of, payload)


def _form(
    callback_id: str, of: str, metadata: str, values: Mapping[str, Json] | None = None, *, creates: bool = False
) -> Surface:
    def payload(id_: str, parent: str) -> Json:
        kept = metadata.replace("{id}", id_).replace("{of}", parent)
        filled = json.loads(json.dumps(values or {}).replace("{id}", id_))
        laid_out = {name: {name: state} for name, state in filled.items()}
        shown = _view("modal", callback_id, kept) | {"state": {"values": laid_out}}
        return {"type": "view_submission", "view": shown, "response_urls": []}

    return Surface(f"form {callback_id}" + (f" with {'+'.join(values)}" if values else ""), of, payload, creates)


def _view(kind: str, callback_id: str, metadata: str) -> Json:
    view = {"id": "V{probe}", "type": kind, "callback_id": callback_id, "private_metadata": metadata, "hash": "1.a"}
    return {**view, "blocks": [], "state": {"values": {}}, "root_view_id": "V{probe}"}


PLACES: Final[Mapping[str, Json]] = {
    "message": {
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0HERE", "is_ephemeral": False},
        "channel": {"id": "C0HERE", "name": "here"},
        "message": {"type": "message", "ts": "1.1"},
        "response_url": "{respond}",
    },
    "home": {"container": {"type": "view", "view_id": "V{probe}"}, "view": _view("home", "", "")},
    "modal": {"container": {"type": "view", "view_id": "V{probe}"}, "view": _view("modal", announce_list.ONE_VIEW, "")},
}
_TYPED: Final = {"type": "plain_text_input", "value": "Hello."}
_SPOKEN: Final = {
    "avatar": {"type": "external_select", "selected_option": {"value": "Aditya_public_4"}},
    "voice": {"type": "external_select", "selected_option": {"value": "jenny_female_english"}},
}
_CHANNEL: Final = {"type": "conversations_select", "selected_conversation": "C0HERE"}
_NOW: Final = datetime(2026, 11, 23, tzinfo=UTC).isoformat()
_FILE: Final = {"type": "file_input", "files": [{"id": "{id}", "name": "script.txt", "filetype": "text", "size": 9}]}

SURFACES: Final[Sequence[Surface]] = (
    *(
        _button(action_id, "render")
        for action_id in (
            anchor_buttons.CANCEL,
            anchor_buttons.SHARE,
            anchor_buttons.REGENERATE,
            anchor_buttons.EDIT_SCRIPT,
            anchor_buttons.DELETE,
            f"{anchor_buttons.USE_RESULT}:0",
            RENDER_AGAIN,
            dead_letters.RETRY_DEAD,
            dead_letters.CLOSE_DEAD,
        )
    ),
    _button(consent.ALLOW, "consent"),
    _button(consent.DECLINE, "consent"),
    _button(anchor_buttons.CANCEL, "consent"),
    _form(share.SHARE_VIEW, "render", '{"render": "{id}", "share": "s1", "position": 0}', {share.CHANNEL: _CHANNEL}),
    _form(review.REVIEW, "render", '{"draft": "{id}"}'),
    _button(card.MAKE_IT, "draft", "{id}@1.000000"),
    _button(card.EDIT_DRAFT, "draft"),
    _button(card.DROP_DRAFT, "draft"),
    _button(home.CONTINUE_DRAFT, "draft", place="home"),
    _button(home.DELETE_DRAFT, "draft", place="home"),
    _button(presets.SAVE_AS_PRESET, "draft", place="home"),
    _form(review.REVIEW, "draft", '{"draft": "{id}"}'),
    _form(compose.COMPOSE, "draft", '{"draft": "{id}"}', {"script": _TYPED, **_SPOKEN}, creates=True),
    _option(presets.PICK_PRESET, "preset", "{id}"),
    *(
        _option(presets.PRESET_MENU, "preset", f"{what}:{{id}}")
        for what in (presets.USE, presets.EDIT, presets.SET_DEFAULT)
    ),
    _button(preset_form.DELETE_PRESET, "preset", place="modal"),
    *(
        _button(action_id, "announcement", place="modal")
        for action_id in (
            announce_list.OPEN,
            announce_cards.EDIT,
            announce_cards.AGAIN,
            announce_cards.CANCEL,
            announce_cards.RESCHEDULE,
        )
    ),
    *(
        _button(action_id, "announcement", "{id}@video1")
        for action_id in (announce_cards.APPROVE, announce_cards.CHANGES, announce_cards.REJECT)
    ),
    _button(announce_cards.RETRY, "posting", "{of}/{id}", place="modal"),
    _button(anchor_buttons.DELETE, "posting"),
    _form(announce_review.RESCHEDULE_FORM, "announcement", "{id}"),
    _form(
        announce_review.REASON_FORM,
        "announcement",
        '{"id": "{id}", "tag": "video1", "what": "changes"}',
        {announce_review.REASON: _TYPED},
    ),
    _form(announce_review.ANNOUNCE_REVIEW, "announcement", f'{{"announcement": "{{id}}", "seen": "{_NOW}"}}'),
    _form(ANNOUNCE, "announcement", '{"draft": "{id}"}', {"script": _TYPED, **_SPOKEN}, creates=True),
    *(
        _button(action_id, "batch")
        for action_id in (batch.MAKE_SAMPLE, batch.MAKE_OTHERS, batch.STOP, batch.RETRY, batch.CHANGE, batch.DROP)
    ),
    _form(PERSONAL, "batch", '{"draft": "new", "replaces": "{id}"}', {"script": _TYPED, **_SPOKEN}),
    _form(compose.COMPOSE, "file", '{"draft": "mine"}', {SCRIPT_FILE: _FILE, **_SPOKEN}),
)
"""The values and forms that the surfaces build, with somebody else's id in them."""
