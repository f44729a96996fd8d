"""What people do to messages: react, edit, delete, pin, send a reply to the channel too."""

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Playground


async def write(page: Page, text: str) -> Locator:
    box = page.get_by_role("textbox", name="Message #general")
    await box.fill(text)
    await box.press("Enter")
    message = page.locator("main article", has_text=text)
    await expect(message).to_be_visible()
    await message.hover()
    return message


async def test_a_reaction_is_picked_by_name_and_taken_back(page: Page) -> None:
    message = await write(page, "Done!")
    await message.get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("searchbox", name="Search by name").fill("tada")
    await page.keyboard.press("Enter")
    chip = message.get_by_role("button", name="tada, 1: you")
    await expect(chip).to_have_attribute("aria-pressed", "true")

    await chip.click()

    await expect(chip).to_have_count(0)


async def test_an_edited_message_is_marked_as_such(page: Page) -> None:
    message = await write(page, "Tpyo & more")
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    box = page.get_by_role("dialog", name="Edit message").get_by_role("textbox", name="Message")
    await expect(box).to_have_value("Tpyo & more")

    await box.fill("Typo & more")
    await page.get_by_role("button", name="Save").click()

    await expect(page.locator("article", has_text="Typo & more")).to_contain_text("(edited)")


async def test_a_message_is_deleted_once_that_is_confirmed(page: Page) -> None:
    message = await write(page, "Never mind")
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await expect(message).to_be_visible()
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()

    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    await expect(message).to_have_count(0)


async def test_others_messages_cannot_be_edited(page: Page, playground: Playground) -> None:
    await playground.app.post("From the app")
    message = page.locator("article", has_text="From the app")
    await message.hover()

    await message.get_by_role("button", name="More actions").click()

    await expect(page.get_by_role("menuitem", name="Copy link")).to_be_focused()
    await expect(page.get_by_role("menuitem", name="Edit message")).to_have_count(0)


async def test_pinned_and_scheduled_messages_are_listed(page: Page, playground: Playground) -> None:
    app = playground.app
    ts = await app.post("Read this first")
    await app.call("pins.add", channel="C0GENERAL", timestamp=ts)
    now = await page.evaluate("Math.round(Date.now() / 1000)")
    await app.call("chat.scheduleMessage", channel="C0GENERAL", text="Happy new year", post_at=now + 5000)
    await expect(page.locator("article", has_text="Read this first")).to_contain_text("Pinned")

    await page.get_by_role("button", name="Conversation actions").click()
    await page.get_by_role("menuitem", name="Pinned messages (1)").click()
    await expect(page.get_by_role("dialog", name="Pinned messages")).to_contain_text("Read this first")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Conversation actions").click()
    await page.get_by_role("menuitem", name="Scheduled messages (1)").click()

    await expect(page.get_by_role("dialog", name="Scheduled messages")).to_contain_text("Happy new year")


async def test_a_reply_can_go_to_the_channel_too(page: Page, playground: Playground) -> None:
    await playground.app.post("The anchor")
    message = page.locator("main article", has_text="The anchor")
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_label("Also send to the channel").check()

    await thread.get_by_role("textbox").fill("For all to see")
    await page.keyboard.press("Enter")

    await expect(page.locator("main article", has_text="For all to see")).to_contain_text("replied to a thread")
    await expect(thread.get_by_label("Also send to the channel")).not_to_be_checked()


async def test_the_app_says_what_it_is_doing_in_a_thread(page: Page, playground: Playground) -> None:
    ts = await playground.app.post("The anchor")
    await playground.app.post("The first answer", thread_ts=ts)
    await page.get_by_role("button", name="1 reply").click()

    status = {"channel_id": "C0GENERAL", "thread_ts": ts, "status": "is thinking…"}
    await playground.app.call("assistant.threads.setStatus", **status)

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("Herald is thinking…")).to_be_visible()


async def test_a_person_leaves_a_channel_and_comes_back(page: Page) -> None:
    await page.get_by_role("button", name="Conversation actions").click()
    await page.get_by_role("menuitem", name="Leave #general").click()
    await expect(page.get_by_text("You are not in #general.")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_hidden()

    await page.get_by_role("button", name="Join").click()

    await expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()
