"""What doctor makes of what it sees: each problem has its mend."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.operator.checks import clock, redis
from bot.operator.checks.address import check_address
from bot.operator.checks.runware import check_account, judge_balance, judge_copy
from bot.operator.checks.slack import judge_scopes
from bot.operator.findings import Finding
from bot.runware.catalogue import KeptCatalogue, built_in_catalogue
from bot.settings import Settings
from bot.slack.scopes import NEEDED, OPTIONAL
from tests.bot.rendering.fakes import NOON

GOOD_SERVER = {"redis_version": "7.2.4", "maxmemory_policy": "noeviction", "aof_enabled": 1}


def looked_at(skew: timedelta = timedelta(0), **changes: Any) -> list[Finding]:
    """What is found of a good Redis but for `changes`."""
    server = GOOD_SERVER | changes
    return [*redis.judge(server, there=NOON + skew, here=NOON), *redis.judge_appending(server)]


def test_nothing_is_wrong_with_a_good_redis() -> None:
    assert looked_at() == []


@pytest.mark.parametrize(("code", "mend"), [("invalidApiKey", "a new key"), ("unsupportedTaskType", "RUNWARE_API_URL")])
async def test_only_a_refused_key_is_blamed_on_the_key(code: str, mend: str) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"errors": [{"code": code, "message": "No."}]})

    settings = Settings(runware_api_key=SecretStr("key"), runware_api_url="https://api.runware.example/v1")
    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as http:
        (finding,) = await check_account(settings, http)

    assert mend in (finding.mend or "")


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"redis_version": "6.0.16"}, "6.2 or newer"),
        ({"maxmemory_policy": "allkeys-lru"}, "maxmemory-policy noeviction"),
        ({"aof_enabled": 0}, "appendonly yes"),
        ({"aof_last_write_status": "err"}, "the disk"),
        ({"redis_mode": "cluster"}, "without cluster mode"),
        ({"maxmemory": 100, "used_memory": 91}, "more memory"),
        ({"skew": timedelta(minutes=-2)}, "NTP"),
    ],
)
def test_what_is_wrong_with_redis_has_its_mend(changes: dict[str, Any], mend: str) -> None:
    (finding,) = looked_at(**changes)

    assert finding.mend is not None
    assert mend in finding.mend


def test_scopes_that_are_needed_and_those_that_are_not() -> None:
    (whole,) = judge_scopes([*NEEDED, *OPTIONAL], "herald")
    (declined,) = judge_scopes(NEEDED, "herald")
    (missing,) = judge_scopes([scope for scope in NEEDED if scope != "files:write"], "herald")

    assert not whole.is_problem
    assert not declined.is_problem
    assert "done without chat:write.public" in declined.text
    assert missing.is_problem
    assert missing.text.endswith("without files:write")


@pytest.mark.parametrize(("amount", "problem"), [("5.99", True), ("6.00", False)])
def test_a_balance_for_less_than_a_minute_is_a_problem(amount: str, problem: bool) -> None:
    assert judge_balance(Decimal(amount), "USD", Decimal("0.10")).is_problem == problem


@pytest.mark.parametrize(("days", "problem"), [(0, False), (2.9, False), (3.1, True)])
def test_a_catalogue_that_was_not_refreshed_for_days_is_a_problem(days: float, problem: bool) -> None:
    kept = KeptCatalogue(fetched_at=NOON, source="https://x.example", catalogue=built_in_catalogue())

    assert judge_copy(kept, NOON + timedelta(days=days)).is_problem == problem


def test_no_catalogue_is_a_problem() -> None:
    assert judge_copy(None, NOON).mend == "python -m bot catalogue refresh"


@pytest.mark.parametrize(
    ("seconds", "problem", "says"),
    [(0, False, "within 1 s"), (-30, False, "within 30 s"), (31, True, "31 s behind"), (-400, True, "400 s ahead of")],
)
def test_a_clock_that_is_off_is_a_problem(seconds: float, problem: bool, says: str) -> None:
    finding = clock.judge(timedelta(seconds=seconds))

    assert finding.is_problem == problem
    assert says in finding.text


@pytest.mark.parametrize("value", [None, "", "soon", "Mon, 99 Nov 2026 00:00:00 GMT"])
def test_a_date_that_cannot_be_read_is_none(value: str | None) -> None:
    assert clock.read_date(value) is None


def test_a_date_is_read() -> None:
    assert clock.read_date("Sun, 22 Nov 2026 12:00:00 GMT") == NOON


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        (httpx.Response(200, json={"status": "alive"}), False),
        (httpx.Response(200, text="<html>parked</html>"), True),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), True),
        (httpx.Response(502), True),
    ],
)
async def test_a_public_address_that_is_not_heralds_is_a_problem(response: httpx.Response, problem: bool) -> None:
    settings = Settings(public_url="https://herald.example.com")
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as http:
        (finding,) = await check_address(settings, http)

    assert finding.is_problem == problem


def test_a_finding_is_one_line() -> None:
    assert Finding("Slack", "two\nlines", "mend it").line() == "problem  Slack      two lines - mend: mend it"
