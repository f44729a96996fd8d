"""An organisation installs the app in all its workspaces at once, and takes it out of all of them."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk


@pytest.fixture
async def grid() -> AsyncIterator[Desk]:
    """A local Slack with an organisation."""
    async with open_desk(Settings(organisation=True)) as desk:
        yield desk


async def install(grid: Desk) -> AsyncWebClient:
    """Somebody of the organisation installs the app; a client with its token."""
    done = await act(grid, "install", user="U0NORA")
    return AsyncWebClient(token=done["access_token"], base_url=f"{grid.url}/api/", retry_handlers=[])


async def act(grid: Desk, name: str, **fields: str) -> dict[str, str]:
    """What a person does."""
    async with grid.http.post(f"{grid.url}/_control/act", json={"act": name, **fields}) as answer:
        done: dict[str, str] = await answer.json()
    return done


async def test_one_token_is_good_in_each_of_its_workspaces(grid: Desk) -> None:
    client = await install(grid)

    found = [(await client.auth_test(team_id=team_id)).data for team_id in ("T0NORTH", "T0SOUTH")]

    assert [who["team_id"] for who in found if isinstance(who, dict)] == ["T0NORTH", "T0SOUTH"]
    assert {who["enterprise_id"] for who in found if isinstance(who, dict)} == {"E0GRID"}


async def test_the_token_reaches_no_workspace_outside(grid: Desk) -> None:
    client = await install(grid)

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="C0GENERAL", text="Hello", team_id="T0PLAY")


async def test_taken_out_of_one_it_is_taken_out_of_all(grid: Desk) -> None:
    client = await install(grid)
    await act(grid, "uninstall", user="U0SAM")

    for team_id in ("T0NORTH", "T0SOUTH"):
        with pytest.raises(SlackApiError, match="account_inactive"):
            await client.auth_test(team_id=team_id)


async def test_without_an_organisation_there_are_two_workspaces() -> None:
    assert [team.id for team in Settings().teams] == ["T0PLAY", "T0ORBIT"]
