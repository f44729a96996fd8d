"""A workspace that leaves is forgotten."""

import pytest

from tests.handlers.counter import Counter
from tests.handlers.payloads import command, event


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_left_is_asked_about_anew(counter: Counter, name: str) -> None:
    counter.slack.errors["auth.test"] = "account_inactive"

    answer = await counter.whole(event(name))
    refused = await counter.whole(command("help"))

    assert answer.status == 200
    assert [method for method, _ in counter.slack.calls if method == "auth.test"] == ["auth.test"]
    assert "`/herald help` shows this" not in refused.body


async def test_a_workspace_that_stays_is_not_asked_about(counter: Counter) -> None:
    await counter.whole(command("help"))

    assert counter.slack.sent("auth.test") == []
