"""Runware: whether the key is good, what the account holds, and what its schema document lists."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import httpx

from bot.errors import RunwareError, SettingsInvalid, StoreUnavailable, TaskRefused
from bot.operator.changes import age, count_of, date_of
from bot.operator.findings import Finding
from bot.operator.running import opened_redis
from bot.runware.catalogue import KeptCatalogue
from bot.runware.client import RunwareClient
from bot.runware.codes import Category, category_of
from bot.runware.document import fetch_catalogue
from bot.runware.restocking import read_copy
from bot.settings import Settings
from bot.store.catalogue import CatalogueCopy

OLDEST_CATALOGUE: Final = timedelta(days=3)
"""It is fetched daily; this old it has failed to be for days."""
_SUBJECT: Final = "Runware"
_KEY_MEND: Final = "make a new key on Runware's page of API keys and put it into RUNWARE_API_KEY"


async def check_account(settings: Settings, http: httpx.AsyncClient) -> list[Finding]:
    """The key, and the account's balance by `accountManagement`."""
    if settings.runware_api_key is None:
        return []
    try:
        client = RunwareClient(http, api_key=settings.runware_api_key, api_url=settings.runware_api_url)
        balance = await client.balance()
    except SettingsInvalid as error:
        return [Finding(_SUBJECT, problem, _KEY_MEND) for problem in error.problems]
    except TaskRefused as error:
        if category_of(error.code) is Category.AUTH:
            return [Finding(_SUBJECT, f"it refuses the key ({error})", _KEY_MEND)]
        return [
            Finding(_SUBJECT, f"it does not tell the balance ({error})", "see what it says; is RUNWARE_API_URL right?")
        ]
    except RunwareError as error:
        return [Finding(_SUBJECT, str(error), "see to the network, or to RUNWARE_API_URL")]
    return [judge_balance(balance.amount, balance.currency, settings.herald_price_per_second_usd)]


def judge_balance(amount: Decimal, currency: str, price_per_second: Decimal) -> Finding:
    """What the balance is enough for."""
    left = f"{amount:,.2f} {currency} left"
    if amount < price_per_second * 60:
        return Finding(_SUBJECT, f"{left}, which is less than a minute of video costs", "top the account up at Runware")
    return Finding(_SUBJECT, f"the key is good; {left}, about {amount / price_per_second / 60:,.0f} minutes of video")


async def check_catalogue(settings: Settings, http: httpx.AsyncClient) -> list[Finding]:
    """The last good copy's age, and whether the schema document can be taken now."""
    try:
        async with opened_redis(settings) as redis:
            kept = read_copy(await CatalogueCopy(redis).load())
    except (SettingsInvalid, StoreUnavailable):
        return []  # Redis has a line of its own
    now = datetime.now(UTC)
    return [judge_copy(kept, now), await _check_document(settings, http, kept, now)]


def judge_copy(kept: KeptCatalogue | None, now: datetime) -> Finding:
    """What the copy's age means."""
    mend = "python -m bot catalogue refresh"
    if kept is None:
        return Finding("catalogue", "there is no copy yet: only a few built-in ids are on offer", mend)
    text = f"{count_of(kept.catalogue)}, {age(now - kept.fetched_at)} ({date_of(kept)})"
    return Finding("catalogue", text, mend if now - kept.fetched_at > OLDEST_CATALOGUE else None)


async def _check_document(
    settings: Settings, http: httpx.AsyncClient, kept: KeptCatalogue | None, now: datetime
) -> Finding:
    try:
        fetched = await fetch_catalogue(http, settings.runware_schema_url, before=kept, now=now)
    except RunwareError as error:
        return Finding(
            "schema", f"{error}; the last good copy stays in use", "see to the network, or to RUNWARE_SCHEMA_URL"
        )
    return Finding("schema", f"the document is good: {count_of(fetched.catalogue)}")
