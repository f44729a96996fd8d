"""Cards, carousels, containers, data tables, charts, pins, as a person meets them on the page."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from playground.serving import listening_socket, running
from playground.slack.server import build_app
from playground.slack.settings import Settings
from tests.browser.conftest import Playground
from tests.browser.elements import button, option, plain
from tests.browser.test_accessibility import LOOKS, violations

Block = dict[str, Any]


def card(name: str) -> Block:
    """A card with a button."""
    words = {"subtitle": plain("English"), "body": {"type": "mrkdwn", "text": "A *calm* voice."}}
    return {"type": "card", "title": plain(name), **words, "actions": [button("go", f"Take {name}")]}


def row(*cells: str | int) -> list[Block]:
    """A row of texts and numbers."""
    return [
        {"type": "raw_text", "text": c} if isinstance(c, str) else {"type": "raw_number", "value": c} for c in cells
    ]


def point(label: str, value: float) -> Block:
    """A point of a chart."""
    return {"label": label, "value": value}


SELECT = {"type": "static_select", "action_id": "place", "options": [option("Paris")], "placeholder": plain("Place")}
CAROUSEL: Block = {"type": "carousel", "elements": [card("Ada"), card("Ben"), card("Cleo")]}
CONTAINER: Block = {
    "type": "container",
    "title": plain("More takes"),
    "is_collapsible": True,
    "default_collapsed": True,
    "child_blocks": [{"type": "actions", "elements": [SELECT]}],
}
TABLE: Block = {
    "type": "data_table",
    "caption": "Minutes by team",
    "page_size": 2,
    "rows": [row("Team", "Minutes"), *(row(f"Team {number}", number) for number in range(1, 6))],
}
CHART: Block = {
    "type": "data_visualization",
    "title": "Videos a day",
    "chart": {
        "type": "bar",
        "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "How many videos were made"},
        "series": [{"name": "Sales", "data": [point("Mon", 3), point("Tue", 6)]}],
    },
}


async def test_a_button_on_a_card_reaches_the_app(page: Page, playground: Playground) -> None:
    await playground.app.post("Avatars", blocks=[card("Ada"), CAROUSEL])

    await page.get_by_role("region", name="Cards, side by side").get_by_role("button", name="Take Ben").click()

    await expect(page.locator(".carousel .card")).to_have_count(3)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert [action["text"]["text"] for action in playground.app.clicks] == ["Take Ben"]


async def test_a_container_opens_and_its_elements_can_be_used(page: Page, playground: Playground) -> None:
    await playground.app.post("Takes", blocks=[CONTAINER])
    select = page.get_by_role("combobox", name="Place")
    await expect(select).to_be_hidden()

    await page.get_by_text("More takes").click()
    await select.click()

    await expect(page.get_by_role("option", name="Paris")).to_be_visible()


async def test_a_data_table_shows_more_rows_when_asked(page: Page, playground: Playground) -> None:
    await playground.app.post("Minutes", blocks=[TABLE])
    rows = page.get_by_role("table", name="Minutes by team").locator("tbody tr")
    await expect(rows).to_have_count(2)

    for shown in (4, 5):
        await page.get_by_role("button", name="Show more rows").click()
        await expect(rows).to_have_count(shown)

    await expect(page.get_by_role("button", name="Show more rows")).to_be_hidden()
    await expect(rows.last).to_have_text("Team 55")


async def test_a_chart_tells_its_numbers(page: Page, playground: Playground) -> None:
    await playground.app.post("Chart", blocks=[CHART])

    tuesday = page.get_by_role("table", name="Videos a day").get_by_role("row", name="Tue")

    await expect(tuesday.get_by_role("cell")).to_have_text("6")
    widths = await page.locator(".chart-bar").evaluate_all("bars => bars.map((bar) => bar.style.width)")
    assert widths == ["50%", "100%"]


async def test_a_person_pins_a_message_and_removes_the_pin(page: Page, playground: Playground) -> None:
    await playground.app.post("Keep this")
    message = page.locator("article", has_text="Keep this")

    for item, pins in (("Pin to conversation", 1), ("Remove the pin", 0)):
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name=item).click()
        await expect(message.get_by_text("Pinned")).to_have_count(pins)


async def test_where_the_app_is_missing_its_install_page_is_linked(chromium: Browser) -> None:
    settings = Settings(install_url="http://127.0.0.1:9/slack/install")
    async with running(build_app(settings), listening_socket(0)) as url:
        page = await chromium.new_page()
        await page.goto(url)
        await page.get_by_role("button", name="Workspaces: Playground").click()
        await page.get_by_role("menuitemradio", name="Orbit").click()
        link = page.get_by_role("link", name="Open its install page")
        await expect(link).to_have_attribute("href", "http://127.0.0.1:9/slack/install")


@pytest.mark.parametrize("look", LOOKS)
async def test_nothing_in_them_keeps_anybody_out(chromium: Browser, playground: Playground, look: str) -> None:
    await playground.app.post("All", blocks=[card("Ada"), CAROUSEL, CONTAINER, TABLE, CHART])
    page = await chromium.new_page(**LOOKS[look], reduced_motion="reduce")
    await page.goto(f"{playground.url}/#C0GENERAL")
    await page.get_by_text("More takes").click()

    assert await violations(page) == []
