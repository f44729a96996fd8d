"""Where faults are put in: every call that leaves a process goes through here, and is counted."""

import asyncio
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Final, TypeVar

from tests.faults.history import History

Result = TypeVar("Result")


class Fault(Enum):
    """What may happen to a call."""

    REFUSED = "refused"
    RESET_BEFORE = "reset before it took effect"
    RESET_AFTER = "reset after it took effect"
    ERROR_BEFORE = "5xx before it took effect"
    ERROR_AFTER = "5xx after it took effect"
    LIMITED = "429"
    TRUNCATED = "truncated answer"
    FOREIGN = "foreign answer"
    HTML = "HTML for an answer"
    SLOW = "answered too late"
    LATE = "took effect after the caller had given up"
    LOST = "taken and lost"
    TWICE = "made twice"
    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    SLEEP_BEFORE = "asleep past redelivery before"
    SLEEP_AFTER = "asleep past redelivery after"


_PROCESS: Final = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.SLEEP_BEFORE, Fault.SLEEP_AFTER)
_HTTP: Final = (
    Fault.REFUSED,
    Fault.RESET_BEFORE,
    Fault.RESET_AFTER,
    Fault.ERROR_BEFORE,
    Fault.ERROR_AFTER,
    Fault.LIMITED,
    Fault.TRUNCATED,
    Fault.FOREIGN,
    Fault.HTML,
    Fault.SLOW,
    Fault.LATE,
    *_PROCESS,
)
FAULTS: Final[Mapping[str, tuple[Fault, ...]]] = {
    "redis": (Fault.REFUSED, Fault.RESET_AFTER, Fault.TWICE, Fault.SLOW, *_PROCESS),
    "queue": (Fault.REFUSED, Fault.RESET_AFTER, Fault.LOST, Fault.TWICE, Fault.LATE, *_PROCESS),
    "slack": _HTTP,
    "runware": _HTTP,
    "video": _HTTP,
}
"""What may happen to the calls of each service, by the first word of the call's name."""

BEFORE: Final = frozenset(
    {Fault.REFUSED, Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.LIMITED, Fault.LATE, Fault.LOST}
)
"""With these the call has no effect by the time it ends."""
AFTER: Final = frozenset({Fault.RESET_AFTER, Fault.ERROR_AFTER, Fault.TRUNCATED, Fault.FOREIGN, Fault.HTML, Fault.SLOW})
"""With these it had its effect, and the caller sees something else than the answer."""
ASLEEP_SECONDS: Final = 40.0
ON_TIME_SECONDS: Final = 1.0
"""A request that takes longer to arrive was stopped on its way, with the process that sent it."""
RETRY_AFTER_SECONDS: Final = 3
"""How long a service that answers 429 asks to be left alone."""
CLOCKS_APART_SECONDS: Final = 0.05
LATE_SECONDS: Final = 13.0
"""Longer than any call is waited for."""


class Killed(BaseException):
    """The process that this code runs in is no more."""


@dataclass
class Process:
    """A worker or web process: alive, asleep until some time, or dead."""

    name: str
    alive: bool = True
    asleep_until: float = 0.0


errand_now: ContextVar[str] = ContextVar("errand_now", default="")
"""What the code that is running was woken for."""
process_now: ContextVar[Process] = ContextVar("process_now")
"""The process whose code is running."""


@dataclass
class Plan:
    """Which call suffers what: by number, by the beginning of its name, or by chance, until `most` have been put in."""

    at: Mapping[int, Fault] = field(default_factory=dict)
    named: tuple[str, Fault] | None = None
    chance: float = 0.0
    most: int = 0


