"""A request for each kind of listener, as Slack sends it, with what the answer to it has to say."""

import itertools
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench.requests import INTERACTION, TEAM, USER, interaction, keystroke, review, signed_json, slash_command
from bot.rendering.draft import Draft
from bot.rendering.render import Render

SCRIPT: Final = "Good morning, team. The release is out."
CHANNEL: Final = "C0GENERAL"
DELAYED: Final = b""
"""An ack alone: what the person sees follows it."""

Json = dict[str, Any]
Make = Callable[[], bytes]


@dataclass(frozen=True)
class Kind:
    """A kind of request; `expected` is in the body of its answer, which is empty where nothing is expected."""

    name: str
    make: Make
    expected: bytes = DELAYED


@dataclass(frozen=True)
class Stock:
    """What the requests are about: drafts that become videos one after the other, and what is asked about again."""

    drafts: Iterator[Draft]
    typed: Draft
    render: Render
    asked_about: Render
    response_url: str


def kinds(stock: Stock) -> list[Kind]:
    """All kinds of listeners; each is asked as often as any other."""
    return [*_commands(stock), *_forms(stock), *_buttons(stock), *_elsewhere(stock)]


def _commands(stock: Stock) -> list[Kind]:
    def command(text: str) -> Make:
        return lambda: slash_command(text, response_url=stock.response_url)

    return [
        Kind("help", command("help"), b"shows this"),
        Kind("card", command(SCRIPT), b'"make_it"'),
        Kind("form", command("")),
        Kind("/herald announce", command("announce")),
        Kind("/herald personal", command("personal")),
        Kind("/herald admin", command("admin")),
    ]


def _forms(stock: Stock) -> list[Kind]:
    typing, letters = itertools.count(), itertools.cycle(["j", "je", "jen", "jenn", "jenny"])
    return [
        Kind("searching a voice", lambda: keystroke(next(letters)), b'"options"'),
        Kind("typing", lambda: _typing(stock.typed.id, f"{SCRIPT} {next(typing)}")),
        Kind("review", lambda: _submission("compose", _new_draft(), _filled(SCRIPT)), b'"push"'),
        Kind("make it", lambda: review(next(stock.drafts).id), b'"clear"'),
        Kind("announcement", lambda: _submission("announce", _new_draft(), _announcement()), b'"push"'),
        Kind("personal clips", lambda: _submission("personal", _new_draft(), _personal()), b'"update"'),
    ]


def _buttons(stock: Stock) -> list[Kind]:
    def press(action_id: str, value: str) -> Make:
        return lambda: _press(action_id, value, stock.response_url)

    def touch(action_id: str) -> Make:
        return lambda: _touch(action_id)

    def make_card() -> bytes:
        draft = next(stock.drafts)
        return _press("make_it", f"{draft.id}@{draft.updated_at.timestamp():.6f}", stock.response_url)

    return [
        Kind("make it, on the card", make_card),
        Kind("drop, on the card", lambda: _press("drop_draft", _new_draft(), stock.response_url)),
        Kind("regenerate", press("regenerate", stock.render.id)),
        Kind("share", press("share_result", stock.render.id)),
        Kind("consent", press("consent_allow", stock.asked_about.id)),
        Kind("new video, in Home", touch("new_video")),
        Kind("settings, in Home", touch("open_admin")),
        Kind("audit list", touch("audit")),
    ]


def _elsewhere(stock: Stock) -> list[Kind]:
    return [
        Kind("Home opened", lambda: _event("app_home_opened", user=USER["id"], tab="home", channel="D0ALICE")),
        Kind(
            "mention", lambda: _event("app_mention", user=USER["id"], channel=CHANNEL, ts="1.1", text="<@U0HERALD> hi")
        ),
        Kind("shortcut", lambda: interaction({"type": "shortcut", "callback_id": "create_video", **_trigger()})),
        Kind("message shortcut", lambda: _message_shortcut(stock.response_url)),
    ]


