"""A batch's message and report in a local Slack."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.errors import PostUncertain, SlackBusy
from bot.posting.batch import Batch, BatchState, RowState
from bot.slack.batches import SlackBatchThread
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.upload import UploadHost
from bot.slack.workspaces import OneWorkspace, Workspaces
from playground.slack.settings import Settings
from tests.bot.posting.batches import a_batch, a_row
from tests.bot.slack.conftest import Watch, no_pause
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk

ALICE = "U0ALICE"


@dataclass(frozen=True)
class Sender:
    """The adapter under test, and the Slack that it talks to."""

    desk: Desk
    watch: Watch
    thread: SlackBatchThread

    async def handed_in(self) -> Batch:
        """A batch whose conversation is open and whose message is not posted yet."""
        fresh = a_batch(
            team_id="T0PLAY",
            user_id=ALICE,
            channel_id=None,
            message_ts=None,
            intent_at=self.watch(),
            asked_at=self.watch(),
        )
        return fresh.model_copy(update={"channel_id": await self.thread.open(fresh)})

    async def posted(self) -> Batch:
        """A batch with its message."""
        batch = await self.handed_in()
        return batch.model_copy(update={"message_ts": await self.thread.post(batch)})


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    """A sender, and a local Slack."""
    async with open_desk(Settings(scopes=(*ALL_SCOPES, "im:history"))) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/", no_pause)
        calls = SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients)))
        watch = Watch()
        yield Sender(desk, watch, SlackBatchThread(calls, UploadHost(session, [desk.url]), now=watch))


async def test_the_message_stands_in_the_senders_dm_and_is_edited_in_place(sender: Sender) -> None:
    batch = await sender.posted()
    over = batch.model_copy(update={"state": BatchState.FINISHED, "rows": (a_row(2, state=RowState.SENT),)})

    await sender.thread.show(over)

    (message,) = (await sender.desk.state())["messages"][batch.channel_id]
    assert message["text"].startswith("Personal clips: all sent")
    assert message["ts"] == batch.message_ts


async def test_a_message_that_has_no_place_yet_is_not_edited(sender: Sender) -> None:
    await sender.thread.show(await sender.handed_in())

    assert await sender.desk.calls("chat.update") == []


async def test_a_message_whose_answer_was_lost_is_found(sender: Sender) -> None:
    batch = await sender.handed_in()
    await sender.desk.fault("chat.postMessage", "cut_after")
    with pytest.raises(PostUncertain):
        await sender.thread.post(batch)

    found = await sender.thread.find(batch)

    (message,) = (await sender.desk.state())["messages"][batch.channel_id]
    assert found == message["ts"]


async def test_the_report_stands_under_the_message(sender: Sender) -> None:
    batch = await sender.posted()
    batch = batch.model_copy(
        update={"report_file_id": await sender.thread.keep_report(batch), "report_intent_at": sender.watch()}
    )
    assert not await sender.thread.is_reported(batch)

    await sender.thread.share_report(batch)

    assert await sender.thread.is_reported(batch)
    _, reply = (await sender.desk.state())["messages"][batch.channel_id]
    assert reply["thread_ts"] == batch.message_ts
    assert [file["name"] for file in reply["files"]] == ["personal-clips.csv"]
    assert "Person2" not in json.dumps(reply)


async def test_a_report_may_be_on_its_way_for_a_while(sender: Sender) -> None:
    batch = await sender.posted()
    file_id = await sender.thread.keep_report(batch)
    batch = batch.model_copy(update={"report_file_id": file_id, "report_intent_at": sender.watch()})
    await sender.desk.client().files_completeUploadExternal(files=[{"id": file_id, "title": "people"}])

    with pytest.raises(SlackBusy):
        await sender.thread.is_reported(batch)

    sender.watch.added = timedelta(minutes=2)
    assert not await sender.thread.is_reported(batch)


async def test_a_report_that_was_never_shared_is_known_not_to_be(sender: Sender) -> None:
    batch = await sender.posted()
    kept = {"report_file_id": await sender.thread.keep_report(batch), "report_intent_at": sender.watch()}
    sender.watch.added = timedelta(minutes=2)

    assert not await sender.thread.is_reported(batch.model_copy(update=kept))
