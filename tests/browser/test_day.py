"""A person's day on the page, from the command to the video and what comes after."""

import re

from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import Playground, run_command
from tests.browser.modals import plan
from tests.browser.stub_app import TOO_RUDE


async def choose(page: Page, label: str, typed: str, option: str) -> None:
    box = page.get_by_role("dialog").get_by_role("combobox", name=label)
    await box.fill(typed)
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.get_by_role("option", name=option).click()
    await expect(box).to_have_value(option)


async def test_a_script_becomes_a_video_that_plays(page: Page, playground: Playground, video: bytes) -> None:
    await run_command(page, "/herald something rude")
    dialog = page.get_by_role("dialog", name="New video")
    await choose(page, "Avatar", "mai", "Mia in the park")
    await choose(page, "Language", "deu", "Deutsch")
    await dialog.get_by_role("combobox", name="Voice").click()
    await expect(page.get_by_role("option")).to_have_text(["Greta", "Otto"])
    await page.get_by_role("option", name="Greta").click()

    await dialog.get_by_role("button", name="Create").click()
    await expect(page.get_by_text(TOO_RUDE)).to_be_visible()
    await dialog.get_by_role("textbox", name="Script").fill("Guten Morgen")
    await dialog.get_by_role("button", name="Create").click()

    await expect(dialog).to_be_hidden()
    anchor = page.locator("article", has_text="Making your video")
    await expect(anchor.get_by_text("In progress: ")).to_be_attached()
    ts = await anchor.get_attribute("data-key")
    await playground.app.call("chat.update", channel="C0GENERAL", ts=ts, text="Done", blocks=plan("complete"))
    await expect(anchor.get_by_text("In progress: ")).to_have_count(0)
    await playground.app.share_file(video, name="morgen.mp4", channel="C0GENERAL", thread_ts=ts)
    await page.get_by_role("button", name="1 reply").click()
    player = page.get_by_role("complementary", name="Thread").locator("video")
    await player.evaluate("player => { player.muted = true; return player.play(); }")
    await page.wait_for_function("document.querySelector('.thread video').currentTime > 0")


async def test_a_message_becomes_a_script_by_its_shortcut(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #general")
    await box.fill("Say this to everyone")
    await box.press("Enter")
    message = page.locator("article", has_text="Say this to everyone")
    await message.hover()

    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Make video from this").click()

    script = page.get_by_role("dialog", name="New video").get_by_role("textbox", name="Script")
    await expect(script).to_have_value("Say this to everyone")


async def test_a_global_shortcut_is_reached_by_keyboard_alone(page: Page) -> None:
    await page.get_by_role("button", name="Add to this message").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Attach a file")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("dialog", name="New video")).to_be_visible()


async def test_a_file_goes_with_its_message(page: Page) -> None:
    notes: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"some words"}
    await page.get_by_label("Files to attach").first.set_input_files([notes])
    await expect(page.get_by_role("list", name="Attached files")).to_contain_text("notes.txt")
    await page.get_by_role("textbox", name="Message #general").fill("Here are the notes")

    await page.get_by_role("button", name="Send").first.click()

    message = page.locator("article", has_text="Here are the notes")
    await expect(message.get_by_role("link", name="Download notes.txt")).to_be_visible()
    await expect(page.get_by_role("list", name="Attached files")).to_have_count(0)


async def test_a_step_of_a_workflow_shows_what_came_of_it(page: Page) -> None:
    await page.get_by_role("button", name="Add to this message").click()
    await page.get_by_role("menuitem", name=re.compile("^Make a video")).click()
    dialog = page.get_by_role("dialog", name="Make a video")
    await dialog.get_by_role("textbox", name="Script").fill("hello")

    await dialog.get_by_role("button", name="Run step").click()

    await expect(dialog.get_by_role("status")).to_contain_text("Completed")
    await expect(dialog.get_by_role("status")).to_contain_text("hello.mp4")


async def test_two_people_write_to_each_other_alone(page: Page) -> None:
    await page.get_by_role("button", name="New direct message").click()
    await page.get_by_role("menuitem", name="Bob").click()
    box = page.get_by_role("textbox", name="Message Bob")
    await box.fill("Psst")
    await box.press("Enter")

    await page.locator(".actor", has_text="Bob").click()
    await expect(page.get_by_role("radio", name="Bob")).to_be_checked()

    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Alice").click()
    await expect(page.locator("article", has_text="Psst")).to_be_visible()


async def test_another_workspace_has_its_own_people_and_no_app_yet(page: Page) -> None:
    await page.get_by_role("button", name="Workspaces: Playground").click()
    await page.get_by_role("menuitemradio", name="Orbit").click()

    await expect(page.get_by_role("radio", name="Carol")).to_be_checked()
    await expect(page.get_by_role("button", name="Install the app")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Conversations").get_by_text("launch")).to_have_count(0)


async def test_the_app_is_installed_in_another_workspace(page: Page) -> None:
    await page.get_by_role("button", name="Workspaces: Playground").click()
    await page.get_by_role("menuitemradio", name="Orbit").click()

    await page.get_by_role("button", name="Install the app").click()

    await expect(page.get_by_text("The app was installed.")).to_be_visible()
    await expect(
        page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Herald")
    ).to_be_visible()
