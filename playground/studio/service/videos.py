"""Handing out finished videos until their time is over, and removing them afterwards."""

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import web

from playground.dials import Clock, FaultDial, answer_with_fault, cut
from playground.studio.service.errors import ApiError, Refused, http_status
from playground.studio.service.store import Store

PATH: Final = "/video/"
_SWEEP_SECONDS: Final = 1.0
_TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime"}


class Videos:
    """The folder of finished videos."""

    def __init__(self, store: Store, folder: Path, *, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    def routes(self, faults: FaultDial) -> list[web.RouteDef]:
        """`GET /video/<uuid>.<ext>`, with ranges; faults on `video`."""

        async def download(request: web.Request) -> web.StreamResponse:
            fault = faults.take("video")
            if fault is not None and fault.kind == "cut_after":
                return await self._break_off(request)
            return await answer_with_fault(request, fault, lambda: self._answer(request), refuse=_refusal)

        return [web.get(PATH + "{name}", download)]

    async def sweep(self) -> None:
        """Remove expired files, for ever."""
        while True:
            self.remove_expired()
            await asyncio.sleep(_SWEEP_SECONDS)

    def remove_expired(self) -> None:
        """Remove the files whose time is over."""
        for result in self._store.expired(self._clock.now()):
            (self._folder / result.file_name).unlink(missing_ok=True)
            self._store.mark_removed(result)

    def remove_all(self) -> None:
        """Remove every file, finished or not."""
        for file in self._folder.iterdir():
            file.unlink()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        file = self._living_file(request.match_info["name"])
        return web.FileResponse(file, headers={"Content-Type": _TYPES[file.suffix]})

    def _living_file(self, name: str) -> Path:
        result = self._store.video(name)
        if result is None or result.expires_at is None:
            raise Refused(ApiError("mediaNotFound", "There is no such video."))
        file = self._folder / result.file_name
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


def _refusal(code: str) -> web.Response:
    error = ApiError(code, "The studio was told to refuse this.")
    return web.json_response({"errors": [error.as_json()]}, status=http_status(code))
