"""`/upload/<file_id>`: where the bytes of a file go, raw or as multipart."""

import secrets
from collections.abc import AsyncIterator
from typing import IO

from aiohttp import BodyPartReader, web

from playground.slack.faults import answer
from playground.slack.local import LocalSlack
from playground.slack.model.files import StoredFile


def upload_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of upload URLs."""

    async def upload(request: web.Request) -> web.StreamResponse:
        async def perform() -> web.Response:
            return await _take(slack, request)

        return await answer(request, slack.faults.take("upload"), perform)

    return [web.post("/upload/{file_id}", upload)]


async def _take(slack: LocalSlack, request: web.Request) -> web.Response:
    stored = slack.file(request.match_info["file_id"])
    if stored is None or stored.completed:
        return web.Response(status=404, text="file_not_found")
    partial = stored.path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        with partial.open("wb") as target:
            received = await _write(request, target, stored)
        if received != stored.length:
            return web.Response(status=400, text=f"expected {stored.length} bytes and got {received}")
        partial.replace(stored.path)
    finally:
        partial.unlink(missing_ok=True)
    stored.uploaded_bytes = received
    return web.Response(text=f"OK - {received}")


async def _write(request: web.Request, target: IO[bytes], stored: StoredFile) -> int:
    received = 0
    async for chunk in _chunks(request):
        received += len(chunk)
        if received > stored.length:
            return received
        target.write(chunk)
    return received


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    if request.content_type != "multipart/form-data":
        async for chunk in request.content.iter_chunked(1 << 16):
            yield chunk
        return
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            while chunk := await part.read_chunk(1 << 16):
                yield chunk
            return
