"""`GET /_control/state`: everything the service knows, for tests and for the status page."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.dials import Clock
from playground.studio.service.account import Account
from playground.studio.service.answers import video_url
from playground.studio.service.delivery.outbox import shown_address
from playground.studio.service.delivery.table import Delivery, DeliveryTable
from playground.studio.service.media.library import Library
from playground.studio.service.rendering import RenderQueue
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result, StoredTask


@dataclass(frozen=True)
class Known:
    """Whatever the state is read from."""

    store: Store
    queue: RenderQueue
    account: Account
    library: Library
    deliveries: DeliveryTable
    clock: Clock


@dataclass(frozen=True)
class Counted:
    """What was asked since the start: `requests` to the API, and in them `polls` and `conflicts`, a task each."""

    requests: int
    polls: int
    conflicts: int


def state_as_json(known: Known, counted: Counted, request: web.Request) -> dict[str, Any]:
    """The state; `?last=N` leaves out all but the last N tasks, while the counts stay whole."""
    last = request.query.get("last", "")
    view = _View(known, str(request.url.origin()))
    totals = known.store.totals()
    counts = {
        "tasks_submitted": totals["tasks"],
        "conflicts": counted.conflicts,
        "polls": counted.polls,
        "requests": counted.requests,
        "billed_usd": known.store.spent_cents / 100,
    }
    return {
        "now": view.now,
        "tasks": [view.task(task) for task in known.store.latest(int(last) if last.isdecimal() else -1)],
        "results": {state: totals[state] for state in ("queued", "rendering", "success", "error")},
        "counts": counts,
        "balance": known.account.balance(),
        "media": known.library.totals(),
        "videos": {"bytes": known.store.kept_bytes},
        "deliveries": known.deliveries.totals(),
    }


class _View:
    """Tasks and results as JSON, at one moment."""

    def __init__(self, known: Known, origin: str) -> None:
        self._known = known
        self._origin = origin
        self.now = known.clock.now()

    def task(self, stored: StoredTask) -> dict[str, Any]:
        task = stored.task
        size = f"{task.width}x{task.height}" if task.resolution is None else task.resolution
        return {
            "task_uuid": task.task_uuid,
            "state": stored.state,
            "submitted_at": stored.submitted_at,
            "ttl_seconds": task.ttl_seconds,
            "text": task.text or "",
            "avatar": task.avatar,
            "voice": task.voice,
            "size": size,
            "results": [self._result(result) for result in stored.results],
        }

    def _result(self, result: Result) -> dict[str, Any]:
        finished = result.expires_at is not None
        error = {"code": result.error_code, "message": result.error_message, "parameter": result.error_parameter}
        return {
            "video_uuid": result.video_uuid,
            "state": result.state,
            "progress": 1.0 if finished else self._known.queue.progress.get(result.video_uuid, 0.0),
            "url": video_url(result, self._origin) if finished else None,
            "expires_at": result.expires_at,
            "expired": result.expires_at is not None and result.expires_at <= self.now,
            "duration_seconds": result.duration_seconds,
            "cost_usd": None if result.cost_cents is None else result.cost_cents / 100,
            "error": None if result.error_code is None else error,
            "deliveries": [_delivery(delivery) for delivery in self._known.deliveries.of(result.video_uuid)],
        }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    """How a delivery stands, and to which host; the rest of its address may be a secret."""
    return {
        "kind": delivery.kind,
        "to": shown_address(delivery.url),
        "fate": delivery.fate,
        "attempts": delivery.attempts,
        "last": delivery.last,
    }
