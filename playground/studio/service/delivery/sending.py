"""Sending one webhook or one file, once."""

import asyncio
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from playground.studio.service.delivery.table import Delivery
from playground.studio.service.fields import CONTENT_TYPES

WEBHOOK_SECONDS: Final = 5.0
UPLOAD_SECONDS: Final = 120.0
_JSON: Final = {"Content-Type": "application/json"}


class NotDelivered(Exception):
    """An attempt that failed; the text says why, without the address."""


class Sender:
    """Makes single attempts; a receiver has to answer 2xx in time, and redirects are not followed."""

    def __init__(self, session: aiohttp.ClientSession, videos: Path) -> None:
        self._session = session
        self._videos = videos

    async def send(self, delivery: Delivery) -> str:
        """Make one attempt; returns what the receiver said, raises `NotDelivered`."""
        seconds = WEBHOOK_SECONDS if delivery.kind == "webhook" else UPLOAD_SECONDS
        try:
            async with asyncio.timeout(seconds):
                status = await (self._post(delivery) if delivery.kind == "webhook" else self._put(delivery))
        except TimeoutError as error:
            raise NotDelivered(f"no answer within {seconds:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotDelivered(f"it could not be sent ({type(error).__name__})") from error
        if not 200 <= status < 300:
            raise NotDelivered(f"HTTP {status}")
        return f"HTTP {status}"

    async def _post(self, delivery: Delivery) -> int:
        body = delivery.body.encode()
        async with self._session.post(
            _as_given(delivery.url), data=body, headers=_JSON, allow_redirects=False
        ) as answer:
            return answer.status

    async def _put(self, delivery: Delivery) -> int:
        file = self._videos / delivery.body
        headers = {"Content-Type": CONTENT_TYPES[file.suffix], "Content-Length": str(file.stat().st_size)}
        with file.open("rb") as content:
            async with self._session.put(
                _as_given(delivery.url), data=content, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status


def _as_given(url: str) -> URL:
    """The address as it was written: a signature may cover every character of it."""
    return URL(url, encoded=url.isascii())
