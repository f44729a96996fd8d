"""Response URLs."""

from typing import Any

import pytest

from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import RETRY

Pair = tuple[Desk, Seen]


async def respond(desk: Desk, url: str, **reply: Any) -> int:
    """Answer through a response URL."""
    async with desk.http.post(url, json=reply) as answer:
        return answer.status


async def command_url(desk: Desk, seen: Seen) -> str:
    """The response URL of a command."""
    await desk.act("command", channel="C0RANDOM", text="/herald help")
    url: str = seen.one("command")["response_url"]
    return url


async def button_url(desk: Desk, seen: Seen) -> tuple[str, str]:
    """The response URL of a pressed button, and its message."""
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Failed", blocks=[RETRY]))["ts"]
    await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    return seen.one("action")["response_url"], ts


async def test_it_works_where_the_app_may_not_post(with_app: Pair) -> None:
    desk, seen = with_app
    url = await command_url(desk, seen)
    assert await respond(desk, url, text="Only you see this") == 200
    assert await respond(desk, url, text="All see this", response_type="in_channel") == 200
    state = await desk.state()
    assert state["ephemerals"][-1]["message"]["text"] == "Only you see this"
    assert [message["text"] for message in state["messages"]["C0RANDOM"]] == ["All see this"]


async def test_it_works_five_times(with_app: Pair) -> None:
    desk, seen = with_app
    url = await command_url(desk, seen)
    assert [await respond(desk, url, text="Again") for _ in range(6)] == [200] * 5 + [404]


async def test_it_works_for_thirty_minutes(with_app: Pair) -> None:
    desk, seen = with_app
    url = await command_url(desk, seen)
    await desk.advance(29 * 60)
    assert await respond(desk, url, text="In time") == 200
    await desk.advance(61)
    assert await respond(desk, url, text="Too late") == 404


async def test_it_replaces_and_deletes_the_message_acted_on(with_app: Pair) -> None:
    desk, seen = with_app
    url, ts = await button_url(desk, seen)
    assert await respond(desk, url, text="Trying again", replace_original=True) == 200
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert (message["ts"], message["text"]) == (ts, "Trying again")
    assert await respond(desk, url, delete_original=True) == 200
    assert (await desk.state())["messages"]["C0LAUNCH"] == []
    assert await respond(desk, url, delete_original=True) == 400


async def test_it_can_answer_in_a_thread(with_app: Pair) -> None:
    desk, seen = with_app
    url, ts = await button_url(desk, seen)
    await respond(desk, url, text="Reply", response_type="in_channel", replace_original=False, thread_ts=ts)
    assert (await desk.state())["messages"]["C0LAUNCH"][1]["thread_ts"] == ts


@pytest.mark.parametrize("body", ["{", "[]", "{}"])
async def test_a_reply_that_says_nothing_is_refused(with_app: Pair, body: str) -> None:
    desk, seen = with_app
    async with desk.http.post(await command_url(desk, seen), data=body) as answer:
        assert answer.status == 400


async def test_a_made_up_address_does_not_work(desk: Desk) -> None:
    assert await respond(desk, f"{desk.url}/hooks/commands/T0PLAY/1/abc", text="Hello") == 404
