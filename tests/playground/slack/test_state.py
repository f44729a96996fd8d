"""What the page sees: the state, its changes, a fresh start."""

import json
import time

from aiohttp import ClientResponse

from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk


async def revision(stream: ClientResponse) -> int:
    """The next revision that a stream tells."""
    line = await stream.content.readline()
    assert await stream.content.readline() == b"\n"
    number: int = json.loads(line.removeprefix(b"data: "))["revision"]
    return number


async def test_a_person_sees_only_their_conversations(desk: Desk) -> None:
    channel = (await desk.client().conversations_open(users="U0BOB"))["channel"]["id"]
    await desk.client().chat_postMessage(channel=channel, text="For Bob")
    assert channel in (await desk.state("U0BOB"))["messages"]
    assert channel not in (await desk.state("U0ALICE"))["messages"]


async def test_the_stream_tells_each_change(desk: Desk) -> None:
    async with desk.http.get(f"{desk.url}/_control/stream") as stream:
        first = await revision(stream)
        await desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello")
        second = await revision(stream)
        assert second > first
        assert (await desk.state())["revision"] >= second


async def test_a_fresh_start_forgets_everything(desk: Desk) -> None:
    before = (await desk.state())["revision"]
    await desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello")
    file_id = await desk.upload(b"abc")
    await desk.advance(500)
    await desk.fault("auth.test", "error")
    await desk.reset()
    state = await desk.state()
    assert state["messages"]["C0LAUNCH"] == state["calls"] == state["files"] == []
    assert state["revision"] > before
    assert (await desk.client().auth_test())["ok"]
    async with desk.http.post(f"{desk.url}/upload/{file_id}", data=b"abc") as answer:
        assert answer.status == 404


async def test_a_fresh_start_has_as_many_people_as_the_first() -> None:
    async with open_desk(Settings(crowd=3)) as desk:
        first = (await desk.state())["users"]
        await desk.reset()
        assert (await desk.state())["users"] == first
        assert "U0C003" in str(first)


async def test_the_page_is_served_at_the_root_and_at_permalinks(desk: Desk) -> None:
    for path in ("/", "/archives/C0LAUNCH/p1795337070000200"):
        async with desk.http.get(desk.url + path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")


async def test_what_the_app_does_in_a_private_channel_is_shown_to_its_members_only(desk: Desk) -> None:
    client, soon = desk.client(), int(time.time()) + 600
    await desk.act("command", channel="G0SECRET", text="/invite @Herald")
    root = (await client.chat_postMessage(channel="G0SECRET", text="Psst"))["ts"]
    await client.assistant_threads_setStatus(channel_id="G0SECRET", thread_ts=root, status="is whispering")
    await client.chat_scheduleMessage(channel="G0SECRET", text="Later", post_at=soon)
    shown = {user: await desk.state(user) for user in ("U0ALICE", "U0GUS")}
    assert (shown["U0ALICE"]["status"], shown["U0ALICE"]["scheduled"][0]["text"]) == (
        {"G0SECRET": {root: "is whispering"}},
        "Later",
    )
    assert (shown["U0GUS"]["status"], shown["U0GUS"]["scheduled"]) == ({}, [])
