"""Parts of a campaign, each for one process to play."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from tests.faults.campaign import Case, Tally, pairs, run, seeded, singles

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


def play_chunk(chunk: Chunk) -> tuple[str, Tally]:
    """Play one part; by its kind. What it leaves behind is looked for once, not during each run."""
    gc.disable()
    try:
        return chunk.kind, run(chunk.cases())
    finally:
        gc.enable()
        gc.collect()
