"""What a person sees and does in conversations."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Playground, acted

CONFIRM = {
    "title": {"type": "plain_text", "text": "Delete the video?"},
    "text": {"type": "plain_text", "text": "It goes for everyone."},
    "confirm": {"type": "plain_text", "text": "Delete"},
    "deny": {"type": "plain_text", "text": "Keep"},
}


def button(text: str, **more: object) -> dict[str, object]:
    element = {"type": "button", "action_id": text.lower(), "text": {"type": "plain_text", "text": text}, **more}
    return {"type": "actions", "elements": [element]}


async def test_slash_offers_the_commands_and_tab_takes_one(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #general")

    await box.press_sequentially("/he")
    await expect(page.get_by_role("option")).to_contain_text("/herald")
    await box.press("Tab")

    await expect(box).to_have_value("/herald ")


async def test_plain_text_is_posted_and_never_read_as_html(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #general")

    await box.fill("<img src=x onerror=alert(1)> *loud*")
    await box.press("Enter")

    message = page.locator("article", has_text="onerror=alert(1)")
    await expect(message.locator("strong")).to_have_text("loud")
    await expect(message.locator("img")).to_have_count(0)


async def test_a_command_the_app_does_not_answer_comes_back(page: Page, playground: Playground) -> None:
    playground.app.silent = True
    box = page.get_by_role("textbox", name="Message #general")

    await box.fill("/herald Precious words")
    await box.press("Enter")

    await expect(page.get_by_role("alert")).to_contain_text("operation_timeout", timeout=10_000)
    await expect(box).to_have_value("/herald Precious words")


async def test_formatting_references_and_dates_are_shown(page: Page, playground: Playground) -> None:
    date = "<!date^1782894600^{date_short} at {time}|then>"
    text = f"_soft_ `code` <@U0BOB> <#C0LAUNCH> <https://example.com|there> {date} :tada:"
    await playground.app.call("chat.postMessage", channel="C0GENERAL", text=text)

    message = page.locator("article", has_text="there")

    await expect(message).to_contain_text("soft code @Bob #launch there 1 Jul 2026 at 09:30 🎉")
    await expect(message.get_by_role("link", name="there")).to_have_attribute("href", "https://example.com")


async def test_an_ephemeral_message_is_marked_and_can_be_dismissed(page: Page, playground: Playground) -> None:
    await playground.app.call("chat.postEphemeral", channel="C0GENERAL", user="U0ALICE", text="Just so you know")
    message = page.locator("article", has_text="Just so you know")
    await expect(message).to_contain_text("Only visible to you")

    await message.get_by_role("button", name="Dismiss message").click()

    await expect(message).to_have_count(0)


async def test_a_button_reaches_the_app_only_once_it_is_confirmed(page: Page, playground: Playground) -> None:
    blocks = [button("Delete", style="danger", confirm=CONFIRM)]
    await playground.app.call("chat.postMessage", channel="C0GENERAL", text="A video", blocks=blocks)
    delete = page.locator("article").get_by_role("button", name="Delete")

    await delete.click()
    await page.get_by_role("button", name="Keep").click()
    assert playground.app.clicks == []
    await delete.click()
    async with acted(page, "click"):
        await page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    assert [click["action_id"] for click in playground.app.clicks] == ["delete"]


async def test_a_posted_video_plays_and_goes_on_while_messages_arrive(
    page: Page, playground: Playground, video: bytes
) -> None:
    await playground.app.share_file(video, name="morning.mp4", channel="C0GENERAL")
    player = page.locator("video")
    await player.evaluate("player => { player.muted = true; player.loop = true; return player.play(); }")
    await page.wait_for_function("document.querySelector('video').readyState === 4")

    await playground.app.call("chat.postMessage", channel="C0GENERAL", text="Meanwhile")
    await expect(page.locator("article", has_text="Meanwhile")).to_be_visible()

    assert not await player.evaluate("player => player.paused")
    await expect(page.get_by_role("link", name="Download morning.mp4")).to_be_visible()


async def test_a_reply_in_a_thread_opens_beside_the_conversation(page: Page, playground: Playground) -> None:
    root = await playground.app.call("chat.postMessage", channel="C0GENERAL", text="The anchor")
    await playground.app.call("chat.postMessage", channel="C0GENERAL", text="The result", thread_ts=root["ts"])
    link = page.get_by_role("button", name="1 reply")
    await expect(link).to_contain_text("New")

    await link.click()

    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("The result")
    await expect(link).not_to_contain_text("New")
    await thread.get_by_role("button", name="Close thread").click()
    await expect(thread).to_be_hidden()


async def test_a_message_elsewhere_is_marked_unread_until_it_is_seen(page: Page, playground: Playground) -> None:
    await playground.app.call("chat.postMessage", channel="C0LAUNCH", text="Over here")
    place = page.get_by_role("button", name="launch")
    await expect(place).to_contain_text("1 unread")

    await place.click()

    await expect(page.locator("article", has_text="Over here")).to_be_visible()
    await expect(place).not_to_contain_text("unread")


async def test_acting_as_bob_shows_what_bob_sees(page: Page, playground: Playground) -> None:
    await playground.app.call("chat.postEphemeral", channel="C0GENERAL", user="U0ALICE", text="For Alice alone")
    await expect(page.locator("article", has_text="For Alice alone")).to_be_visible()

    await page.get_by_text("Bob", exact=True).click()
    await expect(page.get_by_role("radio", name="Bob")).to_be_checked()

    await expect(page.get_by_text("For Alice alone")).to_have_count(0)
