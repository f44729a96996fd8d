"""The page fits: in the dark, and on a phone."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Playground

LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
OVERFLOW = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"


async def fill_conversation(playground: Playground, video: bytes) -> None:
    long_word = "a_very_long_word_without_a_break_" * 6
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"`{long_word}` {long_word}"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*Field {n}*\n{long_word}"} for n in range(4)]},
    ]
    await playground.app.call("chat.postMessage", channel="C0GENERAL", text="long", blocks=blocks)
    await playground.app.share_file(video, name=f"{long_word[:100]}.mp4", channel="C0GENERAL")


@pytest.mark.parametrize("look", LOOKS)
async def test_nothing_overflows_sideways(chromium: Browser, playground: Playground, video: bytes, look: str) -> None:
    await fill_conversation(playground, video)
    context = await chromium.new_context(**LOOKS[look])
    page = await context.new_page()
    await page.goto(f"{playground.url}/#C0GENERAL")
    await expect(page.locator("video")).to_be_visible()
    assert await page.evaluate(OVERFLOW) == 0
    assert await page.locator("main .rows").evaluate("rows => rows.scrollWidth - rows.clientWidth") == 0

    await page.get_by_role("textbox", name="Message #general").fill("/herald hello")
    await page.get_by_role("textbox", name="Message #general").press("Enter")
    body = page.locator(".view-body")
    await expect(body).to_be_visible()

    assert await page.evaluate(OVERFLOW) == 0
    assert await body.evaluate("body => body.scrollWidth - body.clientWidth") == 0
    await context.close()


async def test_the_page_is_dark_when_the_reader_s_system_is(chromium: Browser, playground: Playground) -> None:
    context = await chromium.new_context(color_scheme="dark")
    page = await context.new_page()
    await page.goto(playground.url)

    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert max(int(part) for part in re.findall(r"\d+", ground)) < 64
    await context.close()


async def test_a_phone_reaches_the_other_conversations_by_the_menu(chromium: Browser, playground: Playground) -> None:
    context = await chromium.new_context(**LOOKS["phone"])
    page = await context.new_page()
    await page.goto(f"{playground.url}/#C0GENERAL")

    await page.get_by_role("button", name="Conversations").tap()
    await page.get_by_role("button", name="launch").tap()

    await expect(page.get_by_role("heading", name="#launch")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Conversations")).to_be_hidden()
    await context.close()


async def test_the_page_asks_nobody_but_its_own_server(page: Page, playground: Playground) -> None:
    foreign: dict[str, str | None] = {}
    page.on("requestfailed", lambda request: foreign.update({request.url: request.failure}))
    page.on("response", lambda response: foreign.update({response.url: None}))
    picture = "https://example.com/picture.png"
    blocks = [{"type": "image", "image_url": picture, "alt_text": "A far picture"}]

    await page.reload()
    await playground.app.call("chat.postMessage", channel="C0GENERAL", text="Look", blocks=blocks)

    await expect(page.get_by_text("A far picture")).to_be_visible()
    assert {url: how for url, how in foreign.items() if not url.startswith(playground.url)} == {picture: "csp"}
