"""Which workspace a request is from, and how seldom Slack is asked."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PostRefused, SealBroken, SlackBusy, StoreUnavailable
from bot.installation import Installation
from bot.slack.workspaces import Authorize, InstalledWorkspaces, OneWorkspace, Workspace, Workspaces, name_workspace
from tests.bot.installations import installation
from tests.bot.slack.answering import json, scripted

Json = dict[str, Any]

IDENTITY = {"ok": True, "team_id": "T0PLAY", "user_id": "U0HERALD", "bot_id": "B0HERALD"}


class Book:
    """A token book that is asked by hand, and whose time is."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.time = 0.0
        self.refusal: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def find(self, team_id: str, _enterprise_id: str | None = None, /) -> Workspace | None:
        """The workspace, unless a test said otherwise."""
        self.asked.append(team_id)
        await self.open.wait()
        if self.refusal is not None:
            raise self.refusal
        return Workspace(team_id, "xoxb-1", "B1", "U1") if team_id.startswith("T") else None

    def monotonic(self) -> float:
        """The test's own time."""
        return self.time


async def authorize(workspaces: Workspaces, team_id: str | None) -> AuthorizeResult | None:
    """What Bolt is told of a request from this workspace."""
    return await Authorize(workspaces)(
        context=AsyncBoltContext(), enterprise_id=None, team_id=team_id, user_id="U0ALICE", actor_team_id=team_id
    )


async def test_concurrent_first_requests_make_one_call() -> None:
    async with scripted(json(IDENTITY)) as (clients, slack):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))

        found = await asyncio.gather(*(authorize(workspaces, "T0PLAY") for _ in range(5)))

        assert slack.seen == ["/api/auth.test"]
        assert {result and result.bot_token for result in found} == {"xoxb-1"}


async def test_a_request_from_another_workspace_is_not_authorized() -> None:
    async with scripted(json(IDENTITY)) as (clients, slack):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        await authorize(workspaces, "T0PLAY")

        assert await authorize(workspaces, "T0OTHER") is None
        assert len(slack.seen) == 1


async def test_bolts_client_for_the_request_reaches_a_slack_on_this_machine_directly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    home = AsyncBoltContext({"client": AsyncWebClient(base_url="http://127.0.0.1:1/api/")})
    away = AsyncBoltContext({"client": AsyncWebClient()})

    for context in (home, away):
        await Authorize(Workspaces(Book()))(context=context, enterprise_id=None, team_id="T1", user_id=None)

    assert (home.client.proxy, away.client.proxy) == (None, "http://proxy.example")


async def test_a_request_without_a_workspace_is_not_authorized() -> None:
    assert await authorize(Workspaces(Book()), None) is None


async def test_a_revoked_token_authorizes_nobody() -> None:
    async with scripted(json({"ok": False, "error": "token_revoked"})) as (clients, _):
        assert await authorize(Workspaces(OneWorkspace("xoxb-1", clients)), "T0PLAY") is None


async def test_a_workspace_is_asked_about_again_after_its_time() -> None:
    book = Book()
    workspaces = Workspaces(book, ttl=timedelta(minutes=1), monotonic=book.monotonic)
    await workspaces.find("T1")
    book.time = 59
    await workspaces.find("T1")
    assert len(book.asked) == 1

    book.time = 60
    await workspaces.find("T1")

    assert len(book.asked) == 2


async def test_what_was_known_still_counts_while_slack_is_away() -> None:
    book = Book()
    workspaces = Workspaces(book, ttl=timedelta(minutes=1), monotonic=book.monotonic)
    await workspaces.find("T1")
    book.time, book.refusal = 100, SlackBusy("auth.test", retry_after=timedelta(seconds=2))

    assert await workspaces.find("T1") is not None
    with pytest.raises(SlackBusy):
        await workspaces.find("T2")


async def test_a_purged_workspace_is_asked_about_again() -> None:
    book = Book()
    workspaces = Workspaces(book)
    await workspaces.find("T1")
    book.refusal = PostRefused("auth.test", "token_revoked")
    workspaces.purge("T1")

    with pytest.raises(PostRefused):
        await workspaces.find("T1")


