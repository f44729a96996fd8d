"""The page is used without a pointer, and the focus is never lost."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Playground, run_command

FOCUS_IS_INSIDE = "document.querySelector('dialog[open]').contains(document.activeElement)"


async def test_arrow_keys_walk_the_conversations(page: Page) -> None:
    places = page.get_by_role("navigation", name="Conversations")
    await places.get_by_role("button", name="general").focus()

    await page.keyboard.press("ArrowDown")
    await expect(places.get_by_role("button", name="launch")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="#launch")).to_be_visible()


async def test_arrow_keys_walk_the_messages_to_their_tools(page: Page, playground: Playground) -> None:
    for text in ("The first", "The second"):
        await playground.app.post(text)
    await expect(page.locator("article", has_text="The second")).to_be_visible()
    await page.get_by_role("region", name="Messages", exact=True).focus()

    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    first = page.locator("article", has_text="The first")
    await expect(first).to_be_focused()
    await page.keyboard.press("Tab")

    await expect(first.get_by_role("button", name="Add a reaction")).to_be_focused()


async def test_the_focus_goes_into_the_modal_and_back_to_the_box(page: Page) -> None:
    await run_command(page, "/herald Good morning")
    await expect(page.get_by_role("dialog").get_by_role("textbox", name="Script")).to_be_focused()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()


async def test_tab_reaches_nothing_of_the_page_under_a_dialog(page: Page) -> None:
    await run_command(page, "/herald Good morning")
    await expect(page.get_by_role("dialog", name="New video")).to_be_visible()

    for _ in range(12):
        await page.keyboard.press("Shift+Tab")
        inside = await page.evaluate(f"document.activeElement === document.body || {FOCUS_IS_INSIDE}")
        assert inside


async def test_escape_closes_a_menu_and_nothing_else(page: Page, playground: Playground) -> None:
    ts = await playground.app.post("The anchor")
    await playground.app.post("The reply", thread_ts=ts)
    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    more = thread.get_by_role("button", name="More actions").last
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Copy link")).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(more).to_be_focused()
    await expect(thread).to_be_visible()


async def test_a_new_message_is_read_out(page: Page, playground: Playground) -> None:
    await playground.app.post("Fresh from the app")

    await expect(page.get_by_role("log", name="News")).to_contain_text("Herald: Fresh from the app")
