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
        events = (*DEFAULT_EVENTS, "message.channels", "message.im", "file_shared", "member_joined_channel")
        async with open_desk(Settings(app_url=f"{url}/events", bot_events=events)) as desk:
            yield desk, listener


async def heard(pair: Pair, count: int) -> list[dict[str, Any]]:
    """The inner events that the app has heard of, as soon as there are so many."""
    desk, listener = pair
    await desk.until(lambda state: len(state["dispatches"]) >= count)
    return [listener.events.get_nowait()["event"] for _ in range(listener.events.qsize())]


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


async def test_what_the_app_does_itself_is_told_once(listening: Pair) -> None:
    desk, _ = listening
    client = desk.client()
    ts = (await client.chat_postMessage(channel="C0LAUNCH", text="Posted"))["ts"]
    await client.chat_update(channel="C0LAUNCH", ts=ts, text="Changed")
    await client.chat_delete(channel="C0LAUNCH", ts=ts)
    events = sorted(await heard(listening, 3), key=lambda event: str(event["event_ts"]))
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert events[0]["bot_id"] == "B0HERALD"
    assert events[1]["previous_message"]["text"] == "Posted"


async def test_a_file_that_the_app_shares_is_told_with_its_file(listening: Pair) -> None:
    desk, _ = listening
    file_id = await desk.upload(b"abc")
    await desk.client().files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    events = {event["type"]: event for event in await heard(listening, 2)}
    assert [file["id"] for file in events["message"]["files"]] == [file_id]
    assert events["file_shared"]["file_id"] == file_id


async def test_nothing_is_told_of_where_the_app_is_not(listening: Pair) -> None:
    desk, listener = listening
    await desk.act("post", channel="C0RANDOM", text="@Herald hello")
    secret = (await desk.act("open_dm", **{"with": "U0BOB"}))["channel"]
    await desk.act("post", channel=secret, text="Between us")
    await desk.act("open_home")
    assert [event["type"] for event in await heard(listening, 1)] == ["app_home_opened"]
    assert listener.events.empty()


async def test_an_event_needs_its_scope(listening: Pair) -> None:
    desk, _ = listening
    await desk.act("post", user="U0ALICE", channel="C0LAUNCH", text="hello")
    await desk.act("leave", user="U0BOB", channel="C0LAUNCH")
    await desk.act("join", user="U0BOB", channel="C0LAUNCH")
    assert [event["type"] for event in await heard(listening, 2)] == ["message", "message"]


async def test_a_shared_channel_is_told_to_the_workspace_where_the_app_is(listening: Pair) -> None:
    desk, listener = listening
    await desk.act("command", channel="C0SHARED", text="/invite @Herald")
    await heard(listening, 1)
    await desk.act("post", user="U0CAROL", channel="C0SHARED", text="<@U0HERALD> hello")
    message, mention = listener.events.get_nowait(), listener.events.get_nowait()
    assert (message["team_id"], message["is_ext_shared_channel"]) == ("T0PLAY", True)
    assert (mention["event"]["type"], mention["event"]["team"]) == ("app_mention", "T0ORBIT")


async def test_the_end_of_an_installation_is_told(listening: Pair) -> None:
    desk, _ = listening
    await desk.act("uninstall")
    assert {event["type"] for event in await heard(listening, 2)} == {"tokens_revoked", "app_uninstalled"}
    await desk.act("post", channel="C0LAUNCH", text="Anybody there?")
    assert await heard(listening, 2) == []


async def test_an_app_that_sends_elsewhere_is_not_followed(listening: Pair) -> None:
    desk, listener = listening
    listener.status, listener.headers = 302, {"Location": "/events"}
    await desk.act("open_home")
    await desk.until(lambda state: len(state["dispatches"]) == 2)
    assert listener.requests[1][0]["X-Slack-Retry-Reason"] == "too_many_redirects"


async def test_any_2xx_takes_an_event_but_not_what_a_person_waits_for(listening: Pair) -> None:
    desk, listener = listening
    listener.status = 204
    assert (await desk.act("open_home"))["failed"] is None
    (dispatch,) = (await desk.state())["dispatches"]
    assert (dispatch["kind"], dispatch["status"], dispatch["failed"]) == ("app_home_opened", 204, None)


async def test_a_renamed_channel_is_told_as_an_object() -> None:
    listener, app = Listener(), web.Application()
    app.router.add_post("/events", listener.take)
    scopes, events = ("channels:read", "channels:manage"), ("channel_created", "channel_rename")
    async with running(app, listening_socket(0)) as url:
        settings = Settings(app_url=f"{url}/events", scopes=scopes, bot_events=events)
        async with open_desk(settings) as desk:
            channel = (await desk.client().conversations_create(name="before"))["channel"]["id"]
            await desk.client().conversations_rename(channel=channel, name="after")
            told = await heard((desk, listener), 2)
    assert [(event["type"], event["channel"]["id"], event["channel"]["name"]) for event in told] == [
        ("channel_created", channel, "before"),
        ("channel_rename", channel, "after"),
    ]


async def test_opening_the_messages_with_the_app_is_told(listening: Pair) -> None:
    desk, _ = listening
    channel = (await desk.act("open_dm", **{"with": "U0HERALD"}))["channel"]
    (event,) = await heard(listening, 1)
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "messages", channel)
