"""A photo of somebody else in the browser: asked for by Alice, seen and allowed by Bob; and a script from a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.bot.media.samples import picture
from tests.browser.conftest import run_command
from tests.browser.test_accessibility import violations
from tests.browser.test_asking import SCRIPT, fill_in, opened, pick
from tests.journeys.stage import ALICE, STUDIO_KEY, Stage, bot_running, services

PHOTO: FilePayload = {"name": "bob.png", "mimeType": "image/png", "buffer": picture("png", width=300, height=400)}
NOTES: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Read from a file, word by word."}
OLD_NOTES: FilePayload = {"name": "old.txt", "mimeType": "text/plain", "buffer": "Grüße".encode("latin-1")}


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str, video: bytes) -> AsyncIterator[Stage]:
    """Herald behind the local Slack, in a workspace where people are asked about photos of them."""
    ready = tmp_path / "ready.mp4"
    ready.write_bytes(video)
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready, 0.5))
    async with services(studio, redis_url) as stage, bot_running(stage) as ground:
        await ground.policies.change("T0PLAY", {"photos": "consent"}, actor=ALICE, at=stage.clock())
        yield stage


async def all_fields(page: Page) -> None:
    """Open the form with all its fields."""
    await run_command(page, "/herald")
    await page.get_by_role("button", name="More options").click()
    await expect(page.get_by_role("dialog").get_by_label("A photo instead of an avatar")).to_be_attached()


async def become_bob(page: Page) -> None:
    """Act as Bob from now on, in his direct message with Herald."""
    await page.get_by_role("radio", name="Bob").check(force=True)
    await page.get_by_role("navigation").get_by_role("button", name="Herald").click()
    await page.get_by_role("button", name="Messages", exact=True).click()


async def test_bob_sees_his_photo_and_the_script_and_allows_it(chromium: Browser, stage: Stage) -> None:
    page = await opened(chromium, stage)
    await all_fields(page)
    await fill_in(page)
    form = page.get_by_role("dialog", name="Make a video")
    await form.get_by_label("A photo instead of an avatar").set_input_files([PHOTO])
    await expect(form.get_by_text("bob.png")).to_be_visible()
    await pick(page, "Who is in the photo?", "bob", "Bob")
    await page.get_by_role("button", name="Review").click()
    review = page.get_by_role("dialog", name="Review")
    await expect(review).to_contain_text("is asked first")
    await review.get_by_role("button", name="Make it").click()
    await expect(page.locator("article", has_text="Waiting for permission").first).to_be_visible()

    await become_bob(page)
    question = page.locator("article", has_text="Allow once")
    await expect(question).to_contain_text(SCRIPT)
    await expect(page.get_by_role("img", name="The picture that a video is to be made of")).to_be_visible()
    assert await violations(page) == []
    await question.get_by_role("button", name="Allow once").click()
    await page.get_by_role("dialog").get_by_role("button", name="Allow once").click()

    await expect(page.get_by_text("You allowed this once: one video").first).to_be_visible()
    await expect(page.get_by_role("button", name="Allow once")).to_have_count(0)


async def test_a_script_from_a_file_is_read_and_reviewed_and_an_old_encoding_is_explained(
    chromium: Browser, stage: Stage
) -> None:
    page = await opened(chromium, stage)
    await all_fields(page)
    await fill_in(page, script="")
    form = page.get_by_role("dialog", name="Make a video")
    await form.get_by_label("The script as a text file").set_input_files([OLD_NOTES])
    await expect(form.get_by_text("old.txt")).to_be_visible()
    await page.get_by_role("button", name="Review").click()
    unread = page.get_by_role("dialog", name="Your script")
    await expect(unread).to_contain_text("old.txt is in an old encoding, such as Latin-1 or Windows-1252.")
    await unread.get_by_role("button", name="Back").last.click()

    await form.get_by_role("button", name="Remove old.txt").click()
    await form.get_by_label("The script as a text file").set_input_files([NOTES])
    await expect(form.get_by_text("notes.txt")).to_be_visible()
    await page.get_by_role("button", name="Review").click()
    review = page.get_by_role("dialog", name="Review")
    await expect(review).to_contain_text("Read from a file, word by word.")
    await review.get_by_role("button", name="Make it").click()

    await expect(page.locator("article", has_text="Read from a file").first).to_be_visible()
