"""The clock: Slack refuses to talk to, and Herald refuses to hear, whoever lives five minutes away."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from bot.operator.findings import Finding
from bot.settings import Settings

LARGEST_SKEW: Final = timedelta(seconds=30)
"""Signed requests are refused from five minutes on: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
_SUBJECT: Final = "clock"


async def check_clock(settings: Settings, http: httpx.AsyncClient) -> list[Finding]:
    """Our clock against Slack's, by the `Date` of an answer."""
    before = datetime.now(UTC)
    try:
        response = await http.get(f"{settings.slack_api_url.rstrip('/')}/api.test")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        mend = "see to the network, or to SLACK_API_URL"
        return [Finding(_SUBJECT, f"Slack cannot be asked for the time ({type(error).__name__})", mend)]
    after = datetime.now(UTC)
    told = read_date(response.headers.get("Date"))
    if told is None:
        return [Finding(_SUBJECT, "Slack's answer has no date to compare with")]
    return [judge(skew_of(told, before + (after - before) / 2))]


def judge(skew: timedelta) -> Finding:
    """What a difference to Slack's clock means."""
    seconds = abs(skew).total_seconds()
    if abs(skew) <= LARGEST_SKEW:
        return Finding(_SUBJECT, f"within {max(seconds, 1):.0f} s of Slack's")
    word = "behind" if skew > timedelta(0) else "ahead of"
    return Finding(_SUBJECT, f"{seconds:.0f} s {word} Slack's; from 300 s on nothing works", "set it by NTP")


def skew_of(there: datetime, here: datetime) -> timedelta:
    """How much later it is there."""
    return there - here


def read_date(value: str | None) -> datetime | None:
    """The time in a `Date` header; None where it cannot be read."""
    try:
        told = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)
