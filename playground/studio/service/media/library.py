"""The folder of media: bounded, each file served under its UUID until its time is over."""

import uuid
from pathlib import Path
from typing import Final

from aiohttp import web

from playground.dials import Clock
from playground.studio.render.media.sniffing import ACCEPTED, sniff
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.media.table import Media, MediaTable

PATH: Final = "/media/"
LIFETIME_SECONDS: Final = 7 * 86_400
LARGEST_BYTES: Final = 20 * 2**20
FOLDER_BYTES: Final = 2 * 2**30


def too_large(parameter: str) -> ApiError:
    """The error for a file above the limit."""
    limit = {"max": LARGEST_BYTES}
    return ApiError("maxMediaSizeExceeded", f"The file is larger than {LARGEST_BYTES // 2**20} MiB.", parameter, limit)


class Library:
    """Keeps what callers upload."""

    def __init__(self, table: MediaTable, folder: Path, *, clock: Clock) -> None:
        self._table = table
        self._folder = folder
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """`GET /media/<uuid>.<ext>`, with ranges."""
        return [web.get(PATH + "{name}", self._answer)]

    def store(self, content: bytes, parameter: str) -> Media:
        """Keep some bytes; raises `Refused` for what is too large or of no type that the studio takes."""
        media_type = sniff(content)
        if media_type is None:
            raise Refused(ApiError("unsupportedMedia", f"'{parameter}' must be {ACCEPTED}.", parameter))
        if len(content) > LARGEST_BYTES:
            raise Refused(too_large(parameter))
        if self._table.totals()[1] + len(content) > FOLDER_BYTES:
            message = "The studio keeps no more than 2 GiB of media: delete some with mediaStorage."
            raise Refused(ApiError("maxMediaStorageExceeded", message, parameter))
        media_uuid = str(uuid.uuid4())
        name = media_uuid + media_type.suffix
        expires_at = self._clock.now() + LIFETIME_SECONDS
        (self._folder / name).write_bytes(content)
        media = Media(media_uuid, name, media_type.content_type, len(content), expires_at)
        self._table.add(media)
        return media

    def find(self, media_uuid: str) -> Media | None:
        """The living one with that UUID, or None."""
        media = self._table.named(media_uuid)
        if media is None or media.expires_at <= self._clock.now() or not self.path_of(media).exists():
            return None
        return media

    def path_of(self, media: Media) -> Path:
        """Where its bytes are."""
        return self._folder / media.file_name

    def delete_named(self, media_uuid: str) -> Media:
        """Remove the one with that UUID; raises `Refused` when there is none."""
        media = self.find(media_uuid)
        if media is None:
            raise Refused(ApiError("mediaNotFound", "There is no media with this UUID.", "media"))
        self.delete(media)
        return media

    def delete(self, media: Media) -> None:
        """Remove one and its bytes."""
        self.path_of(media).unlink(missing_ok=True)
        self._table.remove(media)

    def remove_expired(self) -> None:
        """Remove those whose time is over."""
        for media in self._table.expired(self._clock.now()):
            self.delete(media)

    def remove_strangers(self) -> None:
        """Remove the files that are not in the table."""
        for file in self._folder.iterdir():
            media = self._table.named(file.stem)
            if media is None or media.file_name != file.name:
                file.unlink()

    def totals(self) -> dict[str, int]:
        """How many files there are, and their size."""
        count, size = self._table.totals()
        return {"count": count, "bytes": size, "limit_bytes": FOLDER_BYTES}

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        media = self.find(Path(name).stem)
        if media is None or media.file_name != name:
            raise Refused(ApiError("mediaNotFound", "There is no such media, or its time is over."))
        headers = {"Content-Type": media.content_type, "X-Content-Type-Options": "nosniff"}
        return web.FileResponse(self.path_of(media), headers=headers)
