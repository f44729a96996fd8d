"""Listeners are found by the ids that Slack sends, and by nothing else."""

import logging
import re
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult

from handlers.switchboard import Switchboard, key_of
from tests.handlers.payloads import (
    SECRET,
    click,
    command,
    event,
    interaction,
    message_shortcut,
    shortcut,
    submission,
    suggestion,
)


async def authorize(**_parts: Any) -> AuthorizeResult:
    """Herald, in any workspace."""
    return AuthorizeResult(enterprise_id=None, team_id="T0PLAY", bot_token="xoxb-1", bot_id="B0BOT")


@pytest.fixture
def app() -> Switchboard:
    """A switchboard that nobody listens at yet."""
    return Switchboard(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        logger=logging.getLogger("test.switchboard"),
    )


def saying(word: str) -> Any:
    """A listener that acks with a word of its own."""

    async def listener(ack: AsyncAck) -> BoltResponse:
        return await ack(text=word)

    return listener


async def test_each_kind_of_request_finds_its_listener(app: Switchboard) -> None:
    app.command("/herald")(saying("command"))
    app.action("render_again")(saying("action"))
    app.options("voice")(saying("options"))
    app.view("compose")(saying("view"))
    app.shortcut({"type": "shortcut", "callback_id": "here"})(saying("shortcut"))
    app.shortcut({"type": "message_action", "callback_id": "here"})(saying("message"))
    app.connect()
    message = {"ts": "1.1", "text": "hi"}
    asked = {
        "command": command("hi"),
        "action": click("r1", response_url="http://127.0.0.1:1/none"),
        "options": suggestion("voice", "j"),
        "view": submission(),
        "shortcut": shortcut("here"),
        "message": message_shortcut("here", message, response_url="http://127.0.0.1:1/none"),
    }
    assert {name: (await app.async_dispatch(request)).body for name, request in asked.items()} == {
        name: name for name in asked
    }


async def test_an_event_is_acked_though_its_listener_does_not(app: Switchboard) -> None:
    seen: list[str] = []

    async def note(event: dict[str, Any]) -> None:
        seen.append(event["type"])

    app.event("app_mention")(note)
    app.connect()
    answer = await app.async_dispatch(event("app_mention", user="U0ALICE"))
    assert (answer.status, seen) == (200, ["app_mention"])


async def test_an_id_of_its_own_comes_before_a_pattern_that_it_fits(app: Switchboard) -> None:
    app.action(re.compile("render.*"))(saying("pattern"))
    app.action("render_again")(saying("named"))
    app.connect()
    pressed = [
        click("r1", response_url="http://127.0.0.1:1/none", action_id=id_) for id_ in ("render_again", "render_2")
    ]
    assert [(await app.async_dispatch(each)).body for each in pressed] == ["named", "pattern"]


async def test_of_two_listeners_for_the_same_the_first_is_asked(app: Switchboard) -> None:
    app.command("/herald")(saying("first"))
    app.command("/herald")(saying("second"))
    app.connect()
    assert (await app.async_dispatch(command("hi"))).body == "first"


async def test_a_listener_with_a_condition_of_its_own_is_bolts_to_ask(app: Switchboard) -> None:
    async def never() -> bool:
        return False

    app.command("/herald", matchers=[never])(saying("never"))
    app.command(re.compile("/her"))(saying("otherwise"))
    app.connect()
    assert (await app.async_dispatch(command("hi"))).body == "otherwise"


async def test_what_nobody_listens_to_is_told_so(app: Switchboard) -> None:
    app.command("/herald")(saying("command"))
    app.connect()
    answer = await app.async_dispatch(click("r1", response_url="http://127.0.0.1:1/none"))
    assert answer.status == 404


async def test_a_listener_that_does_not_answer_leaves_the_request_open(app: Switchboard) -> None:
    async def silent() -> None:
        return None

    app.command("/herald")(silent)
    app.connect()
    assert (await app.async_dispatch(command("hi"))).status == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": None},
        {"type": "block_actions", "actions": [{"action_id": 7}]},
        {"type": "view_submission", "view": "none"},
        {"type": "event_callback"},
        {"type": ["shortcut"], "callback_id": "here"},
        {"type": "dialog_submission", "callback_id": "here"},
        {},
    ],
    ids=str,
)
def test_what_slack_would_not_send_has_no_key(fields: dict[str, Any]) -> None:
    assert key_of(fields) is None


async def test_a_closed_view_is_nobodys(app: Switchboard) -> None:
    app.view("compose")(saying("view"))
    app.connect()
    closed = interaction({"type": "view_closed", "view": {"id": "V1", "type": "modal", "callback_id": "compose"}})
    assert (await app.async_dispatch(closed)).status == 404
