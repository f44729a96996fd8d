"""A result's bytes, from the hosts where results may live and nowhere else."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final

import httpx

from bot.errors import VideoExpired, VideoUnavailable, VideoUnreachable

_GONE: Final = frozenset({403, 404, 410})
_REDIRECTS: Final = 3
_CHUNK_BYTES: Final = 256 * 1024
_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)

_EBML: Final = b"\x1aE\xdf\xa3"
_NOT_VIDEO_BRANDS: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"M4B ", b"M4P ")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


class VideoDownload:
    """The `VideoSource` for Runware's results.

    `media_origins` look like `https://im.runware.ai`, `https://*.runware.ai` (any host below) or `http://127.0.0.1:8080`.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        media_origins: Sequence[str],
        max_bytes: int = 1024**3,
        deadline: timedelta = timedelta(minutes=5),
    ) -> None:
        self._http = http
        self._origins = tuple(httpx.URL(origin) for origin in media_origins)
        self._max_bytes = max_bytes
        self._deadline = deadline

    async def download(self, url: str, path: Path) -> int:
        """Bring the bytes behind `url` to `path`; returns their number.

        Raises VideoExpired when the URL is dead, VideoUnreachable when it did not work this time. Whatever happens,
        `path` is either the whole video or as it was before.
        """
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                with _appearing_whole(path) as file:
                    return await self._fetch(httpx.URL(url), file)
        except TimeoutError:
            reason = f"it took longer than {self._deadline.total_seconds():g} s"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = type(error).__name__
        except OSError as error:
            reason = f"the file cannot be written: {error.strerror}"
        raise VideoUnreachable(f"the video could not be fetched: {reason}")

    async def _fetch(self, url: httpx.URL, file: BinaryIO) -> int:
        """Follow the few redirects that stay on allowed hosts, then take the bytes."""
        for _ in range(_REDIRECTS + 1):
            self._check_origin(url)
            async with self._http.stream(
                "GET", url, headers={"Accept-Encoding": "identity"}, timeout=_TIMEOUT, follow_redirects=False
            ) as response:
                if not response.has_redirect_location:
                    return await self._take(response, file)
                url = url.join(response.headers["Location"])
        raise VideoUnreachable(f"{url.host} redirects more than {_REDIRECTS} times")

    async def _take(self, response: httpx.Response, file: BinaryIO) -> int:
        if response.status_code != 200:
            raise _status_error(response)
        head, length = b"", 0
        async for chunk in response.aiter_bytes(_CHUNK_BYTES):
            head = head or chunk[:12]
            length += len(chunk)
            if length > self._max_bytes or not looks_like_video(head):
                break
            await asyncio.to_thread(file.write, chunk)
        if length > self._max_bytes:
            raise VideoUnreachable(f"the video is larger than {self._max_bytes} bytes")
        if not looks_like_video(head):
            raise VideoUnreachable(f"what {response.url.host} sent is no video")
        return length

    def _check_origin(self, url: httpx.URL) -> None:
        if url.userinfo or not any(_is_within(url, origin) for origin in self._origins):
            raise VideoUnreachable(f"{url.scheme}://{url.host} is not one of the hosts that results may live on")


@contextmanager
def _appearing_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that stands at `path` once the block has ended without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _status_error(response: httpx.Response) -> VideoUnavailable:
    message = f"{response.url.host} answered HTTP {response.status_code}"
    return VideoExpired(message) if response.status_code in _GONE else VideoUnreachable(message)


def _is_within(url: httpx.URL, origin: httpx.URL) -> bool:
    if (url.scheme, _port(url)) != (origin.scheme, _port(origin)):
        return False
    if origin.host.startswith("*."):
        return url.host.endswith(origin.host[1:]) and url.host != origin.host[1:]
    return url.host == origin.host


def _port(url: httpx.URL) -> int | None:
    return url.port or _DEFAULT_PORTS.get(url.scheme)


def looks_like_video(head: bytes) -> bool:
    """Whether a file that begins so is MP4 or QuickTime (an `ftyp` box), or WebM (EBML)."""
    return head.startswith(_EBML) or (head[4:8] == b"ftyp" and head[8:12] not in _NOT_VIDEO_BRANDS)
