"""The queue as a model: keys, redelivery, recurring rounds, and workers that die, sleep and are replaced.

It runs the very tasks that Herald registers with its queue engine.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any, Final

from docket import Perpetual

from bot.errors import StoreUnavailable
from bot.worker import HASTEN, HASTEN_AFTER, REDELIVERY, STEP_AGAIN
from tests.faults.faults import ASLEEP_SECONDS, Calls, Fault, Killed, Process, errand_now, process_now
from tests.faults.history import History

RESTART_SECONDS: Final = 2.0
"""How long a worker that was killed is away."""
FAR_AHEAD_SECONDS: Final = 3_600.0
"""What is due so late is not waited for."""


class _Again(Perpetual):
    """What a task says about its next run."""

    delay: timedelta | None = None

    def after(self, delay: timedelta) -> None:
        """Run again after `delay`."""
        self.delay = delay


@dataclass
class Message:
    """One wake-up: due, or being run by `process`."""

    key: str
    name: str
    args: tuple[str, ...]
    due: float
    process: Process | None = None


@dataclass
class Queue:
    """Delivers wake-ups at least once; takes the place of the engine when tasks are registered."""

    calls: Calls
    history: History
    rng: Random
    workers: int = 2
    tasks: dict[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)
    running: set[asyncio.Task[None]] = field(default_factory=set)
    numbers: "count[int]" = field(default_factory=count)

    def register(self, function: Callable[..., Awaitable[None]], names: list[str] | None = None) -> None:
        """Learn a task, as the engine does."""
        for name in names or [getattr(function, "__name__", "")]:
            self.tasks[name] = function

    def start(self) -> None:
        """Start the workers and what recurs."""
        self.processes = [self._new_process() for _ in range(self.workers)]
        for name in self.tasks:
            if name.startswith("poll-") or name == "reconcile":
                self._schedule(Message(name, name, (), self._now))

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        """Run `step` for the record; does nothing while that step is due or under way for it."""
        later = (delay or timedelta(0)).total_seconds()
        key = f"{step}:{team_id}:{record_id}"
        added: list[Message] = []

        def effect() -> None:
            if added:  # the engine delivers it twice
                asyncio.get_running_loop().call_at(added[0].due, self._deliver, added[0])
            elif key not in self.messages:
                added.append(Message(key, step, (team_id, record_id), self._now + later))
                self._schedule(added[0])

        await self.calls.make(f"queue wake {step}", effect, _spoilt)

    async def hasten(self) -> None:
        """Run a polling round in a moment."""

        def effect() -> None:
            if HASTEN not in self.messages:
                self._schedule(Message(HASTEN, HASTEN, (), self._now + HASTEN_AFTER.total_seconds()))

        await self.calls.make("queue hasten", effect, _spoilt)

    def empty(self) -> None:
        """Lose every wake-up that is due; what recurs is put back by the workers."""
        for key, message in list(self.messages.items()):
            if message.process is None and message.args:
                del self.messages[key]

    @property
    def idle(self) -> bool:
        """Whether no step is due soon or under way, anywhere."""
        soon = self._now + FAR_AHEAD_SECONDS
        asleep = any(process.asleep_until > self._now for process in self.processes)
        return (
            not asleep
            and not self.running
            and not any(message.args and message.due < soon for message in self.messages.values())
        )

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _new_process(self) -> Process:
        return Process(f"worker-{next(self.numbers)}")

    def _schedule(self, message: Message) -> None:
        self.messages[message.key] = message
        asyncio.get_running_loop().call_at(message.due, self._deliver, message)

    def _deliver(self, message: Message) -> None:
        """Give the message to a worker that is there, if it still counts."""
        if self.messages.get(message.key) is not message:
            return
        there = [process for process in self.processes if process.alive and process.asleep_until <= self._now]
        if not there:
            asyncio.get_running_loop().call_later(1.0, self._deliver, message)
            return
        process = self.rng.choice(there)
        message.process = process
        task = asyncio.get_running_loop().create_task(self._run(message, process))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def _run(self, message: Message, process: Process) -> None:
        process_now.set(process)
        errand_now.set(message.key)
        again = _Again(every=STEP_AGAIN)
        recurs = not message.args and message.name != HASTEN
        every = timedelta(seconds=10 if message.name == "reconcile" else 1) if recurs else STEP_AGAIN
        keywords: dict[str, Any] = {} if message.name == HASTEN else {"again": again}
        try:
            await self.tasks[message.name](*message.args, **keywords)
        except Killed:
            self._bury(process)
            self._redeliver(message)
            return
        except Exception as error:
            self.history.note(self._now, "broke", step=message.name, error=f"{type(error).__name__}: {error}")
        self._complete(message, None if again.cancelled or message.name == HASTEN else again.delay or every)

    def _complete(self, message: Message, delay: timedelta | None) -> None:
        """Done: run it again later, or forget it; one whose message was given to another comes back as an extra run."""
        current = self.messages.get(message.key)
        if current is message or current is None:
            self.messages.pop(message.key, None)
            if delay is not None:
                due = self._now + delay.total_seconds()
                self._schedule(Message(message.key, message.name, message.args, due))

    def _bury(self, process: Process) -> None:
        """A killed worker is replaced after a while."""
        if process in self.processes:
            self.processes.remove(process)
            asyncio.get_running_loop().call_later(RESTART_SECONDS, lambda: self.processes.append(self._new_process()))

    def _redeliver(self, message: Message) -> None:
        """Nobody renews the message any more: another worker gets it."""
        asyncio.get_running_loop().call_later(REDELIVERY.total_seconds(), self._deliver, message)

    def fall_asleep(self, process: Process) -> None:
        """What a sleeping worker holds goes to another, who may be at it when the first wakes."""
        for message in list(self.messages.values()):
            if message.process is process and REDELIVERY.total_seconds() < ASLEEP_SECONDS:
                self._redeliver(message)


def _spoilt(fault: Fault) -> Exception | None:
    """What the sender of a wake-up sees; of one that is lost or comes late nothing."""
    return None if fault in {Fault.LOST, Fault.LATE} else StoreUnavailable("Redis: ConnectionError")
