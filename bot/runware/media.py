"""Keeping pictures and recordings at Runware, so that a task can name them by their UUID."""

import asyncio
import re
from base64 import b64encode
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from bot.errors import TaskRefused, TaskUncertain
from bot.runware.answers import read_uuid
from bot.runware.codes import Category, category_of
from bot.runware.exchange import array_of
from bot.runware.line import Line, Repeat
from bot.runware.wire import Request, TaskUuid, Text

TRANSFER: Final = timedelta(minutes=2)
"""How long an upload may take: it is a step of its own, which may be cut and begun again."""

_PIECE_BYTES: Final = 3 * 128 * 1024
"""How much is encoded in one go; a multiple of three, so that the pieces fit together."""
_PLACE: Final = "@"
_MEDIA_TYPE: Final = re.compile(r"(image|audio)/[a-z0-9.+-]+")


class MediaStorage(Request):
    """A file to be stored (as data URI, base64 or URL), or one to be deleted (by its UUID)."""

    task_type: Literal["mediaStorage"] = "mediaStorage"
    task_uuid: TaskUuid
    operation: Literal["upload", "delete"]
    media: Text


async def store_media(line: Line, content: bytes, content_type: str, task_uuid: UUID) -> UUID:
    """Upload a picture or a recording; returns the UUID that tasks name it by.

    Raises TaskRefused, RunwareBusy, and TaskUncertain where it may have been stored: a second time stores it twice.
    """
    if not content or _MEDIA_TYPE.fullmatch(content_type) is None:
        raise TaskRefused("invalidMedia", f"{len(content)} bytes of {content_type!r} are no picture and no recording")
    task = MediaStorage(task_uuid=task_uuid, operation="upload", media=_PLACE)
    before, after = array_of([task]).split(f'"{_PLACE}"'.encode())
    body = b"".join([before, f'"data:{content_type};base64,'.encode(), await _encoded(content), b'"', after])
    item, *_ = await line.ask_about(body, task_uuid, Repeat.NEVER_RECEIVED, within=TRANSFER)
    stored = read_uuid(item.more.get("mediaUUID")) or read_uuid(item.more.get("imageUUID"))
    if stored is None:
        raise TaskUncertain("Runware stored a file and did not say under which UUID")
    return stored


async def _encoded(content: bytes) -> bytes:
    """Base64, piece by piece: a long recording in one go would hold up everything else in the process."""
    encoded = bytearray()
    for start in range(0, len(content), _PIECE_BYTES):
        encoded += b64encode(content[start : start + _PIECE_BYTES])
        await asyncio.sleep(0)
    return bytes(encoded)


async def delete_media(line: Line, media_uuid: UUID, task_uuid: UUID, *, within: timedelta) -> None:
    """Delete what was stored; what is not there counts as deleted. Raises as above."""
    task = MediaStorage(task_uuid=task_uuid, operation="delete", media=str(media_uuid))
    try:
        await line.ask_one(task, task_uuid, Repeat.ALWAYS, within=within)
    except TaskRefused as refused:
        if category_of(refused.code) is not Category.GONE:
            raise
