"""The listeners behind the real Bolt app and a real Redis, and a Slack that notes what it is asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx
from aiohttp import web
from docket import Docket
from pydantic import SecretStr
from redis.asyncio import Redis
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.app import build_bolt
from bot.ground import STEP_NAMES, Ground
from bot.rendering.draft import Draft
from bot.rendering.render import Render
from bot.runware.offer import Offer
from bot.runware.shelf import Shelf
from bot.settings import Settings
from bot.slack.clients import SlackClients, open_session
from bot.slack.workspaces import OneWorkspace, Workspace, Workspaces
from bot.store.allowed import AllowList
from bot.store.connection import connected
from bot.store.drafts import Drafts
from bot.worker import opened_docket, register_names
from playground.serving import listening_socket, running
from tests.bot.rendering.fakes import NOON
from tests.handlers.payloads import ALICE, SECRET, TEAM, Json, review, submission

MONTH = f"{NOON:%Y-%m}"


@dataclass
class NotingSlack:
    """A Slack that notes each call and answers ok, with what a test sets for the method, or with its error."""

    url: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Note one call: a method of the Web API, or a message through a `response_url`."""
        method = request.path.rpartition("/")[2]
        if method == "users.info" and method not in {*self.answers, *self.errors}:
            return web.json_response({"ok": True, "user": {"id": "U0ALICE"}})  # asked beside whatever a test is about
        self.calls.append((method, json.loads(await request.text() or "{}")))
        error = self.errors.get(method)
        return web.json_response(
            {"ok": False, "error": error} if error else {"ok": True, **self.answers.get(method, {})}
        )

    @property
    def response_url(self) -> str:
        """Where a private message for the person can be sent."""
        return f"{self.url}/hooks/respond"

    def sent(self, method: str) -> list[Json]:
        """What was sent to a method."""
        return [body for name, body in self.calls if name == method]


@dataclass(frozen=True)
class Counter:
    """Where requests are handed in."""

    bolt: AsyncApp
    finish: Callable[[], Awaitable[None]]
    ground: Ground
    slack: NotingSlack

    async def hand_in(self, request: AsyncBoltRequest) -> BoltResponse:
        """The ack of one request."""
        answer: BoltResponse = await self.bolt.async_dispatch(request)
        return answer

    async def whole(self, request: AsyncBoltRequest) -> BoltResponse:
        """The ack of one request, when what follows it is done too."""
        answer = await self.hand_in(request)
        await self.finish()
        return answer

    async def make(self, render_id: str = "r1", **states: Any) -> BoltResponse:
        """Submit the form, filled in well but for `states`, and then its review; the answer to the latter."""
        reviewed = await self.whole(submission(render_id, **states))
        assert json.loads(reviewed.body)["response_action"] == "push", reviewed.body
        return await self.whole(review(render_id))

    async def draft(self, draft_id: str = "r1") -> Draft | None:
        """Alice's draft."""
        return await Drafts(self.ground.redis).get(TEAM, ALICE, draft_id)

    async def render(self, render_id: str = "r1") -> Render | None:
        """The stored render."""
        return await self.ground.renders.get(TEAM, render_id)

    async def opened_view(self) -> Json:
        """The one modal that was opened."""
        (call,) = self.slack.sent("views.open")
        return view_in(call)

    async def updated_view(self) -> Json:
        """The modal as it was last shown anew."""
        return view_in(self.slack.sent("views.update")[-1])

    async def woken(self) -> list[str]:
        """The wake-ups in the queue."""
        return [execution.key for execution in (await self.ground.docket.snapshot()).future]


def view_in(call: Json) -> Json:
    """The view that a call carries."""
    shown = call["view"]
    found: Json = json.loads(shown) if isinstance(shown, str) else shown
    return found


@asynccontextmanager
async def open_counter(
    redis_url: str, *, records_url: str | None = None, slack_url: str | None = None, **settings: Any
) -> AsyncIterator[Counter]:
    """The listeners with the queue at `redis_url`, and the records there too unless `records_url` says otherwise."""
    slack = NotingSlack()
    async with AsyncExitStack() as stack:
        noting = web.Application()
        noting.router.add_route("*", "/{rest:.*}", slack.answer)
        slack.url = await stack.enter_async_context(running(noting, listening_socket(0)))
        redis = await stack.enter_async_context(connected(records_url or redis_url))
        docket = await stack.enter_async_context(opened_docket(redis_url))
        register_names(docket, STEP_NAMES)
        http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        session = await stack.enter_async_context(open_session())
        clients = SlackClients(session, f"{slack_url or slack.url}/api/")
        ground = _ground(redis, docket, http, clients, {"slack_file_origins": (slack.url,), **settings})
        bolt, finish = build_bolt(ground)
        yield Counter(bolt, finish, ground, slack)


def _ground(
    redis: Redis, docket: Docket, http: httpx.AsyncClient, clients: SlackClients, settings: dict[str, Any]
) -> Ground:
    workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
    workspaces.remember(Workspace(team_id=TEAM, bot_token="xoxb-1", bot_id="B0BOT", bot_user_id="U0BOT"))
    made = Settings(
        **{
            "slack_signing_secret": SecretStr(SECRET),
            "slack_bot_token": SecretStr("xoxb-1"),
            "slack_api_url": clients.api_url,
            **settings,
        }
    )
    shelf = Shelf()
    return Ground(made, lambda: NOON, redis, docket, http, clients, workspaces, shelf, Offer(shelf, AllowList(redis)))


async def budget_left(counter: Counter) -> Decimal:
    """What is left of the month's budget of 50 US dollars."""
    spent, reserved = await counter.ground.redis.hmget(f"t:{TEAM}:budget:{MONTH}", ["spent", "reserved"])
    return Decimal(50) - Decimal(int(spent or 0) + int(reserved or 0)) / 1_000_000


async def in_time(answering: Awaitable[BoltResponse]) -> BoltResponse:
    """An ack that must come within half a second; Slack waits for three."""
    async with asyncio.timeout(0.5):
        return await answering
