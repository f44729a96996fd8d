"""The life of a batch as a table: which state may follow which."""

from collections.abc import Mapping
from typing import Final

from bot.posting.batch import Batch, BatchState
from bot.rendering.frozen import moved

FOLLOWS: Final[Mapping[BatchState, frozenset[BatchState]]] = {
    BatchState.READING: frozenset({BatchState.PLANNED, BatchState.REFUSED, BatchState.DROPPED}),
    BatchState.REFUSED: frozenset({BatchState.DROPPED}),
    BatchState.PLANNED: frozenset({BatchState.SAMPLING, BatchState.DROPPED}),
    BatchState.SAMPLING: frozenset({BatchState.SAMPLED, BatchState.PLANNED, BatchState.DROPPED}),
    BatchState.SAMPLED: frozenset({BatchState.RUNNING, BatchState.DROPPED}),
    BatchState.RUNNING: frozenset({BatchState.FINISHED}),
    BatchState.FINISHED: frozenset({BatchState.RUNNING}),
    BatchState.DROPPED: frozenset(),
}
"""A sample that failed can be made again; a finished batch runs again for the clips that failed or were stopped."""


def changed(batch: Batch, updates: Mapping[str, object]) -> Batch:
    """`batch` with `updates`, one version on; ValueError for a change of state that the table does not have."""
    return moved(batch, updates, FOLLOWS)
