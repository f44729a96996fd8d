"""One run: people ask for renders, faults are put in, time passes until nothing is left to be done."""

import asyncio
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

import structlog

from bot.rendering.consent import Consent
from bot.rendering.media import reference_to
from bot.rendering.render import Choices, Destination, Render
from bot.store.kinds import POSTINGS, RENDERS
from tests.faults.clock import VirtualLoop, virtual_now
from tests.faults.faults import Calls, Fault, Plan
from tests.faults.herald import Outside, Parts, parts_of, put_together
from tests.faults.history import History
from tests.faults.people import Deed, People
from tests.faults.queue import Queue
from tests.faults.slack import TEAM, Slack
from tests.faults.store import MemoryPolls, MemoryRecords, MemoryTreasury, Shelf
from tests.faults.studio import Manner, Studio

PATIENCE_SECONDS: Final = 1_500.0
"""A run that is not over by then never will be."""
MEMORY: Final = "/dev/shm"  # folders with names of their own are made in it
PRICE: Final = Decimal("0.30")
RESERVED: Final = Decimal("0.39")
Mutation = Callable[[Outside, Parts], None]


@dataclass(frozen=True)
class Scenario:
    """What a run is about, without its faults."""

    renders: int = 1
    results: int = 1
    workers: int = 2
    manner: Manner = field(default_factory=Manner)
    may_look: bool = True
    refuses_posts: str | None = None
    in_thread: bool = False
    ttl_seconds: int = 86_400
    budget: Decimal = Decimal(50)
    clicks: int = 1
    queue_lost_at: float | None = None
    deeds: tuple[Deed, ...] = ()
    media: bool = False
    photo: bool = False
    hooks: bool = False
    breaks: str | None = None
    kept: Callable[[Outside], None] | None = None
    begins_at: float = 0.0


@dataclass
class Run:
    """What came of a run."""

    history: History
    calls: list[str]
    faults: list[tuple[str, Fault]]
    seconds: float = 0.0
    unfinished: list[str] = field(default_factory=list)


def play(scenario: Scenario, plan: Plan, seed: int, mutate: Mutation | None = None, *, keep_texts: bool = False) -> Run:
    """Play one run to its end; the same arguments give the same history.

    With `keep_texts` it has each record as it would stand in Redis.
    """
    rng = random.Random(seed)
    history = History()
    calls = Calls(plan, rng, history)
    loop = VirtualLoop(scenario.begins_at)
    with _surroundings():
        try:
            loop.run_until_complete(_World(scenario, calls, history, rng, keep_texts).play(mutate))
            return Run(history, calls.names, calls.faults, loop.time())
        finally:
            _end(loop)


@contextmanager
def _surroundings() -> Iterator[None]:
    """Nothing is logged, and what is written to files stays in memory: each run writes some."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    before = tempfile.tempdir
    tempfile.tempdir = MEMORY if Path(MEMORY).is_dir() else before
    try:
        yield
    finally:
        tempfile.tempdir = before
        structlog.reset_defaults()


def _end(loop: VirtualLoop) -> None:
    """Cut off what still runs, so that nothing of this run is left for the next."""
    left = asyncio.all_tasks(loop.standard)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(_ended(left))


async def _ended(tasks: "set[asyncio.Task[Any]]") -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


class _World:
    def __init__(
        self, scenario: Scenario, calls: Calls, history: History, rng: random.Random, keep_texts: bool
    ) -> None:
        self._scenario = scenario
        self._history = history
        self._rng = rng
        self._calls = calls
        shelf = Shelf(calls, history, keep_texts=keep_texts)
        renders = MemoryRecords(shelf, RENDERS)
        self._queue = Queue(calls, history, rng, scenario.workers)
        calls.when_asleep = self._queue.fall_asleep
        self._outside = Outside(
            slack=Slack(calls, history, scenario.may_look, scenario.refuses_posts),
            studio=Studio(calls, history, scenario.manner),
            queue=self._queue,
            renders=renders,
            postings=MemoryRecords(shelf, POSTINGS),
            polls=MemoryPolls(shelf),
            treasury=MemoryTreasury(shelf, renders),
            rng=rng,
        )

    async def play(self, mutate: Mutation | None) -> None:
        """From the first click to the end."""
        parts = self._prepare(mutate)
        self._queue.start()
        loop = asyncio.get_running_loop()
        if self._scenario.queue_lost_at is not None:
            loop.call_at(self._scenario.queue_lost_at, self._queue.empty)
        people = self._people(parts)
        while loop.time() < PATIENCE_SECONDS:
            await asyncio.sleep(1)
            asked = all(person.done() for person in people)
            if asked and self._over() and self._queue.idle and loop.time() > self._calls.late_until:
                break
        for person in people:
            if person.done():
                person.result()
        self._history.note(loop.time(), "ended", quiet=self._over())

    def _prepare(self, mutate: Mutation | None) -> Parts:
        """Herald put together, in front of what is there already."""
        parts = parts_of(self._outside)
        if self._scenario.hooks:
            parts.hook_address = lambda *task: f"https://herald.example/{'/'.join(map(str, task))}"
        if mutate is not None:
            mutate(self._outside, parts)
        if self._scenario.kept is not None:
            self._scenario.kept(self._outside)
        put_together(parts, self._queue, breaks=self._scenario.breaks)
        return parts

    def _people(self, parts: Parts) -> "list[asyncio.Task[None]]":
        """Those who ask, and those who press something afterwards."""
        scenario, loop = self._scenario, asyncio.get_running_loop()
        people = People(self._outside, parts, self._rng, scenario.clicks)
        self._outside.studio.tell = people.tell
        asking = [
            people.ask(number, partial(self._render, number), scenario.budget) for number in range(scenario.renders)
        ]
        return [loop.create_task(deed) for deed in (*asking, *map(people.do, scenario.deeds))]

    def _over(self) -> bool:
        renders = (cell.record for cell in self._outside.renders.cells.values())
        postings = (cell.record for cell in self._outside.postings.cells.values())
        return all(map(RENDERS.over, renders)) and all(each.ended for each in postings)

    def _render(self, number: int) -> Render:
        scenario = self._scenario
        return Render(
            id=f"r{number}",
            team_id=TEAM,
            user_id=f"U{number}",
            version=1,
            script="Good morning, team.",
            choices=Choices(
                avatar="ava",
                voice="jenny",
                number_results=scenario.results,
                background=reference_to("F0PICTURE") if scenario.media else None,
            ),
            destination=Destination(
                channel_id=f"C{number % 2}", thread_ts="1700000000.000100" if scenario.in_thread else None
            ),
            ttl_seconds=scenario.ttl_seconds,
            expected_seconds=3,
            price=PRICE * scenario.results,
            reserved=RESERVED * scenario.results,
            requested_at=virtual_now(),
            consent=Consent.of("U7", f"U{number}", virtual_now()) if scenario.photo else None,
        )