def _new_draft() -> str:
    return secrets.token_hex(16)


def _trigger() -> Json:
    return {"trigger_id": f"1795337070.1001.{secrets.token_hex(8)}", "action_ts": "1795337075.1"}


def _filled(script: str) -> Json:
    return {
        "script": {"type": "plain_text_input", "value": script},
        "avatar": _picked("Aditya_public_4"),
        "voice": _picked("jenny_female_english"),
        "language": _picked(None),
        "destination": {"type": "conversations_select", "selected_conversation": CHANNEL},
        "only_me": {"type": "checkboxes", "selected_options": []},
    }


def _announcement() -> Json:
    return _filled(SCRIPT) | {"channels": {"type": "multi_conversations_select", "selected_conversations": [CHANNEL]}}


def _personal() -> Json:
    people = {"type": "multi_users_select", "selected_users": ["U0BOB"]}
    return _filled("Welcome, {first_name}!") | {"people": people}


def _picked(value: str | None) -> Json:
    option = None if value is None else {"text": {"type": "plain_text", "text": "Somebody"}, "value": value}
    return {"type": "external_select", "selected_option": option}


def _view(callback_id: str, draft_id: str, fields: Mapping[str, Any]) -> Json:
    values = {name: {name: state} for name, state in fields.items()}
    metadata = json.dumps({"draft": draft_id, "channel": CHANNEL})
    kept = {"callback_id": callback_id, "private_metadata": metadata, "state": {"values": values}}
    return {"id": "V1", "team_id": TEAM, "type": "modal", "hash": "1.a", "blocks": [], **kept}


def _submission(callback_id: str, draft_id: str, fields: Mapping[str, Any]) -> bytes:
    shown = _view(callback_id, draft_id, fields)
    return interaction({"type": "view_submission", "view": shown, "response_urls": [], **_trigger()})


def _typing(draft_id: str, script: str) -> bytes:
    shown = _view("compose", draft_id, _filled(script))
    action = {"type": "plain_text_input", "action_id": "script", "block_id": "script", "value": script}
    return _acted(action, {"container": {"type": "view", "view_id": "V1"}, "view": shown})


def _touch(action_id: str) -> bytes:
    shown = {"id": "V2", "team_id": TEAM, "type": "home", "blocks": [], "state": {"values": {}}}
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": ""}
    return _acted(action, {"container": {"type": "view", "view_id": "V2"}, "view": shown})


def _press(action_id: str, value: str, response_url: str) -> bytes:
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    container = {"type": "message", "message_ts": "1795337070.000200", "channel_id": CHANNEL, "is_ephemeral": False}
    place = {"container": container, "channel": {"id": CHANNEL, "name": "general"}, "message": {"type": "message"}}
    return _acted(action, {**place, "response_url": response_url})


def _acted(action: Json, place: Json) -> bytes:
    trigger = _trigger()
    acted = {**action, "action_ts": trigger["action_ts"]}
    return interaction({"type": "block_actions", **trigger, **place, "actions": [acted]})


def _message_shortcut(response_url: str) -> bytes:
    message = {"type": "message", "user": "U0BOB", "ts": "1795337070.000300", "text": SCRIPT}
    place = {"channel": {"id": CHANNEL, "name": "general"}, "message": message, "response_url": response_url}
    named = {"type": "message_action", "callback_id": "video_from_message", "message_ts": message["ts"]}
    return interaction({**named, **_trigger(), **place})


def _event(name: str, **fields: Any) -> bytes:
    wrapper = {"token": "none", "team_id": TEAM, "api_app_id": INTERACTION["api_app_id"], "type": "event_callback"}
    happened = {"event": {"type": name, "event_ts": "1.1", **fields}, "event_time": 1795337070}
    return signed_json({**wrapper, **happened, "event_id": f"Ev{secrets.token_hex(5)}"})
