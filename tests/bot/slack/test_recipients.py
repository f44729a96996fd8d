"""The people of a local Slack, as rows of a list may mean them."""

import pytest

from bot.errors import PostRefused
from bot.slack import recipients
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.recipients import SlackDirectory, read_person
from bot.slack.workspaces import OneWorkspace, Workspaces
from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import open_desk

TEAM = "T0PLAY"


async def test_people_are_found_one_by_one_and_all_together() -> None:
    async with open_desk(Settings(crowd=3)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/")
        directory = SlackDirectory(SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients))))

        bob = await directory.person(TEAM, "U0BOB")
        people, cursor = await directory.page(TEAM, None)

        assert bob is not None
        assert (bob.handle, bob.full_name, bob.first_name, bob.last_name) == ("bob", "Bob Brooks", "Bob", "Brooks")
        assert await directory.person(TEAM, "U0NOBODY") is None
        assert await directory.title(TEAM, "U0NOBODY") == ""
        assert await directory.title(TEAM, "U0BOB") == ""
        assert cursor is None
        marks = {person.user_id: (person.is_bot, person.is_gone, person.is_stranger) for person in people}
    assert marks["U0C002"] == (False, False, False)
    assert marks["U0HERALD"] == (True, False, False)
    assert marks["U0OLGA"] == (False, True, False)
    assert marks["U0CAROL"] == (False, False, True)


async def test_a_large_workspace_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipients, "PAGE_SIZE", 4)
    async with open_desk(Settings(crowd=3)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/")
        directory = SlackDirectory(SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients))))

        first, cursor = await directory.page(TEAM, None)
        second, _ = await directory.page(TEAM, cursor)

    assert len(first) == 4
    assert cursor is not None
    assert {person.user_id for person in first}.isdisjoint(person.user_id for person in second)


async def test_profiles_are_not_read_without_the_scope_for_them() -> None:
    scopes = tuple(scope for scope in DEFAULT_SCOPES if scope != "users.profile:read")
    async with open_desk(Settings(scopes=scopes)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/")
        directory = SlackDirectory(SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients))))

        with pytest.raises(PostRefused, match="missing_scope"):
            await directory.title(TEAM, "U0BOB")


@pytest.mark.parametrize(
    ("user", "stranger"),
    [
        ({"id": "U1"}, False),
        ({"id": "U1", "team_id": "T0PLAY"}, False),
        ({"id": "U1", "team_id": "T0OTHER"}, True),
        ({"id": "U1", "team_id": "T0OTHER", "enterprise_user": {"teams": ["T0OTHER", TEAM]}}, False),
        ({"id": "U1", "team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0", "teams": ["T0OTHER"]}}, True),
        ({"id": "U1", "team_id": "T0PLAY", "is_stranger": True}, True),
    ],
)
def test_a_stranger_is_of_another_organisation(user: dict[str, object], stranger: bool) -> None:
    person = read_person(user, TEAM)

    assert person is not None
    assert person.is_stranger is stranger


def test_what_has_no_id_is_nobody() -> None:
    assert read_person({"profile": None}, TEAM) is None


def test_slackbot_is_no_person() -> None:
    person = read_person({"id": "USLACKBOT", "name": "slackbot", "is_bot": False}, TEAM)

    assert person is not None
    assert person.is_bot
