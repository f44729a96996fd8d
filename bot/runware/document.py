"""Fetching the service's schema document, and the catalogue in it."""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx
from pydantic_core import from_json

from bot.errors import RunwareError
from bot.runware.body import read_capped
from bot.runware.catalogue import KeptCatalogue, parse_schema

FETCH_DEADLINE: Final = timedelta(seconds=10)
LARGEST_DOCUMENT_BYTES: Final = 16 * 1024 * 1024


async def fetch_catalogue(
    http: httpx.AsyncClient,
    url: str,
    *,
    before: KeptCatalogue | None,
    now: datetime,
    accept_losses: bool = False,
) -> KeptCatalogue:
    """What the schema document behind `url` lists.

    Raises RunwareError when it cannot be had or is not good; among that is one that has lost half of what `before`,
    fetched from the same address, had, unless `accept_losses` says that this is right.
    """
    body, source = await _fetch_body(http, url), source_of(url)
    compared = None if before is None or accept_losses or before.source != source else before.catalogue
    # a large document takes a second, which would hold up acks
    catalogue = await asyncio.to_thread(lambda: parse_schema(_read(body), previous=compared))
    return KeptCatalogue(fetched_at=now, source=source, catalogue=catalogue)


def source_of(url: str) -> str:
    """An address as it may be shown: without a name, a password or a query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


async def _fetch_body(http: httpx.AsyncClient, url: str) -> bytes:
    try:
        async with (
            asyncio.timeout(FETCH_DEADLINE.total_seconds()),
            http.stream("GET", url, headers={"Accept": "application/json"}, follow_redirects=True) as response,
        ):
            status, body = response.status_code, await read_capped(response, LARGEST_DOCUMENT_BYTES)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise RunwareError(f"the schema document cannot be fetched ({type(error).__name__})") from None
    if status != 200 or body is None:
        raise RunwareError(
            f"the schema document cannot be had: HTTP {status}, {'too long' if body is None else 'refused'}"
        )
    return body


def _read(body: bytes) -> object:
    try:
        document: object = from_json(body)
    except ValueError:
        raise RunwareError("the schema document is not JSON") from None
    return document
