"""The person in a picture gets its copy once, in a local Slack, whatever is lost on the way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.media.cleaned import Cleaned
from bot.media.limits import Kind
from bot.policy import Person
from bot.rendering.consent import Consent
from bot.rendering.given import GivenFiles, NoRoom, PersonFile
from bot.rendering.render import Choices, Render
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.consent import SlackConsent
from bot.slack.upload import UploadHost
from bot.slack.workspaces import OneWorkspace, Workspaces
from playground.slack.settings import Settings
from tests.bot.slack.conftest import Watch, no_pause
from tests.bot.slack.samples import make_render
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk

PHOTO = "slack-file:F0PHOTO"


class OnePicture:
    """A file that is there."""

    async def fetch(self, render: Render, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        return PersonFile("me.png", b"a picture")


class Everybody:
    """A workspace of colleagues."""

    async def find(self, team_id: str, user_id: str, /) -> Person:
        return Person(user_id)


async def as_it_is(kind: Kind, content: bytes) -> Cleaned:
    """The file, as if it had been made anew."""
    return Cleaned(content, "image/png", None)


@dataclass(frozen=True)
class Talk:
    """The adapter under test, and the Slack that it talks to."""

    desk: Desk
    watch: Watch
    given: GivenFiles
    consent: SlackConsent

    async def copied(self) -> Render:
        """A render of Alice's whose picture of Bob was copied, and is about to be shared with him."""
        now = self.watch()
        render = make_render(
            choices=Choices(image=PHOTO, voice="v"), requested_at=now, consent=Consent.of("U0BOB", "U0ALICE", now)
        )
        return noted(render, copy_id=await self.consent.copy_picture(render), share_intent_at=now)

    async def got(self) -> list[dict[str, Any]]:
        """What Bob has in his DM."""
        state = await self.desk.state()
        return [message for channel, sent in state["messages"].items() if channel.startswith("D") for message in sent]


def noted(render: Render, **updates: object) -> Render:
    """The render with more said of its consent."""
    assert render.consent is not None
    return render.model_copy(update={"consent": render.consent.model_copy(update=updates)})


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    """A conversation, and a local Slack."""
    async with open_desk(Settings(scopes=ALL_SCOPES)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/", no_pause)
        calls = SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients)))
        watch, given = Watch(), GivenFiles(OnePicture(), as_it_is)
        uploads = UploadHost(session, [desk.url])
        yield Talk(desk, watch, given, SlackConsent(calls, uploads, given, Everybody(), now=watch))


async def test_a_copy_is_seen_by_nobody_until_it_is_shared(talk: Talk) -> None:
    render = await talk.copied()
    assert await talk.got() == []
    assert not await talk.consent.is_shared(render)

    await talk.consent.share_picture(render)

    (message,) = await talk.got()
    assert [(file["name"], file["size"]) for file in message["files"]] == [("picture.png", 9)]
    assert await talk.consent.is_shared(render)


async def test_no_more_pictures_are_held_than_of_all_files(talk: Talk) -> None:
    render = await talk.copied()

    async with talk.given.held(render, "image", PHOTO), talk.given.held(render, "image", PHOTO):
        with pytest.raises(NoRoom):
            await talk.consent.copy_picture(render)


async def test_a_share_whose_answer_was_lost_is_found(talk: Talk) -> None:
    render = await talk.copied()
    await talk.desk.fault("files.completeUploadExternal", "cut_after")
    with pytest.raises(PostUncertain):
        await talk.consent.share_picture(render)

    assert await talk.consent.is_shared(render)
    assert len(await talk.got()) == 1


async def test_a_share_that_was_cut_before_it_took_effect_is_known_not_to_be(talk: Talk) -> None:
    render = await talk.copied()
    await talk.desk.fault("files.completeUploadExternal", "cut_before")
    with pytest.raises(PostUncertain):
        await talk.consent.share_picture(render)

    assert not await talk.consent.is_shared(render)
    await talk.consent.share_picture(render)
    assert len(await talk.got()) == 1


async def test_a_copy_that_stands_nowhere_yet_is_looked_for_again(talk: Talk) -> None:
    render = await talk.copied()
    assert render.consent is not None
    await talk.desk.client().files_completeUploadExternal(files=[{"id": render.consent.copy_id or ""}])

    with pytest.raises(SlackBusy):
        await talk.consent.is_shared(render)
    talk.watch.added = timedelta(minutes=2)
    assert not await talk.consent.is_shared(render)


async def test_a_copy_that_somebody_deleted_is_not_shared_once_more(talk: Talk) -> None:
    render = await talk.copied()
    await talk.consent.share_picture(render)
    await talk.consent.remove_picture(render)

    with pytest.raises(PostRefused) as raised:
        await talk.consent.is_shared(render)

    assert raised.value.code == "file_deleted"
    await talk.consent.remove_picture(render)
