"""A connection that is reset as soon as it stands is a failure like any other, whoever asked."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import anyio
import httpx
import pytest
from pydantic import SecretStr

from bot.errors import FileNotNow, RunwareError, TaskUncertain, VideoUnreachable
from bot.media import fetching
from bot.media.fetching import AddressFetcher, public_transport
from bot.outgoing import SteadyTransport, open_http
from bot.runware.document import fetch_catalogue
from bot.runware.download import VideoDownload
from bot.runware.exchange import Exchange
from tests.bot.media.test_addresses import PUBLIC
from tests.bot.rendering.fakes import NOON

URL = "http://127.0.0.1:9/v1"


async def exchanged(_folder: Path) -> object:
    """A task's request, which says what it knows instead of raising it."""
    async with open_http() as http:
        outcome = await Exchange(http, api_key=SecretStr("key"), api_url=URL).attempt(b"[]")
    assert isinstance(outcome, Exception)
    raise outcome


async def restocked(_folder: Path) -> object:
    """The schema document."""
    async with open_http() as http:
        return await fetch_catalogue(http, URL, before=None, now=NOON)


async def downloaded(folder: Path) -> object:
    """A result."""
    async with open_http() as http:
        source = VideoDownload(http, media_origins=["http://127.0.0.1:9"])
        return await source.download(URL, folder / "video.mp4")


async def fetched(_folder: Path) -> object:
    """A person's file by its address."""
    return await AddressFetcher(public_transport()).get("https://example.com/a.png", max_bytes=100)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (exchanged, TaskUncertain),
        (restocked, RunwareError),
        (downloaded, VideoUnreachable),
        (fetched, FileNotNow),
    ],
)
async def test_a_socket_that_was_just_reset_is_a_lost_answer(
    ask: Callable[[Path], Awaitable[object]],
    expected: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    async def reset(**_place: object) -> None:
        raise AttributeError("'NoneType' object has no attribute 'setsockopt'")

    async def look_up(_host: str) -> Sequence[str]:
        return [PUBLIC]

    monkeypatch.setattr(anyio, "connect_tcp", reset)
    monkeypatch.setattr(fetching, "look_up", look_up)

    with pytest.raises(expected, match="ReadError"):
        await ask(tmp_path)


async def test_a_socket_that_is_reset_within_the_answer_is_one_too() -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield b"a"
        raise AttributeError("'NoneType' object has no attribute 'family'")

    transport = SteadyTransport(httpx.MockTransport(lambda _: httpx.Response(200, content=cut())))
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(httpx.ReadError):
            await http.get("https://example.com/")
