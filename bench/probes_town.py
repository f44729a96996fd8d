"""Two workspaces and an organisation in a local Slack, all with one Herald; what it says to whom is noted."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bench.local_services import by_oauth, local_services, local_settings, served
from bench.probes_things import TEAMS, Someone, actors, owners
from bench.sockets import free_port
from bot.ground import Ground, opened
from bot.serving import build_application
from playground.serving import listening_socket, running
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import Settings as StudioSettings

INSTALLERS: Final = ("U0ALICE", "U0CAROL", "U0NORA")
"""Who installs Herald in the first workspace, in the second, and in all of the organisation."""
_FORWARDED: Final = frozenset({"oauth.v2.access", "auth.test"})
_SHOWS: Final = frozenset({"views.open", "views.push", "views.update"})

Json = dict[str, Any]


@dataclass
class Witness:
    """A Slack that notes what Herald shows and says, by the probe that it answers, and lets the rest pass.

    Nobody's file is known to it under a token of another workspace.
    """

    slack_url: str
    session: aiohttp.ClientSession
    url: str = ""
    heard: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    aside: list[tuple[str, str]] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    files: dict[str, Someone] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API, or a message through a `response_url`."""
        text, method = await request.text(), request.path.rpartition("/")[2]
        if method in _FORWARDED:
            return await self._forward(request, text)
        sent = _read(text)
        if "/respond/" in request.path:
            self.heard[method].append(text)
        elif method in _SHOWS:
            self.heard[str(sent.get("trigger_id") or str(sent.get("view_id"))[1:])].append(_shown(sent))
        elif method == "files.info":
            return web.json_response(self._file(request, str(sent.get("file"))))
        elif method == "users.info":
            return web.json_response({"ok": True, "user": {"id": sent.get("user"), "name": "somebody", "profile": {}}})
        else:
            self.aside.append((str(sent.get("user_id") or sent.get("channel") or ""), text))
        opened = {"channel": {"id": "D0SOMEONE"}, "view": {"id": "V0", "hash": "1"}, "ts": "1.9"}
        return web.json_response({"ok": True, **opened})

    async def _forward(self, request: web.Request, text: str) -> web.StreamResponse:
        headers = {name: request.headers[name] for name in ("Content-Type", "Authorization") if name in request.headers}
        async with self.session.post(self.slack_url + request.path, data=text, headers=headers) as answered:
            said: Json = await answered.json()
        return web.json_response(said)

    def _file(self, request: web.Request, file_id: str) -> Json:
        owner = self.files.get(file_id)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if owner is None or self.teams.get(token) != owner.team_id:
            return {"ok": False, "error": "file_not_found"}
        held = {"id": file_id, "user": owner.user_id, "name": "script.txt", "size": 9, "mimetype": "text/plain"}
        return {"ok": True, "file": {**held, "url_private": f"{self.url}/files/{file_id}", "mode": "hosted"}}


@dataclass(frozen=True)
class Town:
    """Herald, and the Slack that hears it."""

    bolt: AsyncApp
    finish: Callable[[], Awaitable[None]]
    application: Starlette
    ground: Ground
    witness: Witness
    secret: str


@asynccontextmanager
async def town(redis_url: str, folder: Path) -> AsyncIterator[Town]:
    """Everything, while the block runs; Herald is installed by OAuth, through its own pages."""
    port, api_key = free_port(), "key-of-the-probes"
    slack = SlackSettings(app_url=f"http://127.0.0.1:{port}/slack/events", organisation=True)
    studio = StudioSettings(api_key, folder / "studio")
    async with local_services(slack, studio) as at, _witnessed(at.slack_url, at.session) as witness:
        overheard = {"slack_api_url": f"{witness.url}/api/", "slack_file_origins": (witness.url,)}
        settings = local_settings(at, redis_url=redis_url, port=port, **by_oauth(slack, port=port), **overheard)
        async with opened(settings, redis_url) as ground:
            while await ground.ready():  # noqa: ASYNC110 - the catalogue is fetched, and nobody sets an event for it
                await asyncio.sleep(0.05)
            application, bolt, finish = build_application(ground)
            async with served(application, port, finish):
                await _install(at.session, at.slack_url, port)
                await _know_people(ground, witness)
                yield Town(bolt, finish, application, ground, witness, slack.signing_secret)


@asynccontextmanager
async def _witnessed(slack_url: str, session: aiohttp.ClientSession) -> AsyncIterator[Witness]:
    """A witness before a Slack, while the block runs."""
    witness = Witness(slack_url, session)
    listening = web.Application(client_max_size=2**24)
    listening.router.add_route("*", "/{rest:.*}", witness.answer)
    async with running(listening, listening_socket(0)) as witness.url:
        yield witness


async def _install(session: aiohttp.ClientSession, slack_url: str, port: int) -> None:
    for user in INSTALLERS:
        act = {"act": "install", "user": user, "install_url": f"http://127.0.0.1:{port}/slack/install"}
        async with session.post(f"{slack_url}/_control/act", json=act) as answered:
            done: Json = await answered.json()
        if "Herald is installed" not in str(done.get("page")):
            raise RuntimeError(f"Herald could not be installed: {done}")


async def _know_people(ground: Ground, witness: Witness) -> None:
    """Which token is of which workspace; and everybody is known, as after their first visit."""
    for someone in (*owners(), *actors()):
        workspace = await ground.workspaces.find(someone.team_id, TEAMS[someone.team_id])
        if workspace is None:
            raise RuntimeError(f"Herald is not installed in {someone.team_id}")
        witness.teams[workspace.bot_token] = someone.team_id
        await ground.roster.find(someone.team_id, someone.user_id)


def _read(text: str) -> Json:
    """A call's arguments, sent as JSON or as a form."""
    if text.startswith("{"):
        sent: Json = json.loads(text)
        return sent
    return {name: values[0] for name, values in parse_qs(text).items()}


def _shown(sent: Json) -> str:
    view = sent.get("view")
    return view if isinstance(view, str) else json.dumps(view)
