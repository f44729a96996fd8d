"""The catalogue held in memory, searched at each keystroke, and replaced whole when a newer one is good."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

import httpx
import structlog
from pydantic import ValidationError

from bot.errors import RunwareError, StoreUnavailable
from bot.runware.catalogue import Catalogue, built_in_catalogue, fetch_schema, parse_schema
from bot.runware.search import SuggestionIndex

DAY_SECONDS: Final = 86_400.0
RETRY_SECONDS: Final = 30.0

log = structlog.get_logger("herald.catalogue")


class Copy(Protocol):
    """Where the last good catalogue is kept as text."""

    async def load(self) -> str | None:
        """The last good copy, if there is one."""

    async def save(self, text: str) -> None:
        """Replace the last good copy."""


class Shelf:
    """What there is to choose from, by kind: `avatar`, `voice`, `language`.

    `loading` until a catalogue was found, or looked for in vain: until then the few built-in ids are on offer.
    """

    def __init__(self) -> None:
        self.put(built_in_catalogue())
        self.loading = True

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

    def suggest(self, kind: str, query: str, *, first: Sequence[str] = ()) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON), `first` ahead when nothing is typed."""
        return self._indexes[kind].suggest(query, first=first)


class Restocking:
    """Fills the shelf from the last good copy, and from the service's schema document."""

    def __init__(self, shelf: Shelf, copy: Copy, http: httpx.AsyncClient, schema_url: str) -> None:
        self._shelf = shelf
        self._copy = copy
        self._http = http
        self._schema_url = schema_url
        self._previous: Catalogue | None = None

    async def load(self) -> bool:
        """Offer the last good copy; False when there is none."""
        text = await self._copy.load()
        if text is None:
            return False
        try:
            self._offer(Catalogue.model_validate_json(text))
        except ValidationError:
            return False  # written by a version with another form; the next refresh replaces it
        self._shelf.loading = False
        return True

    async def refresh(self) -> bool:
        """Offer what the schema document lists, and keep it; False when it is to be tried again.

        A document that is not good changes nothing.
        """
        try:
            document = await fetch_schema(self._http, self._schema_url)
            catalogue = parse_schema(document, previous=self._previous)
            if catalogue != self._previous:
                await asyncio.to_thread(self._offer, catalogue)  # a tenth of a second, which would hold up acks
            await self._copy.save(catalogue.model_dump_json())
        except RunwareError as error:
            log.warning("catalogue not refreshed; the last good one stays", reason=str(error))
            return False
        except StoreUnavailable as error:
            log.warning("catalogue refreshed, but not kept", reason=str(error))
            return False
        finally:
            self._shelf.loading = False
        return True

    def _offer(self, catalogue: Catalogue) -> None:
        self._previous = catalogue
        self._shelf.put(catalogue)


async def keep_fresh(restocking: Restocking, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Refresh once a day, and every half minute until the first time works; runs until it is cancelled."""
    while True:
        fresh = await restocking.refresh()
        await sleep(DAY_SECONDS if fresh else RETRY_SECONDS)
