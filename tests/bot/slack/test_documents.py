"""A document reaches one person in a local Slack, or says how far it came."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.clients import RETRIES, SlackClients, open_session
from bot.slack.documents import Document, SlackDocuments
from bot.slack.upload import UploadHost
from bot.slack.workspaces import OneWorkspace, Workspaces
from playground.slack.settings import Settings
from tests.bot.slack.conftest import no_pause
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk

TABLE = Document("spending.csv", b"who,what\n", "Spending", "Here is who spent what.")


@dataclass(frozen=True)
class Sender:
    """The adapter under test, and the Slack that it talks to."""

    desk: Desk
    documents: SlackDocuments

    async def send(self) -> None:
        """Send the table to Alice."""
        await self.documents("T0PLAY", "U0ALICE", TABLE)

    async def got(self) -> list[dict[str, Any]]:
        """What Alice has in her DM."""
        state = await self.desk.state()
        return [message for channel, sent in state["messages"].items() if channel.startswith("D") for message in sent]


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    """A sender, and a local Slack."""
    async with open_desk(Settings(scopes=ALL_SCOPES)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/", no_pause)
        calls = SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients)))
        yield Sender(desk, SlackDocuments(calls, UploadHost(session, [desk.url])))


async def test_the_document_stands_in_the_persons_dm(sender: Sender) -> None:
    await sender.send()

    (message,) = await sender.got()
    assert message["text"] == TABLE.comment
    assert [(file["name"], file["title"], file["size"]) for file in message["files"]] == [
        ("spending.csv", "Spending", 9)
    ]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "conversations.open", "files.completeUploadExternal"])
async def test_a_refusal_on_the_way_is_told_and_nothing_was_sent(sender: Sender, method: str) -> None:
    await sender.desk.fault(method, "error", error="restricted_action")

    with pytest.raises(PostRefused) as raised:
        await sender.send()

    assert (raised.value.code, await sender.got()) == ("restricted_action", [])


@pytest.mark.parametrize(
    ("place", "times"),
    [("upload", 1), ("files.getUploadURLExternal", 1 + RETRIES), ("conversations.open", 1 + RETRIES)],
)
async def test_what_is_cut_before_the_end_can_be_sent_anew(sender: Sender, place: str, times: int) -> None:
    await sender.desk.fault(place, "cut_before", times=times)
    with pytest.raises(SlackBusy):
        await sender.send()

    await sender.send()

    assert len(await sender.got()) == 1


async def test_an_end_whose_answer_was_lost_may_have_arrived_and_is_not_sent_again(sender: Sender) -> None:
    await sender.desk.fault("files.completeUploadExternal", "cut_after")

    with pytest.raises(PostUncertain):
        await sender.send()

    assert len(await sender.got()) == 1


async def test_a_second_document_needs_no_second_conversation(sender: Sender) -> None:
    await sender.send()
    await sender.send()

    assert len(await sender.got()) == 2
    assert len(await sender.desk.calls("conversations.open")) == 1
