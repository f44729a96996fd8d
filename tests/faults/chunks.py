"""Parts of a campaign, each for one process to play."""

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.pool import Pool
from typing import Final

from tests.faults.campaign import STORIES, Case, Tally, pairs, seeded, singles
from tests.faults.hunting import Caught, hunt
from tests.faults.losses import WAYS, Loss, lose
from tests.faults.mutants import MUTANTS
from tests.faults.world import play

CHUNK: Final = 100


@dataclass(frozen=True)
class Chunk:
    """A part of a campaign that one process plays: `kind` is `seeds`, `hostile`, `singles` or `pairs`."""

    kind: str
    story: str
    start: int
    stop: int

    def cases(self) -> Iterator[Case]:
        """The runs of this part."""
        if self.kind in {"seeds", "hostile"}:
            return map(partial(seeded, hostile=self.kind == "hostile"), range(self.start, self.stop))
        return islice(singles(self.story) if self.kind == "singles" else pairs(self.story), self.start, self.stop)


def chunks(kind: str, total: int, *, story: str = "") -> Iterator[Chunk]:
    """A campaign in parts."""
    for start in range(0, total, CHUNK):
        yield Chunk(kind, story, start, min(start + CHUNK, total))


def campaign(seeds: int, first: int, *, with_singles: bool, with_pairs: bool, hostile: int) -> Iterator[Chunk]:
    """All that is asked for, in parts."""
    for story in STORIES if with_singles else ():
        yield from chunks("singles", sum(1 for _ in singles(story)), story=story)
    if with_pairs:
        yield from chunks("pairs", sum(1 for _ in pairs("plain")), story="plain")
    for chunk in chunks("seeds", seeds):
        yield Chunk("seeds", "", chunk.start + first, chunk.stop + first)
    yield from chunks("hostile", hostile)


def play_chunk(chunk: Chunk) -> dict[str, Tally]:
    """Play one part; seeds are told apart by their service. What runs leave behind is looked for once, at the end."""
    tallies: dict[str, Tally] = {}
    gc.disable()
    try:
        for case in chunk.cases():
            kind = case.story if chunk.kind == "seeds" else chunk.kind
            tallies.setdefault(kind, Tally()).add(case, play(case.scenario, case.plan, case.seed))
        return tallies
    finally:
        gc.enable()
        gc.collect()


def play_all(parts: Sequence[Chunk]) -> Iterator[tuple[dict[str, Tally], int]]:
    """Play the parts on all cores; after each, the tallies by kind so far, and how many parts are left."""
    tallies: dict[str, Tally] = {}
    with _pool() as pool:
        for done, found in enumerate(pool.imap_unordered(play_chunk, parts), start=1):
            for kind, tally in found.items():
                tallies.setdefault(kind, Tally()).merge(tally)
            yield tallies, len(parts) - done


def hunt_all() -> list[Caught]:
    """Look for every mutant."""
    with _pool() as pool:
        return pool.map(hunt, MUTANTS, chunksize=1)


def lose_all(renders: int) -> list[Loss]:
    """Lose answers in every way."""
    if not renders:
        return []
    with _pool() as pool:
        return pool.starmap(lose, [(way, renders) for way in WAYS], chunksize=1)


def _pool() -> Pool:
    return multiprocessing.get_context("spawn").Pool()
