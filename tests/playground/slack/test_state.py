"""What the page sees: the state, its changes, a fresh start."""

import json

from aiohttp import ClientResponse

from tests.playground.slack.desk import Desk


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


async def test_the_page_is_served_at_the_root_and_at_permalinks(desk: Desk) -> None:
    for path in ("/", "/archives/C0LAUNCH/p1795337070000200"):
        async with desk.http.get(desk.url + path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
