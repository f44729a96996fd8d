"""The life of a render as a table: which state may follow which."""

from collections.abc import Mapping
from typing import Final

from bot.rendering.frozen import moved
from bot.rendering.render import Render, RenderState

FOLLOWS: Final[Mapping[RenderState, frozenset[RenderState]]] = {
    RenderState.REQUESTED: frozenset({RenderState.ANCHORED, RenderState.FAILED, RenderState.CANCELLED}),
    RenderState.ANCHORED: frozenset({RenderState.SUBMITTED, RenderState.FAILED, RenderState.CANCELLED}),
    RenderState.SUBMITTED: frozenset({RenderState.ANCHORED, RenderState.READY, RenderState.FAILED}),
    RenderState.READY: frozenset(),
    RenderState.FAILED: frozenset(),
    RenderState.CANCELLED: frozenset(),
}
"""A submitted render goes back to anchored once: for a second task after a definite failure."""


def changed(render: Render, updates: Mapping[str, object]) -> Render:
    """`render` with `updates`, one version on; ValueError for a change of state that the table does not have."""
    return moved(render, updates, FOLLOWS)
