"""The life of a posting as a table: which state may follow which."""

from collections.abc import Mapping
from typing import Final

from bot.posting.posting import Posting, PostingState
from bot.rendering.frozen import moved

_WITHDRAWN: Final = frozenset({PostingState.WITHDRAWN})
FOLLOWS: Final[Mapping[PostingState, frozenset[PostingState]]] = {
    PostingState.WAITING: frozenset({PostingState.DUE}) | _WITHDRAWN,
    PostingState.DUE: frozenset({PostingState.POSTING, PostingState.FAILED, PostingState.EXPIRED}) | _WITHDRAWN,
    PostingState.POSTING: frozenset({PostingState.POSTED, PostingState.FAILED, PostingState.EXPIRED}) | _WITHDRAWN,
    PostingState.POSTED: _WITHDRAWN,
    PostingState.FAILED: frozenset({PostingState.DUE}) | _WITHDRAWN,
    PostingState.EXPIRED: _WITHDRAWN,
    PostingState.WITHDRAWN: frozenset(),
}
"""A failed posting is due again when its person asks for that: Slack had refused it, so nothing was posted."""


def changed(posting: Posting, updates: Mapping[str, object]) -> Posting:
    """`posting` with `updates`, one version on; ValueError for a change of state that the table does not have."""
    return moved(posting, updates, FOLLOWS)
