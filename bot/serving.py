"""The web process's half of the composition root: all that answers over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.app import build_bolt
from bot.ground import Ground, hooks_of
from bot.guard import Buckets, Replays, Signatures
from bot.loop_lag import LoopLag
from bot.parts.places import build_install_door
from bot.readiness import build_status
from bot.runware.hooks import HookedTask
from bot.store.polls import Polls
from bot.store.replays import ReplayMarks
from bot.web import Guard, HookDoor, build_web
from bot.worker import QueueWakeups

LEAVING: Final = "This process is being stopped."


def build_application(
    ground: Ground, stop: asyncio.Event | None = None, *, lag: LoopLag | None = None
) -> tuple[Starlette, AsyncApp, Callable[[], Awaitable[None]]]:
    """All that answers over HTTP, the Slack app in it, and what finishes the work that followed its acks.

    Once `stop` is set it says that it is not ready, so that a router sends its requests elsewhere.
    """

    async def ready() -> list[str]:
        return [LEAVING] if stop is not None and stop.is_set() else await ground.ready()

    bolt, finish = build_bolt(ground)
    settings = ground.settings
    secrets = (settings.slack_signing_secret, settings.slack_signing_secret_previous)
    signatures = Signatures([secret.get_secret_value() for secret in secrets if secret is not None])
    guard = Guard(signatures, Replays(ReplayMarks(ground.redis)), Buckets())
    secure = (settings.public_url or "").startswith("https://")
    install = build_install_door(ground.places, ground.redis, clock=ground.clock, secure=secure)
    status = build_status(ground, lag or LoopLag(), ready=ready)
    return build_web(bolt, status, build_hook(ground), guard=guard, install=install), bolt, finish


def build_hook(ground: Ground) -> HookDoor:
    """Where Runware says that a task has a result: the task is asked about at once."""
    polls, wakeups = Polls(ground.redis), QueueWakeups(ground.docket)

    async def hasten(task: HookedTask) -> None:
        await polls.hasten(task.team_id, task.render_id, task.task_uuid, now=ground.clock())
        await wakeups.hasten()

    return HookDoor(hooks_of(ground), hasten)
