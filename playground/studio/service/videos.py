"""Handing out finished videos until their time is over, and removing them afterwards."""

from pathlib import Path
from typing import Final

from aiohttp import web

from playground.dials import Clock, FaultDial, cut
from playground.studio.service.answers import VIDEO_PATH
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.faults import Wanted, answer_faulty
from playground.studio.service.fields import CONTENT_TYPES
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result

_TYPES: Final = {**CONTENT_TYPES, ".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip; charset=utf-8"}


class Videos:
    """The folder of finished videos, with their captions beside them."""

    def __init__(self, store: Store, folder: Path, *, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    def routes(self, faults: FaultDial) -> list[web.RouteDef]:
        """`GET /video/<uuid>.<ext>`, with ranges, and `.vtt` and `.srt` beside it; faults on `video`."""

        async def download(request: web.Request) -> web.StreamResponse:
            fault = faults.take("video")
            if fault is not None and fault.kind == "cut_after":
                return await self._break_off(request)

            async def answer() -> web.StreamResponse:
                return self._answer(request)

            return await answer_faulty(request, fault, answer, wanted=Wanted("video", []))

        return [web.get(VIDEO_PATH + "{name}", download)]

    def remove_expired(self) -> None:
        """Remove the files whose time is over."""
        for result in self._store.expired(self._clock.now()):
            for suffix in _suffixes(result):
                (self._folder / f"{result.video_uuid}{suffix}").unlink(missing_ok=True)
            self._store.mark_removed(result)

    def remove_strangers(self) -> None:
        """Remove the videos that belong to no result, and what broken renders left."""
        for file in self._folder.iterdir():
            if file.suffix == ".part" or (file.suffix in _TYPES and self._store.video(file.stem) is None):
                file.unlink()

    def remove_all(self) -> None:
        """Remove every file, finished or not."""
        for file in self._folder.iterdir():
            file.unlink()

    def _answer(self, request: web.Request) -> web.StreamResponse:
        file = self._living_file(request.match_info["name"])
        return web.FileResponse(file, headers={"Content-Type": _TYPES[file.suffix]})

    def _living_file(self, name: str) -> Path:
        file = self._folder / Path(name).name
        result = self._store.video(file.stem)
        if result is None or result.expires_at is None or file.suffix not in _suffixes(result):
            raise Refused(ApiError("mediaNotFound", "There is no such video."))
        if result.expires_at <= self._clock.now() or not file.exists():
            raise Refused(ApiError("mediaExpired", "This video's time is over."))
        return file

    async def _break_off(self, request: web.Request) -> web.StreamResponse:
        """Send the first half of the file, then abort the connection."""
        content = self._living_file(request.match_info["name"]).read_bytes()
        answer = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await answer.prepare(request)
        await answer.write(content[: len(content) // 2])
        return cut(request)


def _suffixes(result: Result) -> tuple[str, ...]:
    """Of the files that a finished result has."""
    video = Path(result.file_name).suffix
    return (video,) if result.captions is None else (video, ".vtt", ".srt")
