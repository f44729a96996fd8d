"""axe-core finds nothing serious on the page, in its dialogs and panes, by day and by night, wide and narrow."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from importlib import resources
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Playground, run_command
from tests.browser.elements import every_element
from tests.browser.modals import plan

SERIOUS = ("serious", "critical")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@cache
def axe() -> str:
    """The script of axe-core, as its package brings it."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text()


async def violations(page: Page) -> list[str]:
    """What axe-core objects to, in a line each."""
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))")
    await page.evaluate(axe())
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((all) => all.violations)")
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.fixture(params=LOOKS)
async def view(chromium: Browser, playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The page in one of its looks, its channel filled with all that messages can hold; nothing moves."""
    app = playground.app
    root = await app.post("Making your video", blocks=plan("in_progress"))
    await app.post("It is *done*: <https://example.com|watch> `it` :tada:", thread_ts=root)
    await app.post("Everything", blocks=every_element())
    await app.call("chat.postEphemeral", channel="C0GENERAL", user="U0ALICE", text="Only for you")
    await app.share_file(b"words", name="notes.txt", channel="C0GENERAL")
    context = await chromium.new_context(**LOOKS[request.param], reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(f"{playground.url}/#C0GENERAL")
    await expect(page.get_by_text("Only for you")).to_be_visible()
    yield page
    await context.close()


async def open_thread(page: Page) -> None:
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_be_visible()


async def open_message_menu(page: Page) -> None:
    message = page.locator("article", has_text="Making your video").first
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menu", name="More actions")).to_be_visible()


async def open_picker(page: Page) -> None:
    message = page.locator("article", has_text="Making your video").first
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").click()
    await expect(page.get_by_role("dialog", name="Add a reaction")).to_be_visible()


async def open_every_input(page: Page) -> None:
    await run_command(page, "/herald everything")
    await expect(page.get_by_role("dialog", name="Everything")).to_be_visible()


async def open_select(page: Page) -> None:
    await run_command(page, "/herald Good morning")
    await page.get_by_role("dialog").get_by_role("combobox", name="Avatar").click()
    await expect(page.get_by_role("option", name="Mia in the park")).to_be_visible()


async def see_an_error(page: Page) -> None:
    await run_command(page, "/herald Good morning")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("Please complete this required field.")).to_be_visible()


async def ask_for_confirmation(page: Page) -> None:
    await page.get_by_role("button", name="Drop").click()
    await expect(page.get_by_role("dialog", name="Are you sure?")).to_be_visible()


async def open_inspector(page: Page) -> None:
    await page.get_by_role("button", name="Inspector", exact=True).click()
    await page.locator(".record summary").first.click()
    await expect(page.get_by_role("region", name="Request")).to_be_visible()


async def open_home(page: Page) -> None:
    menu = page.get_by_role("button", name="Conversations", exact=True)
    if await menu.is_visible():
        await menu.click()
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Herald").click()
    await expect(page.get_by_text("Welcome, visit 1")).to_be_visible()


async def stay(page: Page) -> None:
    """The channel as it is."""


PLACES: tuple[Callable[[Page], Awaitable[None]], ...] = (
    stay,
    open_thread,
    open_message_menu,
    open_picker,
    open_every_input,
    open_select,
    see_an_error,
    ask_for_confirmation,
    open_inspector,
    open_home,
)


@pytest.mark.parametrize("go", PLACES)
async def test_nothing_keeps_anybody_out(view: Page, go: Callable[[Page], Awaitable[None]]) -> None:
    await go(view)

    assert await violations(view) == []
