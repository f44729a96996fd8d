"""`accountManagement`: the organisation, its balance, and what it used."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from typing import Any, Final

from playground.dials import Clock
from playground.studio.service.account import CURRENCY, Account
from playground.studio.service.envelope import Answer, Body, Call
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.fields import MODEL
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result

ORGANISATION: Final = {
    "organizationName": "Local preview studio",
    "organizationUUID": "5f0d1c1e-6b0b-4a51-9a7e-2a6f0c9f4b11",
}
_DAYS: Final = 30
_DAY_SECONDS: Final = 86_400
_WRONG_ORDER: Final = ApiError("invalidDates", "'startDate' must not be after 'endDate'.", ("startDate", "endDate"))

Ended = list[tuple[Result, float]]


class AccountManagement:
    """Answers about the one account that there is."""

    def __init__(self, store: Store, account: Account, *, clock: Clock) -> None:
        self._store = store
        self._account = account
        self._clock = clock

    async def answer(self, task: Body, call: Call, answer: Answer) -> None:
        """Tell the details, or the usage between two days (30 of them when not given), both included."""
        operation = task["operation"]
        if operation == "getDetails":
            answer.accept(task, operation=operation, **self._details())
            return
        first, last = self._days(task)
        ended = list(self._store.finished_between(_start(first), _start(last) + _DAY_SECONDS))
        usage = {"getUsageActivity": _activity, "getUsagePerformance": _performance, "getUsageErrors": _errors}
        days = {"startDate": first.isoformat(), "endDate": last.isoformat()}
        answer.accept(task, operation=operation, **days, usage=usage[operation](ended))

    def _details(self) -> dict[str, Any]:
        totals = self._store.totals()
        usage = {"totalRequests": totals["tasks"], "totalCost": self._store.spent_cents / 100, "currency": CURRENCY}
        return {
            **ORGANISATION,
            "balance": self._account.balance(),
            "team": [{"name": "You", "role": "owner"}],
            "apiKeys": [{"name": "The key that the studio was started with", "enabled": True}],
            "usage": usage,
        }

    def _days(self, task: Body) -> tuple[date, date]:
        today = datetime.fromtimestamp(self._clock.now(), UTC).date()
        last = date.fromisoformat(task["endDate"]) if "endDate" in task else today
        first = date.fromisoformat(task["startDate"]) if "startDate" in task else _days_before(last, _DAYS - 1)
        if first > last:
            raise Refused(_WRONG_ORDER)
        return first, last


def _days_before(day: date, days: int) -> date:
    """So many days earlier; the calendar begins in the year 1."""
    return date.fromordinal(max(day.toordinal() - days, date.min.toordinal()))


def _start(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _day_of(result: Result) -> str:
    return datetime.fromtimestamp(result.finished_at or 0.0, UTC).date().isoformat()


def _activity(ended: Ended) -> dict[str, Any]:
    by_day: dict[str, list[Result]] = defaultdict(list)
    for result, _ in ended:
        by_day[_day_of(result)].append(result)
    rows = [{"date": day, "model": MODEL, "results": len(some), "cost": _cost(some)} for day, some in by_day.items()]
    return {"totalResults": len(ended), "totalCost": _cost([result for result, _ in ended]), "rows": rows}


def _performance(ended: Ended) -> dict[str, Any]:
    waits = [result.finished_at - sent for result, sent in ended if result.finished_at and result.state == "success"]
    mean, longest = (round(sum(waits) / len(waits), 3), round(max(waits), 3)) if waits else (None, None)
    return {"model": MODEL, "results": len(waits), "meanSeconds": mean, "longestSeconds": longest}


def _errors(ended: Ended) -> dict[str, Any]:
    codes = Counter(result.error_code for result, _ in ended if result.state == "error")
    return {"totalErrors": codes.total(), "rows": [{"code": code, "count": count} for code, count in codes.items()]}


def _cost(results: list[Result]) -> float:
    return sum(result.cost_cents or 0 for result in results) / 100
