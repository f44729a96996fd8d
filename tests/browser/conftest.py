"""A local Slack, a small app behind it, and its page in Chromium."""

import io
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import av
import pytest
from playwright.async_api import Browser, Page, Response, async_playwright

from playground.serving import listening_socket, running
from playground.slack.server import build_app
from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.browser.modals import FUNCTION
from tests.browser.stub_app import StubApp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where there is no browser."""
    for item in items:
        if __package__ in item.nodeid.replace("/", "."):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on the path"))


@dataclass(frozen=True)
class Playground:
    """Where the page is, and the app behind it."""

    url: str
    app: StubApp


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A local Slack with the small app at its request URL."""
    app = StubApp("a-signing-secret")
    async with running(app.web_app(), listening_socket(0)) as app_url:
        settings = Settings(
            app_url=f"{app_url}/slack/events",
            signing_secret=app.signing_secret,
            functions=(FUNCTION,),
            scopes=(*DEFAULT_SCOPES, "pins:write", "reactions:write", "assistant:write"),
        )
        async with running(build_app(settings), listening_socket(0)) as url:
            app.api_url, app.bot_token = f"{url}/api/", settings.bot_token
            yield Playground(url, app)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The page as Alice sees it in #general; an error in its scripts fails the test."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{playground.url}/#C0GENERAL")
    await page.get_by_label("Message #general").wait_for()
    yield page
    await context.close()
    assert errors == []


def acted(page: Page, act: str) -> AbstractAsyncContextManager[object]:
    """Wait, around what a person does, until the local Slack has answered this act."""

    def is_answer(response: Response) -> bool:
        return response.url.endswith("/_control/act") and f'"act":"{act}"' in (response.request.post_data or "")

    return page.expect_response(is_answer)


async def run_command(page: Page, text: str) -> None:
    """Type a command into #general and send it."""
    box = page.get_by_role("textbox", name="Message #general")
    await box.fill(text)
    await box.press("Enter")


@pytest.fixture(scope="session")
def video() -> bytes:
    """A second of a moving picture as MP4."""
    return make_video()


def make_video() -> bytes:
    """Encode 24 frames whose colour changes."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(24):
            frame = av.VideoFrame(320, 180, "rgb24")
            frame.planes[0].update(bytes([number * 10, 90, 160]) * (frame.planes[0].buffer_size // 3))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()
