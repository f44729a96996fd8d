"""A long conversation: only its end is drawn, the rest comes as it is scrolled to, and stays in step."""

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Playground

COUNT = 420


@pytest.fixture
async def long_channel(page: Page, playground: Playground) -> str:
    """#launch with hundreds of messages by Bob; the timestamp of the first."""
    return await fill(playground.url, COUNT)


async def fill(url: str, count: int) -> str:
    """Have Bob write `count` messages into #launch; returns the timestamp of the first."""
    first = ""
    async with aiohttp.ClientSession() as session:
        for number in range(count):
            act = {"act": "post", "user": "U0BOB", "channel": "C0LAUNCH", "text": f"Message {number} of many"}
            async with session.post(f"{url}/_control/act", json=act) as answer:
                first = first or (await answer.json())["ts"]
    return first


async def test_only_the_end_of_a_long_channel_is_drawn_at_first(page: Page, long_channel: str) -> None:
    await page.get_by_role("button", name="launch").click()

    await expect(page.get_by_text(f"Message {COUNT - 1} of many")).to_be_in_viewport()
    assert await page.locator("main article").count() < 100


async def test_scrolling_up_brings_older_messages_and_keeps_the_place(page: Page, long_channel: str) -> None:
    await page.get_by_role("button", name="launch").click()
    await expect(page.get_by_text(f"Message {COUNT - 1} of many")).to_be_in_viewport()
    held = page.get_by_text(f"Message {COUNT - 45} of many")
    await held.scroll_into_view_if_needed()

    await expect(page.get_by_text(f"Message {COUNT - 90} of many")).to_be_attached()

    await expect(held).to_be_in_viewport()


async def test_the_very_first_message_is_reached(page: Page, long_channel: str) -> None:
    await page.get_by_role("button", name="launch").click()
    first = page.get_by_text("Message 0 of many")
    scroller = page.get_by_role("region", name="Messages", exact=True)

    await page.wait_for_function(
        """() => {
          const scroller = document.querySelector(".list .scroller");
          scroller.scrollTop = 0;
          return scroller.textContent.includes("Message 0 of many");
        }"""
    )

    await expect(first).to_be_attached()
    await expect(scroller.get_by_text("A channel for everyone.")).to_be_attached()


async def test_a_link_leads_to_a_message_long_ago(page: Page, playground: Playground, long_channel: str) -> None:
    await page.goto(f"{playground.url}/archives/C0LAUNCH/p{long_channel.replace('.', '')}")

    await expect(page.get_by_text("Message 0 of many")).to_be_in_viewport()


async def test_an_old_message_changes_while_it_is_looked_at(
    page: Page, playground: Playground, long_channel: str
) -> None:
    await page.goto(f"{playground.url}/archives/C0LAUNCH/p{long_channel.replace('.', '')}")
    await expect(page.get_by_text("Message 0 of many")).to_be_in_viewport()

    await playground.app.call("reactions.add", channel="C0LAUNCH", timestamp=long_channel, name="tada")

    await expect(page.get_by_role("button", name="tada, 1: Herald")).to_be_visible()
