"""The local Slack as one web application."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from playground.dials import Clock, FaultDial, dial_routes
from playground.slack.api.endpoint import api_route
from playground.slack.control.conditions import condition_routes
from playground.slack.control.endpoint import act_route
from playground.slack.control.inspector import inspector_routes
from playground.slack.control.snapshots import snapshot_routes
from playground.slack.control.state import state_routes
from playground.slack.dispatch.background import Background
from playground.slack.dispatch.dispatcher import Dispatcher
from playground.slack.dispatch.events import Events
from playground.slack.dispatch.http import HttpDelivery
from playground.slack.links.download import download_route
from playground.slack.links.response_url import response_url_route
from playground.slack.links.upload import upload_route
from playground.slack.local import LocalSlack
from playground.slack.model.changes import Changes
from playground.slack.model.codes import Codes
from playground.slack.model.grants import Grants
from playground.slack.model.journal import Journal
from playground.slack.model.workspace import Workspace
from playground.slack.oauth.authorize import authorize_routes
from playground.slack.settings import Settings

_STATIC: Final = Path(__file__).parent / "static"
_LOOPBACK: Final = ("127.0.0.1", "localhost")
_BODY_BYTES: Final = 8 << 20


def build_app(settings: Settings) -> web.Application:
    """The application; it reaches the app's request URL while it runs."""
    slack = _slack(settings)
    app = web.Application(middlewares=[_own_origin(slack)], client_max_size=_BODY_BYTES)
    app.router.add_routes(_routes(slack))
    app.cleanup_ctx.append(_lifetime(slack))
    app.on_shutdown.append(_let_go(slack))
    return app


def _slack(settings: Settings) -> LocalSlack:
    clock, changes, journal, background = Clock(), Changes(), Journal(), Background()
    grants, workspaces = Grants(clock), dict[str, Workspace]()
    dispatcher = Dispatcher(clock, changes, journal)
    events = Events(
        clock=clock,
        dispatcher=dispatcher,
        grants=grants,
        background=background,
        workspaces=workspaces,
        subscriptions=settings.bot_events,
    )
    slack = LocalSlack(
        settings=settings,
        clock=clock,
        faults=FaultDial(),
        changes=changes,
        journal=journal,
        grants=grants,
        codes=Codes(clock),
        workspaces=workspaces,
        dispatcher=dispatcher,
        events=events,
        background=background,
        files_directory=Path(),
    )
    slack.begin()
    return slack


def _routes(slack: LocalSlack) -> list[web.AbstractRouteDef]:
    return [
        *api_route(slack),
        *upload_route(slack),
        *download_route(slack),
        *response_url_route(slack),
        web.get("/link/", slack.dispatcher.sockets.serve),
        *authorize_routes(slack),
        *act_route(slack),
        *state_routes(slack),
        *inspector_routes(slack),
        *snapshot_routes(slack),
        *condition_routes(slack),
        *dial_routes(slack.clock, slack.faults, slack.start_over),
        web.get("/", _page),
        web.get("/archives/{place:.*}", _page),
        web.static("/static", _STATIC),
    ]


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})


def _own_origin(slack: LocalSlack) -> Middleware:
    """Learn where the service listens, and refuse what another site's page sends."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not slack.origin and request.transport is not None:
            host, port = request.transport.get_extra_info("sockname")[:2]
            slack.origin = f"http://{host}:{port}"
        own = f"http://{request.host}"
        if request.url.host not in _LOOPBACK or request.headers.get("Origin", own) != own:
            raise web.HTTPForbidden(text="another site's page cannot use the local Slack")
        return await handler(request)

    return check


def _let_go(slack: LocalSlack) -> Callable[[web.Application], Awaitable[None]]:
    """End the streams and sockets, which would hold the service up."""

    async def let_go(app: web.Application) -> None:
        slack.changes.stop()
        await slack.dispatcher.sockets.close()

    return let_go


def _lifetime(slack: LocalSlack) -> Callable[[web.Application], AsyncIterator[None]]:
    """Have a directory for files and a way to the request URL while the service runs."""

    async def live(app: web.Application) -> AsyncIterator[None]:
        with ExitStack() as stack:
            if slack.settings.data is None:
                directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="local-slack-")))
            else:
                directory = slack.settings.data
            slack.files_directory = directory / "files"
            slack.files_directory.mkdir(parents=True, exist_ok=True)
            async with aiohttp.ClientSession(trust_env=False) as session:
                slack.dispatcher.http = HttpDelivery(session, slack.settings.app_url, slack.settings.signing_secret)
                yield
                await slack.background.stop()

    return live
