"""Sending a file to the address that Slack named."""

from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import PostRefused, SlackBusy
from bot.slack.clients import open_session
from bot.slack.upload import UploadHost
from tests.bot.slack.answering import Answer, scripted, text
from tests.bot.slack.test_origins import HOME, STRANGE


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A small file."""
    path = tmp_path / "video"
    path.write_bytes(b"bytes of a video")
    return path


async def send(answer: Answer, video: Path) -> None:
    """Send the file to a host that gives this answer."""
    async with scripted(answer) as (clients, slack):
        await UploadHost(clients.session, [slack.url]).send(video, f"{slack.url}/upload/1")


async def test_the_bytes_arrive_without_any_token(video: Path) -> None:
    seen: list[tuple[bytes, str | None]] = []

    async def take(request: web.Request) -> web.StreamResponse:
        seen.append((await request.read(), request.headers.get("Authorization")))
        return web.Response(text="OK - 16")

    await send(take, video)

    assert seen == [(b"bytes of a video", None)]


async def test_nothing_is_sent_to_a_host_that_is_not_slacks(video: Path) -> None:
    async with scripted(text("OK", "text/plain")) as (clients, slack):
        host = UploadHost(clients.session, ["https://files.slack.com"])
        with pytest.raises(PostRefused) as raised:
            await host.send(video, f"{slack.url}/upload/1")

        assert (raised.value.code, slack.seen) == ("upload_url_not_allowed", [])


@pytest.mark.parametrize("url", STRANGE, ids=range(len(STRANGE)))
async def test_nothing_is_sent_to_a_place_that_only_looks_like_slacks(url: str, video: Path) -> None:
    async with open_session() as session:
        with pytest.raises(PostRefused) as raised:
            await UploadHost(session, [HOME]).send(video, url)

    assert raised.value.code == "upload_url_not_allowed"


async def test_a_redirect_is_not_followed(video: Path) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect("/elsewhere")

    with pytest.raises(PostRefused) as raised:
        await send(elsewhere, video)

    assert raised.value.code == "http_307"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_host_is_tried_again(status: int, video: Path) -> None:
    with pytest.raises(SlackBusy):
        await send(text("busy", "text/plain", status), video)
