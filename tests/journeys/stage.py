"""The stage of a journey: the real bot, local Slack, studio and Redis, and a person who uses them."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import aiohttp
from pydantic import SecretStr

from bench.local_services import Services, local_services, local_settings, served
from bench.sockets import free_port
from bot.ground import Ground, opened
from bot.serving import build_application
from bot.settings import Settings
from bot.steps import teach_worker
from bot.worker import run_worker
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.heard import RECORD

STUDIO_KEY: Final = "key-of-the-journeys"
ALICE: Final = "U0ALICE"
GENERAL: Final = "C0GENERAL"
PATIENCE_SECONDS: Final = 60.0

Json = dict[str, Any]
Found = TypeVar("Found")


async def until(
    look: Callable[[], Awaitable[Found | None]], *, seconds: float = PATIENCE_SECONDS, every: float = 0.05
) -> Found:
    """What `look` finds, as soon as it finds something; a TimeoutError when that takes too long."""
    async with asyncio.timeout(seconds):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(every)


class MovedClock:
    """The bot's clock, which a test moves."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


@dataclass
class Stage:
    """Everything a journey touches."""

    session: aiohttp.ClientSession
    slack_url: str
    studio_url: str
    settings: Settings
    redis_url: str
    clock: MovedClock = field(default_factory=MovedClock)

    async def act(self, name: str, /, **arguments: object) -> Json:
        """What Alice (or another `user`) does in the local Slack."""
        body = {"act": name, "user": ALICE} | arguments
        async with self.session.post(f"{self.slack_url}/_control/act", json=body) as answer:
            done: Json = await answer.json()
        assert done["ok"], done
        return done

    async def state(self) -> Json:
        """The whole workspace as data."""
        async with self.session.get(f"{self.slack_url}/_control/state") as answer:
            seen: Json = await answer.json()
        return seen

    async def studio_counts(self) -> Json:
        """What the studio counted."""
        async with self.session.get(f"{self.studio_url}/_control/state") as answer:
            counts: Json = (await answer.json())["counts"]
        return counts

    async def dial(self, service: str, dial: str, body: Json) -> None:
        """Turn a dial of `slack` or `studio`."""
        url = self.slack_url if service == "slack" else self.studio_url
        async with self.session.post(f"{url}/_control/{dial}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def open_modal(self, text: str = "", channel: str = GENERAL) -> Json:
        """Type `/herald text` and wait for the modal; returns its view."""
        opened_before = len((await self.state())["views"])
        done = await self.act("command", channel=channel, text=f"/herald {text}".strip())
        assert done["failed"] is None, done

        async def opened_view() -> Json | None:
            views = (await self.state())["views"]
            return views[-1]["view"] if len(views) > opened_before else None

        return await until(opened_view)

    async def pick(self, view: Json, field_name: str, query: str) -> Json:
        """Search in a select and take the first option found, as a state value."""
        found = await self.act("suggest", view_id=view["id"], block_id=field_name, action_id=field_name, value=query)
        return {"type": "external_select", "selected_option": found["options"][0]}

    async def submit(self, view: Json, *, channel: str | None = None, **values: Json) -> Json:
        """Submit the modal with these fields, an avatar and a voice found by searching unless given."""
        fields = {
            "avatar": values.get("avatar") or await self.pick(view, "avatar", "jenny"),
            "voice": values.get("voice") or await self.pick(view, "voice", "jenny english"),
            **values,
        }
        if channel is not None:
            fields["destination"] = {"type": "conversations_select", "selected_conversation": channel}
        laid_out = {name: {name: value} for name, value in fields.items()}
        return await self.act("submit", view_id=view["id"], values=laid_out)

    async def review(self, view: Json, **fields: Any) -> Json:
        """Submit the modal, which must be taken; returns the view of its review."""
        done = await self.submit(view, **fields)
        assert done["response_action"] == "push", done
        return await self.top_view()

    async def make_it(self, view: Json) -> Json:
        """Press *Make it* in the review."""
        return await self.act("submit", view_id=view["id"])

    async def ask_for(self, script: str, *, channel: str | None = None) -> None:
        """The whole of asking for a video with the form, which must be taken."""
        view = await self.open_modal()
        typed = {"type": "plain_text_input", "value": script}
        done = await self.make_it(await self.review(view, channel=channel, script=typed))
        assert done["response_action"] == "clear", done

    async def top_view(self) -> Json:
        """The view on top of those that are open."""
        view: Json = (await self.state())["views"][-1]["view"]
        return view

    async def view_with(self, fits: Callable[[Json], bool]) -> Json:
        """The view on top, once it fits."""

        async def look() -> Json | None:
            views = (await self.state())["views"]
            return views[-1]["view"] if views and fits(views[-1]["view"]) else None

        return await until(look)

    async def press(self, view: Json, action_id: str) -> Json:
        """Press a button in a view."""
        return await self.act("click", view_id=view["id"], action_id=action_id)

    async def choose(self, view: Json, block_id: str, value: Json) -> Json:
        """Set a field of a view, of which Herald is told when it wants to be."""
        action_id = block_id.partition("__")[0]
        return await self.act("select", view_id=view["id"], block_id=block_id, action_id=action_id, value=value)

    async def messages(self, channel: str = GENERAL) -> list[Json]:
        """The messages of a channel, thread replies included."""
        found: list[Json] = (await self.state())["messages"].get(channel, [])
        return found

    async def final_posts(self, channel: str = GENERAL) -> list[Json]:
        """The messages that notify of a finished video."""
        return [
            message for message in await self.messages(channel) if message.get("thread_ts") not in (None, message["ts"])
        ]

    async def delivered(self, channel: str = GENERAL) -> Json:
        """The first final post, once it is there."""

        async def look() -> Json | None:
            posts = await self.final_posts(channel)
            return posts[0] if posts else None

        return await until(look)

    async def anchor_saying(self, words: str, channel: str = GENERAL) -> Json:
        """The anchor, once its text has these words."""

        async def look() -> Json | None:
            return next((m for m in await self.messages(channel) if words in _all_text(m)), None)

        return await until(look)

    async def told_privately(self) -> Json:
        """The first message of Herald's DM with Alice, once it is there."""

        async def look() -> Json | None:
            state = await self.state()
            ims = [channel["id"] for channel in state["channels"] if channel["is_im"]]
            return next((message for im in ims for message in state["messages"].get(im, [])), None)

        return await until(look)


def _all_text(message: Json) -> str:
    return f"{message.get('text', '')} {message.get('blocks', '')}"


@asynccontextmanager
async def services(
    studio: StudioSettings,
    redis_url: str,
    *,
    socket_mode: bool = False,
    hastened: bool = True,
    crowd: int = 0,
    functions: tuple[Json, ...] = (),
    **settings: Any,
) -> AsyncIterator[Stage]:
    """The local Slack and the studio, and settings for a bot that uses them.

    A journey that is `hastened` does not wait for the first poll, 5 s after a submission: the studio's webhook finds
    the bot of this process, though on the loopback.
    """
    port = free_port()
    app_url = None if socket_mode else f"http://127.0.0.1:{port}/slack/events"
    slack = SlackSettings(app_url=app_url, crowd=crowd, functions=functions)
    async with local_services(slack, studio) as at:
        tokens: dict[str, SecretStr] = {"slack_bot_token": SecretStr(slack.bot_token)}
        if socket_mode:
            tokens["slack_app_token"] = SecretStr(slack.app_token)
        bot_settings = local_settings(at, redis_url=redis_url, port=port, **tokens, **settings)
        address = f"http://127.0.0.1:{port}" if hastened else None  # which `python -m bot` would not take for public
        yield stage_of(at, bot_settings.model_copy(update={"public_url": address}), redis_url)
        await keep_record(at)


def stage_of(at: Services, settings: Settings, redis_url: str) -> Stage:
    """The stage of a bot with these settings."""
    return Stage(at.session, at.slack_url, at.studio_url, settings, redis_url)


async def keep_record(at: Services) -> None:
    """Note for the table of journeys what went between a local Slack and Herald."""
    async with at.session.get(f"{at.slack_url}/_control/inspector.jsonl") as answer:
        RECORD.note([json.loads(line) for line in (await answer.text()).splitlines()])


@asynccontextmanager
async def bot_running(stage: Stage, *, web: bool = True, worker: bool = True) -> AsyncIterator[Ground]:
    """The bot in this process, on the stage's clock."""
    stop = asyncio.Event()
    async with opened(stage.settings, stage.redis_url, clock=stage.clock) as ground:
        teach_worker(ground)
        async with asyncio.TaskGroup() as group, AsyncExitStack() as stack:
            if worker:
                group.create_task(run_worker(ground.docket, stop))
            if web:
                application, _, finish = build_application(ground)
                await stack.enter_async_context(served(application, ground.settings.port, finish))
                await until(lambda: is_up(stage))
            try:
                yield ground
            finally:
                stop.set()


async def is_up(stage: Stage) -> bool:
    """Whether the web process answers and is ready."""
    try:
        async with stage.session.get(f"http://127.0.0.1:{stage.settings.port}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
