"""`videoInference`: a task is checked, priced and put into the queue; a dry run stops after the price."""

import asyncio
from typing import Any, Final

from playground.dials import Clock
from playground.studio.render.request import LONGEST_RECORDING_SECONDS, LONGEST_SECONDS
from playground.studio.service.account import Account
from playground.studio.service.envelope import Answer, Body, Call
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.media.intake import MediaIntake
from playground.studio.service.pricing import cents_for, estimated_seconds, recording_length
from playground.studio.service.rendering import RenderQueue
from playground.studio.service.store import Store
from playground.studio.service.tasks import Task, read_task

_CONFLICT: Final = ApiError("conflictTaskUUID", "A task with this taskUUID was accepted before.", "taskUUID")
_TOO_LONG: Final = ApiError(
    "invalidAudio",
    f"Invalid value for 'inputs.audio'. It is longer than {LONGEST_SECONDS // 60} minutes: send a shorter recording.",
    "inputs.audio",
)


class VideoInference:
    """Takes tasks for the queue; `conflicts` counts those that were sent before."""

    def __init__(
        self, store: Store, queue: RenderQueue, *, account: Account, intake: MediaIntake, clock: Clock
    ) -> None:
        self._store = store
        self._queue = queue
        self._account = account
        self._intake = intake
        self._clock = clock
        self._turn = asyncio.Lock()
        self.conflicts = 0

    async def answer(self, task: Body, call: Call, answer: Answer) -> None:
        """Take a task that is of the right shape."""
        if call.dry_run:
            answer.accept(task, cost=await self._price(task))
            return
        async with self._turn:  # two of the same UUID at once must not both be taken
            await self._take(task, call)
        self._queue.wake()
        answer.accept(task)

    async def _price(self, task: Body) -> float:
        self._intake.check(task)
        wish = read_task(task)
        return await self._estimate(wish) * wish.number_results / 100

    async def _take(self, task: Body, call: Call) -> None:
        if self._store.knows(task["taskUUID"]):
            self.conflicts += 1
            raise Refused(_CONFLICT)
        self._intake.check(task)
        wish = read_task(task)
        estimate_cents = await self._estimate(wish)
        refusal = self._account.refusal(estimate_cents * wish.number_results)
        if refusal is not None:
            raise Refused(refusal)
        kept: dict[str, Any] = self._intake.keep(task)
        self._store.add(kept, self._clock.now(), origin=call.origin, estimate_cents=estimate_cents)

    async def _estimate(self, task: Task) -> int:
        """The price of one result in cents."""
        recording = self._intake.stored_file(task.audio) if task.audio is not None else None
        seconds = None if recording is None else await recording_length(recording)
        if seconds is not None and seconds > LONGEST_RECORDING_SECONDS:
            raise Refused(_TOO_LONG)
        return cents_for(estimated_seconds(task, seconds))
