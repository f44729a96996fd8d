"""The inspector shows what went between the app and the local Slack."""

import json

import aiohttp
from playwright.async_api import Page, expect

from tests.browser.conftest import Playground, run_command


async def open_inspector(page: Page) -> None:
    await page.get_by_role("button", name="Inspector", exact=True).click()
    await expect(page.get_by_role("heading", name="Inspector")).to_be_focused()


async def test_a_call_is_listed_with_what_was_sent_and_answered(page: Page, playground: Playground) -> None:
    await open_inspector(page)
    await playground.app.post("Look here")

    call = page.get_by_role("listitem").filter(has_text="chat.postMessage")
    await call.locator("summary").click()

    await expect(call.get_by_role("region", name="Request")).to_contain_text("Look here")
    await expect(call.get_by_role("region", name="Response")).to_contain_text('"ok": true')
    await expect(call.locator("summary")).to_contain_text("ms")


async def test_the_list_is_narrowed_by_kind_and_by_words(page: Page, playground: Playground) -> None:
    await playground.app.post("A needle")
    await run_command(page, "/herald hello")
    await expect(page.get_by_role("textbox", name="Script")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await open_inspector(page)
    records = page.locator(".record")

    await page.get_by_role("combobox", name="Show").select_option("Dispatches to the app")
    await expect(records.filter(has_text="chat.postMessage")).to_have_count(0)
    await expect(records.filter(has_text="command")).to_have_count(1)
    await page.get_by_role("combobox", name="Show").select_option("Calls and dispatches")
    await page.get_by_role("searchbox", name="Filter").fill("needle")

    await expect(records).to_have_count(1)


async def test_what_is_shown_can_be_taken_away_as_lines_of_json(page: Page, playground: Playground) -> None:
    await playground.app.post("A needle")
    await open_inspector(page)
    await page.get_by_role("searchbox", name="Filter").fill("needle")
    await expect(page.locator(".record")).to_have_count(1)

    address = await page.get_by_role("link", name="JSONL").get_attribute("href")
    answer = await page.request.get(f"{playground.url}{address}")
    [line] = (await answer.text()).splitlines()
    assert json.loads(line)["name"] == "chat.postMessage"
    assert "attachment" in answer.headers["content-disposition"]


async def test_no_token_is_shown(page: Page, playground: Playground) -> None:
    await playground.app.post(f"My token is {playground.app.bot_token}")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{playground.url}/_control/inspector") as answer,
    ):
        listed = await answer.text()

    assert "chat.postMessage" in listed
    assert playground.app.bot_token not in listed


async def test_escape_puts_it_away_and_the_focus_back(page: Page) -> None:
    await open_inspector(page)

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("complementary", name="Inspector")).to_be_hidden()
    await expect(page.get_by_role("button", name="Inspector", exact=True)).to_be_focused()
