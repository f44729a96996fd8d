"""A run with real processes: a steady load, faults one after another, and what became of every request."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from signal import Signals
from typing import Any, Final

from bot.store.connection import connected
from tests.faults.checker import Violation, check
from tests.faults.real.account import Kept, history_of, read_kept
from tests.faults.real.people import People
from tests.faults.real.proxy import random_cuts
from tests.faults.real.stand import Json, Plan, Stand, standing, until_redis_answers
from tests.faults.real.watch import Watch

BETWEEN_SECONDS: Final = (2.0, 3.2)
LOAD_EVERY_SECONDS: Final = 0.7
ZOMBIE_SECONDS: Final = 19.0
"""Longer than a step that nobody renews waits for another worker: who wakes up then is one too many."""
PAUSE_SECONDS: Final = 3.0
PATIENCE_SECONDS: Final = 180.0
"""It is over as soon as everything is."""
LONGEST_STALL: Final = 30.0
STOPPED_WITHIN: Final = 4.0
WITHOUT_REDIS: Final = 2
"""The exit code of a process that started while Redis was away for too long; it is started again."""
CUT_EVERY_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Strike:
    """One fault: what is done to whom. A `pause` stops it and lets it go on after so many seconds."""

    how: str
    victim: str
    pause: float = 0.0


ROUND: Final = (
    Strike("kill -9", "worker-1"),
    Strike("kill -9", "redis"),
    Strike("SIGTERM", "worker-2"),
    Strike("kill -9", "web"),
    Strike("STOP/CONT", "worker-1", ZOMBIE_SECONDS),
    Strike("kill -9", "worker-2"),
    Strike("SIGTERM", "web"),
    Strike("STOP/CONT", "slack", PAUSE_SECONDS),
    Strike("kill -9", "worker-2"),
    Strike("SIGTERM", "redis"),
    Strike("STOP/CONT", "studio", PAUSE_SECONDS),
    Strike("STOP/CONT", "web", PAUSE_SECONDS),
    Strike("STOP/CONT", "worker-2", ZOMBIE_SECONDS),
    Strike("kill -9", "studio"),
    Strike("kill -9", "worker-1"),
    Strike("STOP/CONT", "redis", PAUSE_SECONDS),
)
"""The faults of a run, over and over; who was stopped for long sleeps on beside those that follow."""


def strikes(number: int, victim: str | None = None) -> Iterator[Strike]:
    """So many of them; with a `victim`, it is killed each time."""
    for place in range(number):
        yield ROUND[place % len(ROUND)] if victim is None else Strike("kill -9", victim)


@dataclass
class Report:
    """What came of a run; the lists name renders."""

    kills: int
    seconds: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    cuts: dict[str, int] = field(default_factory=dict)
    ended_by_themselves: dict[str, list[int]] = field(default_factory=dict)
    accepted: int = 0
    clicks: int = 0
    delivered: int = 0
    lost: list[str] = field(default_factory=list)
    billed_twice: list[str] = field(default_factory=list)
    posted_twice: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    longest_stall_seconds: float = 0.0
    stalls: list[tuple[str, float, str]] = field(default_factory=list)
    slowest_stop_seconds: float = 0.0
    left_reserved_usd: float = 0.0

    @property
    def untrue(self) -> list[str]:
        """What does not hold of what was promised, on however slow a machine."""
        problems = [
            f"{name}: {found}"
            for name in ("lost", "billed_twice", "posted_twice", "silent", "other")
            if (found := getattr(self, name))
        ]
        if self.left_reserved_usd:
            problems.append(f"${self.left_reserved_usd} is left reserved")
        crashed = {name: codes for name, codes in self.ended_by_themselves.items() if set(codes) - {WITHOUT_REDIS}}
        return [*problems, *([f"processes crashed: {crashed}"] if crashed else [])]

    @property
    def slow(self) -> list[str]:
        """What took longer than it may on a machine that has time."""
        problems = []
        if self.longest_stall_seconds > LONGEST_STALL:
            worst = max(self.stalls, key=lambda stall: stall[1])
            problems.append(f"{worst[2]} stood still for {worst[1]:.1f} s after {worst[0]}")
        if self.slowest_stop_seconds > STOPPED_WITHIN:
            problems.append(f"a SIGTERM took {self.slowest_stop_seconds:.1f} s")
        if self.ended_by_themselves:
            problems.append(f"processes ended by themselves: {self.ended_by_themselves}")
        return problems

    @property
    def broken(self) -> list[str]:
        """All that does not hold."""
        return [*self.untrue, *self.slow]

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"broken": self.broken}


_NAMES: Final = {"nothing lost": "lost", "billed once": "billed_twice", "posted once": "posted_twice"}
_NAMES_MORE: Final = {"answered": "silent", "never silent": "silent"}


class Run:
    """One run on a stand."""

    def __init__(self, stand: Stand, kills: int, seed: int, victim: str | None = None) -> None:
        self._stand = stand
        self._victim = victim
        self._rng = random.Random(seed)
        self._report = Report(kills)
        self._people = People([stand.ports["web"]], stand.redis_url)
        self._watch = Watch(self._people)
        self._moments: list[tuple[str, float]] = []
        self._asleep: set[asyncio.Task[None]] = set()

    async def play(self) -> Report:
        """From the first request to the account."""
        begun = time.time()
        background = [
            asyncio.create_task(self._watch.look_on(self._stand.redis_url)),
            asyncio.create_task(self._cut_at_random()),
        ]
        load = asyncio.create_task(self._load())
        try:
            await asyncio.sleep(2)
            for strike in strikes(self._report.kills, self._victim):
                await self._strike(strike)
                await asyncio.sleep(self._rng.uniform(*BETWEEN_SECONDS))
            await asyncio.gather(*self._asleep)
            load.cancel()
            await asyncio.gather(load, return_exceptions=True)
            background[1].cancel()
            await self._until_over()
        finally:
            for task in (*background, load, *self._asleep):
                task.cancel()
            await asyncio.gather(*background, load, *self._asleep, return_exceptions=True)
        self._report.seconds = round(time.time() - begun, 1)
        await self._account()
        return self._report

    async def _load(self) -> None:
        async with asyncio.TaskGroup() as people:
            while True:
                with suppress(Exception):  # a person whose form Redis could not keep has asked for nothing yet
                    people.create_task(self._ask(await self._people.draft()))
                await asyncio.sleep(LOAD_EVERY_SECONDS)

    async def _ask(self, draft_id: str) -> None:
        await self._people.make(draft_id)

    async def _cut_at_random(self) -> None:
        while True:
            name = self._rng.choice(["redis", "slack", "studio"])
            self._stand.proxies[name].cut(*random_cuts(self._rng, 2_000))
            await asyncio.sleep(CUT_EVERY_SECONDS)

    async def _strike(self, strike: Strike) -> None:
        await self._awake(strike.victim)
        told = f"{strike.how} {strike.victim}"
        self._report.faults[told] = self._report.faults.get(told, 0) + 1
        self._moments.append((told, time.time()))
        member = self._stand.members[strike.victim]
        if strike.pause:
            member.send(Signals.SIGSTOP)
            waking = asyncio.create_task(self._wake(strike), name=strike.victim)
            self._asleep.add(waking)
            waking.add_done_callback(self._asleep.discard)
            return
        took = await member.replace(Signals.SIGKILL if strike.how == "kill -9" else Signals.SIGTERM)
        if strike.how == "SIGTERM" and strike.victim != "redis":
            self._report.slowest_stop_seconds = max(self._report.slowest_stop_seconds, round(took, 2))
        if strike.victim == "redis":
            await until_redis_answers(self._stand.redis_url)

    async def _wake(self, strike: Strike) -> None:
        await asyncio.sleep(strike.pause)
        self._stand.members[strike.victim].send(Signals.SIGCONT)

    async def _awake(self, victim: str) -> None:
        """Until nobody of that name is asleep."""
        await asyncio.gather(*(task for task in self._asleep if task.get_name() == victim))

    async def _until_over(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self._watch.waiting:  # noqa: ASYNC110 - the records move in Redis, and set no event
                    await asyncio.sleep(0.2)
        await asyncio.sleep(2)  # the last steps close what was posted

    async def _account(self) -> None:
        report, accepted = self._report, [asked.draft_id for asked in self._people.accepted]
        async with connected(self._stand.redis_url) as redis:
            kept = await self._settled(redis, [asked.draft_id for asked in self._people.asked])
        slack, studio = await self._stand.slack_state(), await self._stand.studio_state()
        history = history_of(accepted, kept, slack, studio, seconds=report.seconds)
        lines = [json.dumps([event.at, event.kind, event.said], default=str) for event in history.events]
        (self._stand.folder / "history.jsonl").write_text("\n".join(lines))
        report.accepted, report.clicks = len(accepted), sum(asked.tries for asked in self._people.asked)
        report.delivered = len({posting.render_id for posting in kept.postings.values() if posting.state == "posted"})
        for violation in check(history):
            self._blame(violation)
        for name, proxy in self._stand.proxies.items():
            report.cuts |= {f"{name}: {way}": times for way, times in Counter(proxy.cuts).items()}
        report.ended_by_themselves = {name: each.ends for name, each in self._stand.members.items() if each.ends}
        for told, at in self._moments:
            stall, who = self._watch.stall_after(at)
            report.stalls.append((told, round(stall, 1), who))
        report.longest_stall_seconds = max((stall for _, stall, _ in report.stalls), default=0.0)
        report.left_reserved_usd = kept.reserved / 1_000_000

    async def _settled(self, redis: Any, accepted: list[str]) -> Kept:
        """What is kept, once every render is closed, or patience is over."""
        deadline = time.time() + PATIENCE_SECONDS
        while True:
            kept = await read_kept(redis, accepted)
            if all(each.ended and each.closed for each in kept.renders.values()) or time.time() > deadline:
                return kept
            await asyncio.sleep(1)

    def _blame(self, violation: Violation) -> None:
        name = (_NAMES | _NAMES_MORE).get(violation.promise, "other")
        getattr(self._report, name).append(f"{violation.promise}: {violation.about}: {violation.how}")


async def run_kills(
    folder: Path, kills: int, *, seed: int = 1, plan: Plan | None = None, victim: str | None = None
) -> Report:
    """Put so many faults into real processes under load; what came of it."""
    async with standing(folder, plan) as stand:
        return await Run(stand, kills, seed, victim).play()


def describe(report: Report) -> Iterator[str]:
    """The report for a person."""
    told: Json = report.as_json()
    yield f"{report.kills} faults in {report.seconds} s, {sum(report.cuts.values())} connections cut"
    for name, times in sorted(report.faults.items()):
        yield f"  {times:>4} {name}"
    for name, times in sorted(report.cuts.items()):
        yield f"  {times:>4} cut {name}"
    yield f"{report.accepted} renders accepted, {report.delivered} delivered, {report.clicks} clicks"
    for name in ("lost", "billed_twice", "posted_twice", "silent", "other"):
        yield f"  {len(told[name]):>4} {name.replace('_', ' ')}"
    yield f"longest stall after a fault: {report.longest_stall_seconds} s"
    yield f"slowest end after SIGTERM: {report.slowest_stop_seconds} s"
    yield from (f"BROKEN {problem}" for problem in report.broken)
