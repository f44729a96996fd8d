"""What one workspace may choose from: the service's catalogue, and what its admins allow beside it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from bot.errors import StoreUnavailable
from bot.recent import Recent
from bot.runware.catalogue import Option
from bot.runware.labels import avatar_label, voice_label
from bot.runware.languages import language_label
from bot.runware.search import SuggestionIndex
from bot.runware.shelf import Shelf, spoken_by

KEPT_FOR: Final = timedelta(seconds=30)
"""How old what is suggested may be; whether an id is allowed is asked anew when it is handed in."""
LONGEST_WAIT: Final = timedelta(milliseconds=500)
"""A keystroke waits no longer than this for the store."""
KEPT_AT_MOST: Final = 1000

_LABELS: Final[Mapping[str, Callable[[str], str]]] = {
    "avatar": avatar_label,
    "voice": voice_label,
    "language": language_label,
}


class AllowList(Protocol):
    """What admins allow beside the catalogue, by workspace."""

    async def has(self, team_id: str, kind: str, id_: str, /) -> bool:
        """Whether an id is allowed at this moment."""

    async def of(self, team_id: str, /) -> Mapping[str, Mapping[str, str]]:
        """All that the workspace allows: by kind, ids and labels; a label may be empty."""


@dataclass(frozen=True)
class _Own:
    """A workspace's own ids, searchable by kind."""

    indexes: Mapping[str, SuggestionIndex]
    until: float


class Offer:
    """The shelf, and a short memory of what each workspace has beside it."""

    def __init__(self, shelf: Shelf, allowed: AllowList, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._shelf = shelf
        self._allowed = allowed
        self._monotonic = monotonic
        self._own = Recent[str, _Own](KEPT_AT_MOST)

    async def has(self, team_id: str, kind: str, value: str) -> bool:
        """Whether the workspace may use `value` as this `kind`; raises StoreUnavailable where only the store knows."""
        return self._shelf.has(kind, value) or await self._allowed.has(team_id, kind, value)

    async def labels(self, team_id: str) -> Callable[[str], str]:
        """What people in the workspace read for an id; the id itself when it is no longer on offer."""
        own = await self._own_of(team_id)

        def label(value: str) -> str:
            return next((index.label(value) for index in own.values() if value in index), self._shelf.label(value))

        return label

    async def suggest(
        self, team_id: str, kind: str, query: str, *, first: Sequence[str] = (), language: str | None = None
    ) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON): the workspace's own ids ahead of the catalogue's.

        With nothing typed, the ids `first` lead. Voices are those for `language` (a code), where there are some.
        """
        own = (await self._own_of(team_id)).get(kind)
        return self._shelf.suggest(kind, query, first=first, own=own, language=language)

    async def first(self, _team_id: str, kind: str) -> str | None:
        """The avatar or voice that somebody begins with who never chose one; None where there is none."""
        return self._shelf.first(kind)

    def preview(self, value: str) -> str | None:
        """The address of an avatar's picture, or of a sample of a voice, where the service gives one."""
        return self._shelf.preview(value)

    def speaks(self, voice: str, language: str) -> bool:
        """Whether the voice is one for the language (a code); true where nothing is known of the voice."""
        return self._shelf.speaks(voice, language)

    def language_of(self, voice: str) -> str | None:
        """The code of the language that a voice speaks when none is chosen; None where its id is silent."""
        return spoken_by(voice)

    @property
    def resolutions(self) -> Sequence[str]:
        """The service's presets for the size of a video."""
        return [option.id for option in self._shelf.catalogue.resolutions]

    async def _own_of(self, team_id: str) -> Mapping[str, SuggestionIndex]:
        kept = self._own.get(team_id)
        if kept is not None and self._monotonic() < kept.until:
            return kept.indexes
        indexes: Mapping[str, SuggestionIndex] = {} if kept is None else kept.indexes
        try:
            async with asyncio.timeout(LONGEST_WAIT.total_seconds()):
                indexes = _indexes(await self._allowed.of(team_id))
        except (StoreUnavailable, TimeoutError):
            pass  # the catalogue is in memory and answers all the same
        self._own.put(team_id, _Own(indexes, self._monotonic() + KEPT_FOR.total_seconds()))
        return indexes


def _indexes(allowed: Mapping[str, Mapping[str, str]]) -> dict[str, SuggestionIndex]:
    """Only of the kinds of which there are some: most workspaces have none."""
    return {
        kind: SuggestionIndex(Option(id=id_, label=label or _LABELS[kind](id_)) for id_, label in ids.items())
        for kind, ids in allowed.items()
        if ids and kind in _LABELS
    }
