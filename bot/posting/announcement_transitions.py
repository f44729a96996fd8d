"""The life of an announcement as a table: which state may follow which, and by what."""

from collections.abc import Mapping
from typing import Final

from bot.posting.announcement import Announcement, AnnouncementState
from bot.rendering.frozen import moved

_S: Final = AnnouncementState
_HANDED_IN: Final = frozenset({_S.SCRIPT_REVIEW, _S.MAKING})
"""By the author: to the approver first, or straight to the video where there is none."""
_CALLED_OFF: Final = frozenset({_S.CANCELLED})
"""By the author, or because the video was called off or deleted."""
_DECIDED: Final = frozenset({_S.CHANGES_WANTED, _S.REJECTED})
"""By the reviewer; what is approved goes on."""

FOLLOWS: Final[Mapping[AnnouncementState, frozenset[AnnouncementState]]] = {
    _S.DRAFT: _HANDED_IN | _CALLED_OFF,
    _S.SCRIPT_REVIEW: _HANDED_IN | _DECIDED | _CALLED_OFF,
    _S.CHANGES_WANTED: _HANDED_IN | _CALLED_OFF,
    _S.MAKING: frozenset({_S.VIDEO_REVIEW, _S.APPROVED, _S.FAILED}) | _CALLED_OFF,
    _S.VIDEO_REVIEW: frozenset({_S.APPROVED}) | _HANDED_IN | _DECIDED | _CALLED_OFF,
    _S.APPROVED: frozenset({_S.POSTED}) | _CALLED_OFF,
    _S.FAILED: _HANDED_IN | _CALLED_OFF,
    _S.POSTED: frozenset({_S.APPROVED}),
    _S.REJECTED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""A posted announcement is approved again, and on its way, when a channel that refused it is tried once more."""


def changed(announcement: Announcement, updates: Mapping[str, object]) -> Announcement:
    """`announcement` with `updates`, one version on; ValueError for a change of state that the table does not have."""
    return moved(announcement, updates, FOLLOWS)
