"""The files that a person gave for a video, brought here and made fit for the service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from bot.errors import FileNotNow, FileRefused
from bot.media.cleaned import Cleaned
from bot.media.limits import PICTURE_BYTES, RECORDING_BYTES, Kind
from bot.rendering.media import file_id_of, is_file
from bot.rendering.render import Render

Clean = Callable[[Kind, bytes], Awaitable[Cleaned]]
"""Makes a file anew in a process of its own; raises FileRefused, FileNotNow."""


@dataclass(frozen=True)
class PersonFile:
    """A file that a person gave: its name, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ReadyFile:
    """A file as the service gets it, and the name that its person knows it by."""

    name: str
    cleaned: Cleaned


class FileSource(Protocol):
    """Where people's files come from."""

    async def fetch(self, render: Render, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        """A file that was given for the render; where it has to be the person's `own`, nobody else's will do.

        Raises FileRefused, PostRefused or SlackBusy.
        """


class AddressSource(Protocol):
    """Where files come from that people gave by their address."""

    async def get(self, address: str, /, *, max_bytes: int) -> bytes:
        """The bytes; raises FileRefused, FileNotNow."""


@dataclass(frozen=True)
class _Field:
    kind: Kind
    max_bytes: int
    own: bool


_FIELDS: Final = {
    "image": _Field("picture", PICTURE_BYTES, own=True),
    "audio": _Field("recording", RECORDING_BYTES, own=True),
    "background": _Field("picture", PICTURE_BYTES, own=False),
}
"""Faces and voices are their owner's; a background may be a colleague's, from a preset, or be given by its address."""
TRANSFERS: Final = 2
"""How many files a process holds in memory at once: each is there in three forms on its way."""
NO_ROOM: Final = timedelta(seconds=0.5)
"""When a file is tried again for which there was no room: whoever waited inside would hold up other steps."""
NAME_LIMIT: Final = 60
_ADDRESSES_OFF: Final = ("file_address_off", "was given by its address, which is switched off here")
_NOT_OWN: Final = ("file_address_not_own", "was given by its address; a face or a voice is taken from its owner alone")


class NoRoom(FileNotNow):
    """As many files are held as may be at once; the file itself was not tried."""

    def __init__(self) -> None:
        super().__init__(f"{TRANSFERS} files are on their way already")
        self.retry_after = NO_ROOM


class GivenFiles:
    """Fetches a person's files, from Slack or by their `addresses` where these are switched on, and cleans them."""

    def __init__(self, slack: FileSource, clean: Clean, addresses: AddressSource | None = None) -> None:
        self._slack = slack
        self._clean = clean
        self._addresses = addresses
        self._room = asyncio.Semaphore(TRANSFERS)

    @property
    def full(self) -> bool:
        """Whether there is no room for another file now."""
        return self._room.locked()

    @asynccontextmanager
    async def held(self, render: Render, field: str, reference: str) -> AsyncIterator[ReadyFile]:
        """The file in one of the render's choices, which counts as one that is held while the block runs.

        Raises NoRoom, FileRefused, FileNotNow, PostRefused or SlackBusy.
        """
        if self.full:
            raise NoRoom
        async with self._room:
            yield await self._ready(render, _FIELDS[field], reference)

    async def _ready(self, render: Render, wanted: _Field, reference: str) -> ReadyFile:
        if is_file(reference):
            file = await self._slack.fetch(render, file_id_of(reference), max_bytes=wanted.max_bytes, own=wanted.own)
        else:
            file = await self._by_address(reference, wanted)
        try:
            return ReadyFile(file.name, await self._clean(wanted.kind, file.content))
        except FileRefused as refused:
            raise refused.named(file.name) from None

    async def _by_address(self, address: str, wanted: _Field) -> PersonFile:
        if wanted.own:
            raise FileRefused(*_NOT_OWN)
        if self._addresses is None:
            raise FileRefused(*_ADDRESSES_OFF)
        name = address.removeprefix("https://")[:NAME_LIMIT]
        try:
            return PersonFile(name, await self._addresses.get(address, max_bytes=wanted.max_bytes))
        except FileRefused as refused:
            raise refused.named(name) from None
