"""A worker killed between any two calls of a batch's making, before or after the call took effect."""

from collections import Counter
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.posting.batch import Batch, BatchState, RowState
from bot.posting.batch_desk import Batches
from bot.posting.batch_making import Making, Shelves
from bot.posting.posting import PostingState
from bot.posting.results import Results
from bot.rendering.render import RenderState
from tests.bot.posting.batches import FakeBatches, FakeDesk, FakeSlots, a_batch, a_row, states
from tests.bot.posting.fakes import FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render

CALLS = 37
"""As many as a batch of four makes, so that each call is once the last."""


class Killed(Exception):
    """The worker is gone."""


class Knife:
    """Lets one call of all be the last that a worker makes: `after` it took effect, or before."""

    def __init__(self, at: int, *, after: bool) -> None:
        self._left, self._after = at, after

    def over(self, port: object) -> Any:
        """The port, with the knife over each of its methods."""
        return _UnderKnife(port, self)

    async def cut(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Make the call, unless the worker is killed before."""
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Killed
        result = await call()
        if self._left == 0:
            raise Killed
        return result


class _UnderKnife:
    def __init__(self, port: object, knife: Knife) -> None:
        self._port, self._knife = port, knife

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        async def call(*args: Any, **kwargs: Any) -> Any:
            return await self._knife.cut(lambda: method(*args, **kwargs))

        return call


class Bench:
    """A batch of four, the first of whom gets the sample that is there; two clips may be under way at once."""

    def __init__(self, knife: Knife) -> None:
        self.batches, self.renders, self.postings = FakeBatches(), FakeRecords(), FakePostings()
        self.slots, self.wakeups, self.clock = FakeSlots(most=2), FakeWakeups(), FakeClock()
        self.desk = FakeDesk(self.renders)
        self.killed = False
        self._knife = knife
        sample = a_render(id="sample", state=RenderState.READY, closed=True, results=(a_posting().result,))
        self.renders.put(sample)
        shown = a_posting(id="sample-0", render_id="sample", state=PostingState.POSTED, file_id="F1")
        self.postings.stored[shown.id] = shown
        first = a_row(2, render_id="sample")
        self.batches.put(a_batch(rows=(first, *(a_row(line) for line in range(3, 6)))))

    async def work(self, rounds: int) -> Batch:
        """So many rounds, by a worker that may be killed in them and another that takes its place."""
        for _ in range(rounds):
            batch = self.batches.only
            if batch.state is BatchState.FINISHED:
                break
            try:
                await self._making().run(batch, self.clock)
            except Killed:
                self.killed = True
            self._deliver()
        return self.batches.only

    def _making(self) -> Making:
        over = self._knife.over if not self.killed else lambda port: port
        results = Results(self.postings, self.renders, self.wakeups, self.clock)
        shelves = Shelves(over(self.renders), over(self.postings))
        return Making(over(self.batches), shelves, over(self.desk), results, over(self.slots), over(self.wakeups))

    def sent(self) -> Counter[str]:
        """How many clips each person got, the sender's own sample left out."""
        places = {render.id: render.destination.channel_id for render in self.renders.stored.values()}
        others = [posting for posting in self.postings.stored.values() if posting.id != "sample-0"]
        return Counter(
            posting.destination.channel_id if posting.elsewhere else places[posting.render_id] for posting in others
        )

    def _deliver(self) -> None:
        """The oldest clip under way is sent, as other steps would; one that is made already at once."""
        for posting in self.postings.stored.values():
            if posting.state is PostingState.DUE:
                sent = {"state": PostingState.POSTED, "posted_at": NOON}
                self.postings.stored[posting.id] = posting.model_copy(update=sent)
        for render in self.renders.stored.values():
            if render.state is RenderState.REQUESTED:
                ready = {"state": RenderState.READY, "closed": True, "results": (a_posting().result,)}
                self.renders.put(render.model_copy(update=ready))
                self.postings.stored[f"{render.id}-0"] = a_posting(
                    id=f"{render.id}-0", render_id=render.id, state=PostingState.POSTED, posted_at=NOON
                )
                return


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
async def test_everybody_gets_one_clip_wherever_the_worker_is_killed(at: int, after: bool) -> None:
    bench = Bench(Knife(at, after=after))

    batch = await bench.work(rounds=20)

    assert (batch.state, states(batch)) == (BatchState.FINISHED, [RowState.SENT] * 4)
    assert bench.sent() == dict.fromkeys(["U2", "U3", "U4", "U5"], 1)
    assert len(bench.renders.stored) == 4
    assert bench.slots.taken == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
async def test_a_stop_and_a_second_start_make_nobody_two_clips(at: int, after: bool) -> None:
    bench = Bench(Knife(at, after=after))
    buttons = Batches(bench.batches, bench.desk, bench.wakeups, bench.clock)
    await bench.work(rounds=1)
    await buttons.stop(bench.batches.only)
    await bench.work(rounds=20)
    assert bench.batches.only.state is BatchState.FINISHED

    if bench.batches.only.again:
        await buttons.retry(bench.batches.only, _plenty)
    batch = await bench.work(rounds=20)

    assert states(batch) == [RowState.SENT] * 4
    assert bench.sent() == dict.fromkeys(["U2", "U3", "U4", "U5"], 1)


async def _plenty() -> Decimal:
    return Decimal(1_000)
