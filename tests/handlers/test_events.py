"""A workspace that leaves ends Herald's work there; one that only loses people's tokens does not."""

from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest
from slack_bolt.async_app import AsyncApp

from bot.errors import StoreUnavailable
from handlers import events
from handlers.tools import Tools
from tests.handlers.counter import Counter
from tests.handlers.payloads import SECRET, TEAM, command, event

LEFT = f"leave:{TEAM}:0"
"""The step for a workspace whose installation is no record of ours."""


def revoked(*, bots: list[str], people: list[str]) -> dict[str, dict[str, list[str]]]:
    """What the event says of tokens."""
    return {"tokens": {"bot": bots, "oauth": people}}


async def test_an_uninstalled_workspace_is_left(counter: Counter) -> None:
    answer = await counter.whole(event("app_uninstalled"))

    assert answer.status == 200
    assert LEFT in await counter.woken()


async def test_a_workspace_that_left_is_asked_about_anew(counter: Counter) -> None:
    counter.slack.errors["auth.test"] = "account_inactive"

    await counter.whole(event("app_uninstalled"))
    refused = await counter.whole(command("help"))

    assert [method for method, _ in counter.slack.calls if method == "auth.test"] == ["auth.test"]
    assert "`/herald help` shows this" not in refused.body


async def test_a_workspace_whose_bot_token_was_revoked_is_left(counter: Counter) -> None:
    await counter.whole(event("tokens_revoked", **revoked(bots=["U0BOT"], people=[])))

    assert LEFT in await counter.woken()


@pytest.mark.parametrize("tokens", [revoked(bots=[], people=["U0ALICE"]), {}, {"tokens": None}])
async def test_the_end_of_a_persons_token_ends_nothing(counter: Counter, tokens: dict[str, object]) -> None:
    await counter.whole(event("tokens_revoked", **tokens))

    assert [key for key in await counter.woken() if key.startswith("leave:")] == []


async def test_the_same_event_again_wakes_the_same_step(counter: Counter) -> None:
    for _ in range(3):
        await counter.whole(event("app_uninstalled"))

    assert [key for key in await counter.woken() if key.startswith("leave:")] == [LEFT]


async def test_workspaces_that_their_organisation_takes_away_are_left(counter: Counter) -> None:
    await counter.whole(event("team_access_revoked", team_ids=["T0NORTH", "T0SOUTH"]))

    left = {key for key in await counter.woken() if key.startswith("leave:")}
    assert left == {"leave:T0NORTH:0", "leave:T0SOUTH:0"}


class Away:
    """A queue that cannot be reached."""

    async def leave_workspace(self, team_id: str, at: datetime, *, enterprise_id: str | None = None) -> None:
        """Cannot be kept."""
        raise StoreUnavailable("Redis: ConnectionError")

    async def leave_organisation(self, enterprise_id: str, at: datetime) -> None:
        """Cannot be kept either."""
        raise StoreUnavailable("Redis: ConnectionError")


async def test_an_event_that_could_not_be_kept_is_asked_for_again() -> None:
    app = AsyncApp(signing_secret=SECRET, token="xoxb-1", process_before_response=True)
    events.register(app, cast("Tools", SimpleNamespace(leaving=Away())))

    answer = await app.async_dispatch(event("app_uninstalled"))

    assert answer.status == 503


async def test_a_workspace_that_stays_is_not_asked_about(counter: Counter) -> None:
    await counter.whole(command("help"))

    assert counter.slack.sent("auth.test") == []
