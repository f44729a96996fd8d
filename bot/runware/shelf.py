"""The catalogue held in memory, searched at each keystroke, and replaced whole when a newer one is good."""

from collections.abc import Sequence
from datetime import datetime

from bot.runware.catalogue import Catalogue, built_in_catalogue
from bot.runware.search import SuggestionIndex, suggest_from


class Shelf:
    """What there is to choose from, by kind: `avatar`, `voice`, `language`.

    `loading` until a catalogue was found, or looked for in vain: until then the few built-in ids are on offer.
    `fetched_at` is when the service listed what is on offer; None while that is the few built-in ids.
    """

    def __init__(self) -> None:
        self.put(built_in_catalogue())
        self.loading = True
        self.fetched_at: datetime | None = None

    def put(self, catalogue: Catalogue) -> None:
        """Offer `catalogue` from now on."""
        indexes = {
            "avatar": SuggestionIndex(catalogue.avatars),
            "voice": SuggestionIndex(catalogue.voices),
            "language": SuggestionIndex(catalogue.languages),
        }
        self._catalogue, self._indexes = catalogue, indexes

    @property
    def catalogue(self) -> Catalogue:
        """What is offered now."""
        return self._catalogue

    def has(self, kind: str, value: str) -> bool:
        """Whether `value` is an id of this `kind`."""
        return value in self._indexes[kind]

    def label(self, value: str) -> str:
        """What a person reads for the id; the id itself when it is no longer on offer."""
        for index in self._indexes.values():
            if value in index:
                return index.label(value)
        return value

    def suggest(self, kind: str, query: str, *, first: Sequence[str] = (), own: SuggestionIndex | None = None) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON): a workspace's `own` ids ahead of the catalogue's.

        With nothing typed, the ids `first` lead.
        """
        if own is None:
            return self._indexes[kind].suggest(query, first=first)
        return suggest_from((own, self._indexes[kind]), query, first=first)