async def test_an_answer_that_was_under_way_when_its_workspace_was_purged_is_not_kept() -> None:
    book = Book()
    book.open.clear()
    workspaces = Workspaces(book)
    asking = asyncio.create_task(workspaces.find("T1"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    workspaces.purge("T1")
    book.open.set()
    await asking

    await workspaces.find("T1")

    assert book.asked == ["T1", "T1"]


async def test_one_who_stops_waiting_does_not_stop_the_others() -> None:
    book = Book()
    book.open.clear()
    workspaces = Workspaces(book)
    first, second = asyncio.create_task(workspaces.find("T1")), asyncio.create_task(workspaces.find("T1"))
    await asyncio.sleep(0)
    first.cancel()
    book.open.set()

    assert await second is not None
    assert book.asked == ["T1"]


async def test_a_workspace_known_from_the_start_is_not_asked_about() -> None:
    book = Book()
    workspaces = Workspaces(book)
    workspaces.remember(Workspace("T1", "xoxb-1", "B1", "U1"))

    assert await workspaces.find("T1") is not None
    assert book.asked == []


async def test_the_oldest_workspace_is_forgotten_when_there_are_too_many() -> None:
    book = Book()
    workspaces = Workspaces(book, size=2)
    for team_id in ("T1", "T2", "T3", "T3", "T2", "T1"):
        await workspaces.find(team_id)

    assert book.asked == ["T1", "T2", "T3", "T1"]


def test_a_workspace_does_not_show_its_token() -> None:
    assert "xoxb-1" not in repr(Workspace("T1", "xoxb-1", "B1", "U1"))


async def installed(team_id: str, enterprise_id: str | None) -> Installation | None:
    """Installations in a workspace and in an organisation."""
    if team_id == "T1":
        return installation("T1", token="xoxb-own", url="https://one.slack.com/")
    return installation("E1", token="xoxb-grid", org_wide=True, enterprise_id="E1") if enterprise_id == "E1" else None


async def as_it_is(found: Installation) -> Installation | None:
    """A token that needs no renewal."""
    return found


async def test_an_installation_is_a_workspace() -> None:
    found = await InstalledWorkspaces(installed, as_it_is).find("T1")

    assert found == Workspace("T1", "xoxb-own", "B1", "U1", None, "https://one.slack.com/")


async def test_an_organisations_installation_is_each_of_its_workspaces() -> None:
    found = await InstalledWorkspaces(installed, as_it_is).find("T2", "E1")

    assert found == Workspace("T2", "xoxb-grid", "B1", "U1", "E1", None, org_wide=True)


async def test_where_nothing_is_installed_nobody_is_authorized() -> None:
    workspaces = Workspaces(InstalledWorkspaces(installed, as_it_is))

    assert await authorize(workspaces, "T9") is None


async def test_an_installation_that_ended_while_its_token_was_renewed_is_none() -> None:
    async def ended(_found: Installation) -> Installation | None:
        return None

    assert await InstalledWorkspaces(installed, ended).find("T1") is None


async def test_a_workspace_whose_seal_is_broken_is_not_authorized() -> None:
    book = Book()
    book.refusal = SealBroken("T1")

    assert await authorize(Workspaces(book), "T1") is None


async def test_what_was_known_still_counts_while_redis_is_away() -> None:
    book = Book()
    workspaces = Workspaces(book, ttl=timedelta(minutes=1), monotonic=book.monotonic)
    await workspaces.find("T1")
    book.time, book.refusal = 100, StoreUnavailable("Redis: ConnectionError")

    assert await workspaces.find("T1") is not None


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"team": None}, {"team": {"id": "T1"}}),
        ({"team": {"id": "T2"}}, {"team": {"id": "T2"}}),
        ({"team_id": "T2"}, {"team_id": "T2"}),
    ],
)
async def test_an_interaction_without_its_workspace_is_given_it(body: Json, named: Json) -> None:
    async def go_on() -> BoltResponse:
        return BoltResponse(status=200)

    await name_workspace(body, AsyncBoltContext({"team_id": "T1"}), go_on)

    assert body == named
