"""The studio as one application: its parts put together, and started and stopped with it."""

import asyncio
import itertools
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from playground.dials import dial_routes
from playground.studio.service import api, schema
from playground.studio.service.envelope import json_answer
from playground.studio.service.errors import ApiError, Refused, http_status
from playground.studio.service.faults import Wanted, answer_faulty, complaint
from playground.studio.service.page import page_routes
from playground.studio.service.parts import Parts, assemble
from playground.studio.service.settings import Settings
from playground.studio.service.state import Counted, state_as_json

logger = logging.getLogger(__name__)

_BODY_LIMIT_BYTES: Final = 32 * 2**20
_SWEEP_SECONDS: Final = 1.0
_THOROUGH_EVERY: Final = 60  # sweeps
_CODES: Final = {404: "notFound", 405: "methodNotAllowed", 413: "requestTooLarge"}
_WORDS: Final = {
    404: f"There is nothing at this address: tasks are sent by POST to {api.PATH}.",
    405: f"This address does not take that method: tasks are sent by POST to {api.PATH}.",
    413: f"The body is larger than {_BODY_LIMIT_BYTES // 2**20} MiB.",
}
_UNREADABLE: Final = ApiError(
    "invalidRequest", "The body was cut off, or is not in the encoding that its headers name."
)


def build_app(settings: Settings) -> web.Application:
    """The studio, ready to be served; its database is opened when it starts."""
    parts = assemble(settings)
    service = api.Api(parts.handlers, api_key=settings.api_key)

    async def state(request: web.Request) -> web.Response:
        counted = Counted(service.requests, parts.handlers.polls.polls, parts.video_inference.conflicts)
        return web.json_response(state_as_json(parts.known, counted, request))

    async def reset() -> None:
        await parts.stop()
        parts.forget()
        service.requests = parts.handlers.polls.polls = parts.video_inference.conflicts = 0
        await parts.start()

    app = web.Application(middlewares=[_errors_as_json], client_max_size=_BODY_LIMIT_BYTES)
    app.add_routes(service.routes(parts.faults))
    app.add_routes(parts.videos.routes(parts.faults))
    app.add_routes(parts.library.routes())
    app.add_routes(parts.previews.routes())
    app.add_routes([_schema_route(parts), web.get("/_control/state", state)])
    app.add_routes(dial_routes(parts.clock, parts.faults, reset, complaint=complaint))
    app.add_routes(page_routes())
    app.cleanup_ctx.append(lambda _: _work(parts))
    app.on_shutdown.append(lambda _: parts.previews.stop())  # so that those who wait for one get an answer
    return app


async def _work(parts: Parts) -> AsyncIterator[None]:
    """Render, deliver and tidy up while the application runs."""
    parts.database.open()
    await parts.start()
    sweeping = asyncio.create_task(_sweep(parts))
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await parts.stop()
        parts.database.close()


async def _sweep(parts: Parts) -> None:
    """Remove what has expired, for ever."""
    for round_ in itertools.count():
        try:
            parts.tidy()
            if round_ % _THOROUGH_EVERY == 0:
                parts.tidy_thoroughly()
        except (OSError, sqlite3.Error):
            logger.exception("what has expired could not be removed")
        await asyncio.sleep(_SWEEP_SECONDS)


def _schema_route(parts: Parts) -> web.RouteDef:
    async def document(request: web.Request) -> web.StreamResponse:
        async def answer() -> web.Response:
            return json_answer(schema.schema_document(str(request.url.origin()), api.PATH))

        return await answer_faulty(request, parts.faults.take("schema"), answer, wanted=Wanted("schema", []))

    return web.get(schema.PATH, document)


@web.middleware
async def _errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure in the service's own shape, whatever raised it."""
    try:
        return await handler(request)
    except Refused as refusal:
        return _error_response(refusal.error, task_type=refusal.task_type)
    except web.RequestPayloadError:
        return _error_response(_UNREADABLE)
    except web.HTTPException as error:
        code = _CODES.get(error.status, "invalidRequest")
        words = _WORDS.get(error.status, error.text or error.reason)
        answer = _error_response(ApiError(code, words), status=error.status)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except Exception:
        logger.exception("%s %s broke", request.method, request.path)
        return _error_response(ApiError("internalServerError", "The studio made a mistake; its log says more."))


def _error_response(error: ApiError, *, task_type: str | None = None, status: int | None = None) -> web.Response:
    text = json.dumps({"errors": [error.as_json(task_type=task_type)]})
    status = http_status(error.code) if status is None else status
    return web.Response(text=text, status=status, content_type="application/json")
