"""Messages that grow while a person reads."""

from typing import Any

import pytest

from tests.playground.slack.desk import Desk
from tests.playground.slack.refusals import code
from tests.playground.slack.samples import section

HERE = "C0LAUNCH"
CHECKED = {"type": "task_update", "id": "check", "title": "Script checked", "status": "complete"}
RENDERING = {"type": "task_update", "id": "render", "title": "Rendering", "status": "in_progress"}


async def started(desk: Desk, **more: Any) -> dict[str, Any]:
    """A stream under a root; where it is."""
    client = desk.client()
    root = (await client.chat_postMessage(channel=HERE, text="Root"))["ts"]
    stream = await client.chat_startStream(
        channel=HERE, thread_ts=root, recipient_user_id="U0ALICE", recipient_team_id="T0PLAY", **more
    )
    return {"channel": stream["channel"], "ts": stream["ts"]}


async def message(desk: Desk) -> dict[str, Any]:
    """The message that grows."""
    found: dict[str, Any] = (await desk.state())["messages"][HERE][-1]
    return found


async def test_text_grows_until_the_stream_is_stopped(desk: Desk) -> None:
    place = await started(desk, markdown_text="One ")
    await desk.client().chat_appendStream(**place, markdown_text="two ")
    growing = await message(desk)
    assert (growing["text"], growing["streaming_state"]) == ("One two ", "in_progress")
    stopped = (await desk.client().chat_stopStream(**place, markdown_text="three", blocks=[section("End")]))["message"]
    assert (stopped["text"], stopped["streaming_state"]) == ("One two three", "completed")
    assert [block["type"] for block in stopped["blocks"]] == ["markdown", "section"]


async def test_a_task_is_told_anew_in_its_place(desk: Desk) -> None:
    place = await started(desk, chunks=[CHECKED, RENDERING])
    await desk.client().chat_appendStream(**place, chunks=[{**RENDERING, "status": "complete"}])
    blocks = (await message(desk))["blocks"]
    assert [(card["task_id"], card["status"]) for card in blocks] == [("check", "complete"), ("render", "complete")]


async def test_a_tasks_details_may_be_written_plainly(desk: Desk) -> None:
    await started(desk, chunks=[{**CHECKED, "details": "All 12 words"}])
    (card,) = (await message(desk))["blocks"]
    assert card["details"]["elements"][0]["elements"] == [{"type": "text", "text": "All 12 words"}]


@pytest.mark.parametrize(
    "wrong", [{"details": 7}, {"status": "asleep"}, {"title": "x" * 257}, {"sources": [{"url": 1}]}]
)
async def test_a_task_that_no_card_can_show_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    place = await started(desk)
    chunks = [{**CHECKED, **wrong}]
    assert await code(desk.client().chat_appendStream(**place, chunks=chunks)) == "invalid_chunks"


async def test_tasks_may_stand_in_a_plan(desk: Desk) -> None:
    place = await started(desk, chunks=[CHECKED], task_display_mode="plan")
    await desk.client().chat_appendStream(**place, chunks=[{"type": "plan_update", "title": "Your video"}, RENDERING])
    (plan,) = (await message(desk))["blocks"]
    assert (plan["type"], plan["title"], len(plan["tasks"])) == ("plan", "Your video", 2)


async def test_a_refused_chunk_leaves_the_message_as_it_was(desk: Desk) -> None:
    place = await started(desk, markdown_text="One")
    before = await message(desk)
    chunks = [{"type": "markdown_text", "text": " two"}, {"type": "hologram"}]
    assert await code(desk.client().chat_appendStream(**place, chunks=chunks)) == "invalid_chunks"
    assert await message(desk) == before


async def test_a_stream_ends_by_itself_after_five_minutes(desk: Desk) -> None:
    place = await started(desk, markdown_text="One")
    await desk.advance(290)
    assert (await desk.client().chat_appendStream(**place, markdown_text=" two"))["ok"]
    await desk.advance(11)
    late = desk.client().chat_appendStream(**place, markdown_text=" three")
    assert await code(late) == "message_not_in_streaming_state"
    assert (await message(desk))["text"] == "One two"


@pytest.mark.parametrize("last", ["chat.appendStream", "chat.stopStream"])
async def test_a_stopped_stream_grows_no_more(desk: Desk, last: str) -> None:
    place = await started(desk)
    await desk.client().chat_stopStream(**place, markdown_text="End")
    more = desk.client().api_call(last, json={**place, "markdown_text": "more"})
    assert await code(more) == "message_not_in_streaming_state"
    assert (await message(desk))["text"] == "End"
