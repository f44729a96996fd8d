"""The studio as one application: its parts put together, and started and stopped with it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from playground.dials import Clock, FaultDial, answer_with_fault, dial_routes
from playground.studio.service import api, schema
from playground.studio.service.engine import engine_for
from playground.studio.service.errors import ApiError, Refused, http_status
from playground.studio.service.page import page_routes
from playground.studio.service.rendering import RenderQueue
from playground.studio.service.settings import Settings
from playground.studio.service.state import state_routes
from playground.studio.service.store import Store
from playground.studio.service.videos import Videos

logger = logging.getLogger(__name__)

_BODY_LIMIT_BYTES: Final = 32 * 2**20
_CODES: Final = {404: "notFound", 405: "methodNotAllowed", 413: "requestTooLarge"}


def build_app(settings: Settings) -> web.Application:
    """The studio, ready to be served; its database is opened when it starts."""
    folder = settings.data_dir / "videos"
    folder.mkdir(parents=True, exist_ok=True)
    clock, faults = Clock(), FaultDial()
    store = Store(settings.data_dir / "studio.sqlite3")
    queue = RenderQueue(store, engine_for(settings), videos=folder, clock=clock, faults=faults)
    videos = Videos(store, folder, clock=clock)
    tasks = api.Api(store, queue, clock=clock, api_key=settings.api_key)

    async def reset() -> None:
        await queue.stop()
        store.clear()
        videos.remove_all()
        tasks.counts = api.Counts()
        queue.start()

    app = web.Application(middlewares=[_errors_as_json], client_max_size=_BODY_LIMIT_BYTES)
    app.add_routes(tasks.routes(faults))
    app.add_routes(videos.routes(faults))
    app.add_routes(_schema_routes(faults))
    app.add_routes(state_routes(tasks, store, queue, clock=clock))
    app.add_routes(dial_routes(clock, faults, reset))
    app.add_routes(page_routes())
    app.cleanup_ctx.append(lambda _: _work(store, queue, videos))
    return app


async def _work(store: Store, queue: RenderQueue, videos: Videos) -> AsyncIterator[None]:
    """Render and tidy up while the application runs."""
    store.open()
    queue.start()
    sweeping = asyncio.create_task(videos.sweep())
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await queue.stop()
        store.close()


def _schema_routes(faults: FaultDial) -> list[web.RouteDef]:
    async def document(request: web.Request) -> web.StreamResponse:
        async def answer() -> web.Response:
            return web.json_response(schema.schema_document(f"{request.url.origin()}{api.PATH}"))

        return await answer_with_fault(request, faults.take("schema"), answer, refuse=_refusal)

    return [web.get(schema.PATH, document)]


def _refusal(code: str) -> web.Response:
    return _error_response(ApiError(code, "The studio was told to refuse this."))


@web.middleware
async def _errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure in the service's own shape, whatever raised it."""
    try:
        return await handler(request)
    except Refused as refusal:
        return _error_response(refusal.error, task_type=refusal.task_type)
    except web.HTTPException as error:
        code = _CODES.get(error.status, "invalidRequest")
        return _error_response(ApiError(code, error.text or error.reason), status=error.status)
    except Exception:
        logger.exception("%s %s broke", request.method, request.path)
        return _error_response(ApiError("internalServerError", "The studio made a mistake; its log says more."))


def _error_response(error: ApiError, *, task_type: str | None = None, status: int | None = None) -> web.Response:
    text = json.dumps({"errors": [error.as_json(task_type=task_type)]})
    status = http_status(error.code) if status is None else status
    return web.Response(text=text, status=status, content_type="application/json")
