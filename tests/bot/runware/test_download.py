"""Fetching a result: from allowed hosts only, whole or not at all."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.errors import VideoExpired, VideoUnavailable, VideoUnreachable
from bot.runware.download import VideoDownload, looks_like_video
from tests.bot.runware.samples import VIDEO_URL, Handler, raising

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(1000)


async def _download(
    handler: Handler | httpx.Response,
    path: Path,
    *,
    url: str = VIDEO_URL,
    origins: tuple[str, ...] = ("https://*.runware.ai",),
    max_bytes: int = 10_000_000,
) -> int:
    transport = httpx.MockTransport(handler if callable(handler) else lambda _: handler)
    async with httpx.AsyncClient(transport=transport, follow_redirects=True) as http:
        source = VideoDownload(http, media_origins=origins, max_bytes=max_bytes, deadline=timedelta(milliseconds=200))
        return await source.download(url, path)


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_the_bytes_stand_at_the_path(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "video.mp4"
    assert await _download(httpx.Response(200, content=MP4), path) == len(MP4)
    assert path.read_bytes() == MP4
    assert _files(path.parent) == [path]


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_dead_url_is_expired(status: int, tmp_path: Path) -> None:
    with pytest.raises(VideoExpired):
        await _download(httpx.Response(status), tmp_path / "video.mp4")


async def _stalling() -> AsyncIterator[bytes]:
    yield MP4
    await asyncio.Event().wait()


async def _breaking() -> AsyncIterator[bytes]:
    yield MP4 * 300
    raise httpx.RemoteProtocolError("cut")


@pytest.mark.parametrize(
    "handler",
    [
        httpx.Response(500),
        httpx.Response(206, content=MP4),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"<html>This link has expired</html>"),
        httpx.Response(200, content=b"\x00\x00\x00\x18ftypheic" + bytes(100)),
        httpx.Response(200, content=_breaking()),
        httpx.Response(200, content=_stalling()),
        raising(httpx.ConnectError("refused")),
        raising(httpx.ReadTimeout("slow")),
    ],
)
async def test_whatever_else_goes_wrong_leaves_no_file(handler: Handler | httpx.Response, tmp_path: Path) -> None:
    with pytest.raises(VideoUnreachable):
        await _download(handler, tmp_path / "video.mp4")
    assert _files(tmp_path) == []


async def test_a_failed_download_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"earlier")
    with pytest.raises(VideoUnreachable):
        await _download(httpx.Response(200, content=_breaking()), path)
    assert path.read_bytes() == b"earlier"


async def test_a_video_larger_than_the_cap_is_left(tmp_path: Path) -> None:
    with pytest.raises(VideoUnreachable, match="larger than 1000 bytes"):
        await _download(httpx.Response(200, content=MP4), tmp_path / "video.mp4", max_bytes=1000)
    assert _files(tmp_path) == []


async def test_a_place_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VideoUnreachable, match="cannot be written"):
        await _download(httpx.Response(200, content=MP4), tmp_path / "file" / "video.mp4")


async def test_an_interrupted_download_leaves_no_file(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield MP4
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(_download(httpx.Response(200, content=endless()), tmp_path / "video.mp4"))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _files(tmp_path) == []


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://im.runware.ai/v.mp4", "https://*.runware.ai"),
        ("https://a.b.runware.ai:443/v.mp4", "https://*.runware.ai"),
        ("https://IM.runware.ai/v.mp4", "https://im.runware.ai"),
        ("http://127.0.0.1:8123/v.mp4", "http://127.0.0.1:8123"),
    ],
)
async def test_an_allowed_origin_is_fetched_from(url: str, origin: str, tmp_path: Path) -> None:
    response = httpx.Response(200, content=MP4)
    assert await _download(response, tmp_path / "v.mp4", url=url, origins=(origin,)) == len(MP4)


@pytest.mark.parametrize(
    "url",
    [
        "http://im.runware.ai/v.mp4",
        "https://runware.ai/v.mp4",
        "https://evilrunware.ai/v.mp4",
        "https://im.runware.ai.evil.example/v.mp4",
        "https://im.runware.ai@evil.example/v.mp4",
        "https://user:pass@im.runware.ai/v.mp4",
        "https://im.runware.ai:8443/v.mp4",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "not a url",
        "https://[::1",
        "",
    ],
)
async def test_any_other_origin_is_never_asked(url: str, tmp_path: Path) -> None:
    with pytest.raises(VideoUnreachable):
        await _download(raising(AssertionError("asked")), tmp_path / "v.mp4", url=url)


async def test_a_redirect_among_allowed_hosts_is_followed(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.host == "im.runware.ai":
            return httpx.Response(200, content=MP4)
        return httpx.Response(302, headers={"Location": "https://im.runware.ai/moved.mp4"})

    assert await _download(handler, tmp_path / "v.mp4") == len(MP4)


@pytest.mark.parametrize("location", ["https://evil.example/v.mp4", "http://127.0.0.1/v.mp4", "/again", "http://["])
async def test_a_redirect_anywhere_else_or_without_end_is_not(location: str, tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "vm.runware.ai"
        return httpx.Response(302, headers={"Location": location})

    with pytest.raises(VideoUnavailable):
        await _download(handler, tmp_path / "v.mp4")


@pytest.mark.parametrize("head", [MP4[:12], b"\x00\x00\x00\x14ftypqt  ", b"\x1aE\xdf\xa3\x9fB\x86\x81"])
def test_mp4_quicktime_and_webm_look_like_video(head: bytes) -> None:
    assert looks_like_video(head)
