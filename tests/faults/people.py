"""What people do in a run: ask for renders, and press the buttons under them, until they are told that it was taken."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final
from uuid import UUID

from bot.errors import BudgetExceeded, Refusal, StaleRecord, StoreUnavailable
from bot.posting.results import Results, Share
from bot.rendering.cancelling import Cancelling
from bot.rendering.ending import Endings
from bot.rendering.render import Render
from bot.store.micros import to_micros
from tests.faults.clock import virtual_now
from tests.faults.faults import Killed, Process, process_now
from tests.faults.herald import Outside, Parts
from tests.faults.slack import TEAM

PRESSES: Final = 60
"""How often somebody presses a button that does not help yet."""
HOOK_TRIES: Final = 3


@dataclass(frozen=True)
class Deed:
    """A button that the person of a render presses `at` seconds after the beginning: cancel, share, delete, choose."""

    kind: str
    at: float
    render: int = 0


class People:
    """Each click of theirs meets another web process."""

    def __init__(self, outside: Outside, parts: Parts, rng: Random, clicks: int) -> None:
        self._outside = outside
        self._parts = parts
        self._rng = rng
        self._clicks = clicks
        endings = Endings(parts.renders, parts.polls, parts.wakeups, virtual_now)
        self._cancelling = Cancelling(parts.renders, endings)
        self._results = Results(parts.postings, parts.renders, parts.wakeups, virtual_now)
        self._deeds: dict[str, Callable[[Render], Awaitable[None]]] = {
            "cancel": self._cancel,
            "share": self._share,
            "delete": self._delete,
            "choose": self._choose,
        }

    async def ask(self, number: int, make: Callable[[], Render], budget: Decimal) -> None:
        """Click on one draft until an answer comes."""
        await asyncio.sleep(self._rng.uniform(0, 3) * number)
        while True:
            clicks = [asyncio.create_task(self._click(make(), budget)) for _ in range(self._clicks)]
            if any([await click for click in clicks]):
                return
            await asyncio.sleep(2)

    async def _click(self, render: Render, budget: Decimal) -> bool:
        """Whether the person was told something."""
        process_now.set(Process(f"web of {render.id}"))
        try:
            await self._parts.ledger.accept(render, budget)
            told = {"team": TEAM, "user": render.user_id, "channel": render.destination.channel_id}
            self._note("accepted", render=render.id, budget=to_micros(budget), **told)
            await self._parts.wakeups.wake("anchor", TEAM, render.id)
        except BudgetExceeded:
            self._note("declined", render=render.id)
        except (StoreUnavailable, Killed):
            return False
        return True

    async def do(self, deed: Deed) -> None:
        """Press a button until that is taken; in vain where the render never comes to be as it has to."""
        await asyncio.sleep(deed.at)
        for _ in range(PRESSES):
            presses = [asyncio.create_task(self._press(deed)) for _ in range(self._clicks)]
            if any([await press for press in presses]):
                return
            await asyncio.sleep(3)

    async def _press(self, deed: Deed) -> bool:
        process_now.set(Process(f"web of a {deed.kind}"))
        try:
            render = await self._parts.renders.get(TEAM, f"r{deed.render}")
            if render is None:
                return False
            await self._deeds[deed.kind](render)
        except (Refusal, StoreUnavailable, StaleRecord, Killed):
            return False
        return True

    async def _cancel(self, render: Render) -> None:
        render = await self._cancelling.cancel(render)
        if render.withdrawn_at is not None or str(render.state) == "cancelled":
            self._note("asked", deed="withdraw" if render.withdrawn_at else "cancel", render=render.id)

    async def _share(self, render: Render) -> None:
        posting = await self._results.share(render, Share("s1", 0, "C7"))
        self._note("asked", deed="share", render=render.id, posting=posting.id, channel="C7")
        with suppress(StoreUnavailable):  # the reconciler wakes it
            await self._parts.wakeups.wake("keep", TEAM, posting.id)

    async def _delete(self, render: Render) -> None:
        with suppress(StoreUnavailable):  # as above, once it is stored
            await self._results.delete(render)
        now = await self._parts.renders.get(TEAM, render.id)
        if now is not None and now.deleted_at is not None:
            self._note("asked", deed="delete", render=render.id)

    async def _choose(self, render: Render) -> None:
        await self._results.choose(render, 1)
        self._note("asked", deed="choose", render=render.id)

    def tell(self, address: str) -> None:
        """The service says at a task's address that there is a result; it says so again when nobody answers."""
        task = asyncio.get_running_loop().create_task(self._hear(*address.split("/")[-3:]))
        self._outside.queue.running.add(task)
        task.add_done_callback(self._outside.queue.running.discard)

    async def _hear(self, team_id: str, render_id: str, task_uuid: str) -> None:
        for _ in range(HOOK_TRIES):
            process_now.set(Process("web of a webhook"))
            try:
                await self._parts.polls.hasten(team_id, render_id, UUID(task_uuid), now=virtual_now())
                await self._parts.wakeups.hasten()
            except (StoreUnavailable, Killed):
                await asyncio.sleep(5)
            else:
                return

    def _note(self, kind: str, **said: object) -> None:
        self._outside.queue.history.note(asyncio.get_running_loop().time(), kind, **said)