class Calls:
    """Makes calls take time, and go wrong as planned."""

    def __init__(self, plan: Plan, rng: Random, history: History) -> None:
        self._plan = plan
        self._rng = rng
        self._history = history
        self.names: list[str] = []
        self.faults: list[tuple[str, Fault]] = []
        self.late_until = 0.0
        self._limited: dict[str, float] = {}
        self.when_asleep: Callable[[Process], None] = lambda process: None

    def limit(self, subject: str) -> None:
        """Note that the service asked this errand to leave it alone about the subject."""
        self._limited[_whose(subject)] = asyncio.get_running_loop().time() + RETRY_AFTER_SECONDS

    def heed(self, call: str, subject: str) -> None:
        """Note where an errand asks again about a subject sooner than it was asked to."""
        now = asyncio.get_running_loop().time()
        early = self._limited.pop(_whose(subject), 0.0) - now
        if early > CLOCKS_APART_SECONDS:
            self._history.note(now, "pressed", call=call, subject=subject, early=early)

    async def make(
        self,
        name: str,
        effect: Callable[[], Result],
        spoilt: Callable[[Fault], Exception | Result],
        *,
        patience: float | None = None,
    ) -> Result:
        """Make a call that has an effect; `spoilt` is what its caller sees of a fault: an error, or another answer.

        The caller waits for `patience` seconds; None when it waits as long as it takes.
        """
        fault = self._next(name)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._pass(self._rng.uniform(0.001, 0.02))
        cut = await self._befall_before(fault)
        if fault is Fault.LATE:
            self.late_until = loop.time() + LATE_SECONDS
            loop.call_at(self.late_until, self._take_effect, effect, True)
            await self._pass(patience or 0)
        if fault in BEFORE:
            return _seen(spoilt(fault))
        late = loop.time() - begun > ON_TIME_SECONDS
        result = self._take_effect(effect, late)
        if fault is Fault.TWICE:
            result = self._take_effect(effect, late)
        if cut is not None:
            raise cut
        await self._pass(self._rng.uniform(0.001, 0.02))
        await self._befall_after(fault)
        if fault is Fault.SLOW:
            await self._pass(3.0 if patience is None else patience)
        if fault in AFTER and not (fault is Fault.SLOW and patience is None):
            return _seen(spoilt(fault))
        return result

    def _take_effect(self, effect: Callable[[], Result], late: bool) -> Result:
        self._history.late = late
        try:
            return effect()
        finally:
            self._history.late = False

    async def _befall_before(self, fault: Fault | None) -> BaseException | None:
        if fault is Fault.CRASH_BEFORE:
            raise self._kill()
        return await self._sleep() if fault is Fault.SLEEP_BEFORE else None

    async def _befall_after(self, fault: Fault | None) -> None:
        if fault is Fault.CRASH_AFTER:
            raise self._kill()
        if fault is Fault.SLEEP_AFTER and (cut := await self._sleep()) is not None:
            raise cut

    def _next(self, name: str) -> Fault | None:
        self.names.append(name)
        number = len(self.names)
        possible = FAULTS[name.partition(" ")[0]]
        fault = self._plan.at.get(number)
        if self._plan.chance and len(self.faults) < self._plan.most and self._rng.random() < self._plan.chance:
            named, fault = self._plan.named or ("", self._rng.choice(possible))
            fault = fault if name.startswith(named) else None
        if fault is None or fault not in possible:
            return None
        self.faults.append((name, fault))
        at = asyncio.get_running_loop().time()
        self._history.note(at, "fault", call=name, number=number, fault=fault.value)
        return fault

    async def _pass(self, seconds: float) -> None:
        """Let time go by; a process that died meanwhile goes no further, and one that sleeps not before it wakes."""
        process = process_now.get()
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            await _wake(process)  # its timers do not run while it sleeps
            raise
        if process.asleep_until:
            await _wake(process)
        if not process.alive:
            raise Killed

    async def _sleep(self) -> BaseException | None:
        """Stop the process for a while; returns what would have cut the call short meanwhile."""
        process = process_now.get()
        process.asleep_until = asyncio.get_running_loop().time() + ASLEEP_SECONDS
        self.when_asleep(process)
        try:
            await self._pass(0)
        except asyncio.CancelledError as cut:
            return cut
        return await _wake(process)

    def _kill(self) -> Killed:
        process_now.get().alive = False
        return Killed()


async def _wake(process: Process) -> BaseException | None:
    """Return when the process is not asleep, with what would have cut it short meanwhile."""
    loop = asyncio.get_running_loop()
    cut: BaseException | None = None
    while process.alive and loop.time() < process.asleep_until:
        try:
            await asyncio.sleep(process.asleep_until - loop.time())
        except asyncio.CancelledError as error:
            cut = error
    return cut


def _whose(subject: str) -> str:
    return f"{process_now.get().name} {errand_now.get()} {subject}"


def _seen(outcome: Exception | Result) -> Result:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
