"""Stills of avatars and samples of voices, made when they are first asked for and kept on disk."""

import asyncio
import logging
import os
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from aiohttp import web

from playground.studio.catalogue import avatar_ids, voice_named, voices
from playground.studio.service.errors import ApiError, Refused

logger = logging.getLogger(__name__)

PATH: Final = "/previews"
SECONDS: Final = 60.0
LONGEST_QUEUE: Final = 24
FOLDER_BYTES: Final = 256 * 2**20
LIFETIME_SECONDS: Final = 7 * 86_400
_STOPPING: Final = ApiError("serviceUnavailable", "The studio is being stopped.")
_CACHE: Final = {"Cache-Control": "public, max-age=86400"}

Kind = Literal["avatars", "voices"]


@dataclass(frozen=True)
class _Way:
    """How the previews of a kind are made: the renderer's command, the option that takes the id, and the file."""

    command: str
    option: str
    suffix: str
    content_type: str


_WAYS: Final[dict[str, _Way]] = {
    "avatars": _Way("preview-avatar", "--avatar", ".png", "image/png"),
    "voices": _Way("preview-voice", "--voice", ".m4a", "audio/mp4"),
}


def preview_urls(kind: Kind, origin: str) -> dict[str, str]:
    """The URL of the preview of every id of a kind."""
    ids: Iterable[str] = avatar_ids() if kind == "avatars" else (voice.id for voice in voices())
    return {preview_id: f"{origin}{PATH}/{kind}/{preview_id}{_WAYS[kind].suffix}" for preview_id in ids}


class Previews:
    """Makes one preview at a time with the renderer `command`; only so many may wait."""

    def __init__(self, folder: Path, command: tuple[str, ...]) -> None:
        self._folder = folder
        self._command = command
        self._turn = asyncio.Lock()
        self._being_made: dict[Path, asyncio.Task[None]] = {}

    def routes(self) -> list[web.RouteDef]:
        """`GET /previews/avatars/<id>.png` and `/previews/voices/<id>.m4a`."""
        return [web.get(PATH + "/{kind:avatars|voices}/{name}", self._answer)]

    def remove_expired(self, now: float) -> None:
        """Remove those that nobody has asked for in a week."""
        for file in self._folder.glob("*/*"):
            if file not in self._being_made and file.stat().st_mtime < now - LIFETIME_SECONDS:
                file.unlink(missing_ok=True)

    async def stop(self) -> None:
        """Give up what is being made."""
        making = list(self._being_made.values())
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        kind, name = request.match_info["kind"], Path(request.match_info["name"])
        way = _WAYS[kind]
        if name.suffix != way.suffix or not _is_known(kind, name.stem):
            raise Refused(ApiError("notFound", "There is no such preview."))
        file = self._folder / kind / name.name
        if not file.exists():
            await self._made(file, way)
        os.utime(file)
        return web.FileResponse(file, headers={"Content-Type": way.content_type, **_CACHE})

    async def _made(self, file: Path, way: _Way) -> None:
        """Wait until a preview is made, by this request or by an earlier one for the same."""
        making = self._being_made.get(file)
        if making is None:
            if len(self._being_made) >= LONGEST_QUEUE:
                raise Refused(ApiError("serviceUnavailable", "Too many previews are waiting: ask again in a moment."))
            making = self._being_made[file] = asyncio.create_task(self._make(file, way))
            making.add_done_callback(lambda _: self._being_made.pop(file, None))
        await asyncio.wait([making])
        if making.cancelled():
            raise Refused(_STOPPING)
        making.result()

    async def _make(self, file: Path, way: _Way) -> None:
        async with self._turn:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f".part-{file.name}")
            try:
                await self._run(way, file.stem, part)
                part.replace(file)
            except OSError as error:
                raise Refused(ApiError("internalServerError", "The preview could not be made.")) from error
            finally:
                part.unlink(missing_ok=True)
            _shrink(self._folder, keep=file)

    async def _run(self, way: _Way, preview_id: str, out: Path) -> None:
        arguments = (way.command, way.option, preview_id, "--out", str(out))
        process = await asyncio.create_subprocess_exec(
            *self._command, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        )
        try:
            async with asyncio.timeout(SECONDS):
                words, _ = await process.communicate()
        except TimeoutError:
            words = b"it took too long"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            logger.warning("the preview of %s was not made: %s", preview_id, words.decode(errors="replace")[-500:])


def _is_known(kind: str, preview_id: str) -> bool:
    return preview_id in avatar_ids() if kind == "avatars" else voice_named(preview_id) is not None


def _shrink(folder: Path, *, keep: Path) -> None:
    """Remove the previews that nobody has asked for longest, down to the folder's limit."""
    files = sorted(folder.glob("*/*"), key=lambda file: file.stat().st_mtime)
    size = sum(file.stat().st_size for file in files)
    for file in files:
        if size <= FOLDER_BYTES:
            return
        if file != keep:
            size -= file.stat().st_size
            file.unlink()
