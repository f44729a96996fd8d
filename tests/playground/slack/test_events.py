"""Events on the wire, as an app that only listens sees them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from playground.serving import listening_socket, running
from playground.slack.settings import DEFAULT_EVENTS, Settings
from tests.playground.slack.desk import Desk, open_desk


class Listener:
    """Takes everything, unless told to answer otherwise."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.status = 200
        self.headers: dict[str, str] = {}

    async def take(self, request: web.Request) -> web.Response:
        """Keep a request."""
        self.requests.append((dict(request.headers), await request.read()))
        self.events.put_nowait(await request.json())
        return web.Response(status=self.status, headers=self.headers)


Pair = tuple[Desk, Listener]


@pytest.fixture
async def listening() -> AsyncIterator[Pair]:
    """A local Slack and a listener that subscribes to messages too."""
    listener, app = Listener(), web.Application()
    app.router.add_post("/events", listener.take)
    async with running(app, listening_socket(0)) as url:
        events = (*DEFAULT_EVENTS, "message.channels", "message.im")
        async with open_desk(Settings(app_url=f"{url}/events", bot_events=events)) as desk:
            yield desk, listener


async def test_an_event_is_signed_over_its_exact_bytes(listening: Pair) -> None:
    desk, listener = listening
    await desk.act("open_home")
    ((headers, body),) = listener.requests
    verifier = SignatureVerifier(desk.settings.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not SignatureVerifier("another secret").is_valid_request(body, headers)


async def test_a_message_is_an_event_for_those_who_subscribe(listening: Pair) -> None:
    desk, listener = listening
    await desk.act("post", channel="C0LAUNCH", text="@Herald hello")
    message, mention = listener.events.get_nowait(), listener.events.get_nowait()
    assert (message["event"]["type"], message["event"]["channel_type"]) == ("message", "channel")
    assert (mention["event"]["type"], mention["event"]["ts"]) == ("app_mention", message["event"]["ts"])
    assert message["event_id"] != mention["event_id"]


async def test_a_reply_names_its_thread(listening: Pair) -> None:
    desk, listener = listening
    root = (await desk.act("post", user="U0BOB", channel="C0LAUNCH", text="Root"))["ts"]
    listener.events.get_nowait()
    await desk.act("post", channel="C0LAUNCH", text="@Herald here", thread_ts=root)
    event = listener.events.get_nowait()["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (root, "U0BOB")


async def test_a_refusal_can_forbid_retries(listening: Pair) -> None:
    desk, listener = listening
    listener.status, listener.headers = 500, {"X-Slack-No-Retry": "1"}
    await desk.act("open_home")
    listener.headers = {}
    await desk.act("post", channel="C0LAUNCH", text="hello")
    await desk.until(lambda state: len(state["dispatches"]) == 3)
    kinds = [dispatch["kind"] for dispatch in (await desk.state())["dispatches"]]
    assert kinds == ["app_home_opened", "message", "message"]


async def test_an_event_is_delivered_four_times_at_most(listening: Pair) -> None:
    desk, listener = listening
    listener.status = 500
    await desk.act("open_home")
    await desk.until(lambda state: len(state["dispatches"]) == 2)
    await desk.advance(61)
    await desk.until(lambda state: len(state["dispatches"]) == 3)
    await desk.advance(301)
    await desk.until(lambda state: len(state["dispatches"]) == 4)
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in listener.requests]
    assert numbers == [None, "1", "2", "3"]
    assert len({body for _, body in listener.requests}) == 1
