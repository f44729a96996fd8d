"""`GET /_control/state`: everything the service knows, for tests and for the status page."""

from typing import Any

from aiohttp import web

from playground.dials import Clock
from playground.studio.service.answers import video_url
from playground.studio.service.api import Api
from playground.studio.service.rendering import RenderQueue
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result, StoredTask


def state_routes(api: Api, store: Store, queue: RenderQueue, *, clock: Clock) -> list[web.RouteDef]:
    """The state; `?last=N` leaves out all but the last N tasks, while the counts stay whole."""

    async def state(request: web.Request) -> web.Response:
        last = request.query.get("last", "")
        view = _View(queue.progress, clock.now(), str(request.url.origin()))
        totals = store.totals()
        counts = {
            "tasks_submitted": totals["tasks"],
            "conflicts": api.counts.conflicts,
            "polls": api.counts.polls,
            "requests": api.counts.requests,
            "billed_usd": totals["cost_cents"] / 100,
        }
        return web.json_response(
            {
                "now": view.now,
                "tasks": [view.task(task) for task in store.latest(int(last) if last.isdecimal() else -1)],
                "results": {state: totals[state] for state in ("queued", "rendering", "success", "error")},
                "counts": counts,
            }
        )

    return [web.get("/_control/state", state)]


class _View:
    """Tasks and results as JSON, at one moment."""

    def __init__(self, progress: dict[str, float], now: float, origin: str) -> None:
        self._progress = progress
        self._origin = origin
        self.now = now

    def task(self, stored: StoredTask) -> dict[str, Any]:
        task = stored.task
        return {
            "task_uuid": task.task_uuid,
            "state": stored.state,
            "submitted_at": stored.submitted_at,
            "ttl_seconds": task.ttl_seconds,
            "text": task.text,
            "avatar": task.avatar,
            "voice": task.voice,
            "size": f"{task.width}x{task.height}",
            "results": [self._result(result) for result in stored.results],
        }

    def _result(self, result: Result) -> dict[str, Any]:
        finished = result.expires_at is not None
        error = {"code": result.error_code, "message": result.error_message, "parameter": result.error_parameter}
        return {
            "video_uuid": result.video_uuid,
            "state": result.state,
            "progress": 1.0 if finished else self._progress.get(result.video_uuid, 0.0),
            "url": video_url(result, self._origin) if finished else None,
            "expires_at": result.expires_at,
            "expired": result.expires_at is not None and result.expires_at <= self.now,
            "duration_seconds": result.duration_seconds,
            "cost_usd": None if result.cost_cents is None else result.cost_cents / 100,
            "error": None if result.error_code is None else error,
        }
