"""The web process's half of the composition root: all that answers over HTTP."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.app import Ground, build_bolt, hooks_of
from bot.guard import Buckets, Replays, Signatures
from bot.places import build_install_door
from bot.runware.hooks import HookedTask
from bot.store.polls import Polls
from bot.store.replays import ReplayMarks
from bot.web import Guard, HookDoor, build_web
from bot.worker import QueueWakeups


def build_application(ground: Ground) -> tuple[Starlette, AsyncApp, Callable[[], Awaitable[None]]]:
    """All that answers over HTTP, the Slack app in it, and what finishes the work that followed its acks."""
    bolt, finish = build_bolt(ground)
    settings = ground.settings
    secrets = (settings.slack_signing_secret, settings.slack_signing_secret_previous)
    signatures = Signatures([secret.get_secret_value() for secret in secrets if secret is not None])
    guard = Guard(signatures, Replays(ReplayMarks(ground.redis)), Buckets())
    secure = (settings.public_url or "").startswith("https://")
    install = build_install_door(ground.places, ground.redis, clock=ground.clock, secure=secure)
    return build_web(bolt, ground.ready, build_hook(ground), guard=guard, install=install), bolt, finish


def build_hook(ground: Ground) -> HookDoor:
    """Where Runware says that a task has a result: the task is asked about at once."""
    polls, wakeups = Polls(ground.redis), QueueWakeups(ground.docket)

    async def hasten(task: HookedTask) -> None:
        await polls.hasten(task.team_id, task.render_id, task.task_uuid, now=ground.clock())
        await wakeups.hasten()

    return HookDoor(hooks_of(ground), hasten)
