"""The buttons under a batch's message: each acts for its sender, and for nobody else."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.posting.batch import Batch, RowState
from bot.slack.surfaces.batch import CHANGE, DROP, MAKE_OTHERS, MAKE_SAMPLE, RETRY, STOP
from bot.slack.surfaces.figures import count
from handlers.careful import careful
from handlers.personal import change_personal
from handlers.telling import tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


@dataclass(frozen=True)
class BatchPress:
    """A button that was pressed by the sender of the batch that it is about."""

    batch: Batch
    trigger_id: str
    client: AsyncWebClient


Follow = Callable[[BatchPress], Coroutine[Any, Any, None]]


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""
    batches = tools.batches

    async def make_sample(press: BatchPress) -> None:
        await batches.sample(press.batch)
        await _follow(tools, press.batch)

    async def make_others(press: BatchPress) -> None:
        await batches.make(press.batch, lambda: _left(tools, press.batch))
        await _follow(tools, press.batch, "personal clips", len(press.batch.of(RowState.WAITING)))

    async def retry(press: BatchPress) -> None:
        await batches.retry(press.batch, lambda: _left(tools, press.batch))
        await _follow(tools, press.batch, "personal clips tried again", len(press.batch.again))

    async def stop(press: BatchPress) -> None:
        await batches.stop(press.batch)
        await _follow(tools, press.batch, "personal clips stopped", len(press.batch.of(RowState.WAITING)))

    async def drop(press: BatchPress) -> None:
        await batches.drop(press.batch)
        await _follow(tools, press.batch)

    async def change(press: BatchPress) -> None:
        await change_personal(tools, press.batch, press.client, press.trigger_id)

    follows = {
        MAKE_SAMPLE: make_sample,
        MAKE_OTHERS: make_others,
        RETRY: retry,
        STOP: stop,
        DROP: drop,
        CHANGE: change,
    }
    for action_id, follow in follows.items():
        _on_batch_press(app, tools, action_id, follow)


def _on_batch_press(app: AsyncApp, tools: Tools, action_id: str, follow: Follow) -> None:
    """Run `follow` after the ack of a press of one's own; somebody else's is refused privately."""

    async def follow_own(touch: Touch) -> None:
        batch = await tools.batches.own(touch.team_id, touch.user_id, touch.value)
        await follow(BatchPress(batch, touch.trigger_id, touch.client))

    on_touch(app, tools, action_id, follow_own)


@careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
async def _follow(tools: Tools, batch: Batch, what: str | None = None, clips: int = 0) -> None:
    """Let the queue go on with it; `what` goes on the audit list, with how many clips of which batch."""
    await tools.batches.wake(batch)
    if what is not None:
        about = f"{count(clips, 'clip')}, batch {batch.id[:8]}"
        await tools.audit.note(batch.team_id, batch.user_id, what, about, tools.clock())


async def _left(tools: Tools, batch: Batch) -> Decimal:
    """What is left of the month's budget, in US dollars."""
    return (await tools.begin(batch.team_id, batch.user_id)).budget_left
