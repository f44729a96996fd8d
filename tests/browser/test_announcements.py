"""An announcement in the browser: written, approved by a colleague, seen in the channels."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.conftest import run_command
from tests.browser.test_accessibility import violations
from tests.browser.test_asking import opened, pick
from tests.journeys.stage import STUDIO_KEY, Stage, bot_running, services

SCRIPT = "Good morning, team. The release is out."


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str, video: bytes) -> AsyncIterator[Stage]:
    """Herald behind the local Slack, with a studio that is quick."""
    ready = tmp_path / "ready.mp4"
    ready.write_bytes(video)
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready, 0.5))
    async with services(studio, redis_url) as stage, bot_running(stage):
        yield stage


async def choose_in(page: Page, label: str, *options: str) -> None:
    """Take options of a select in the form."""
    box = page.get_by_role("dialog").get_by_role("combobox", name=label)
    for option in options:
        await box.click()
        await page.get_by_role("option", name=option).first.click()


async def test_an_announcement_is_written_reviewed_approved_and_posted(chromium: Browser, stage: Stage) -> None:
    page = await opened(chromium, stage)
    await run_command(page, "/herald announce")
    form = page.get_by_role("dialog", name="Announcement")
    await form.get_by_role("textbox", name=re.compile("^Script")).fill(SCRIPT)
    await pick(page, "Avatar", "jenny", "Jenny")
    await pick(page, "Voice", "jenny english", "Jenny · English · female")
    await choose_in(page, "Post in", "launch")
    await choose_in(page, "Approver", "Bob")
    assert await violations(page) == []
    await page.get_by_role("button", name="Review").click()
    review = page.get_by_role("dialog", name="Review")
    await expect(review).to_contain_text("first the script, then the finished video")
    assert await violations(page) == []
    await review.get_by_role("button", name="Ask for approval").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.locator(".actor", has_text="Bob").click()
    await page.get_by_role("navigation").get_by_role("button", name="Herald").click()
    asked = page.locator("article", has_text="asks you to approve an announcement")
    await expect(asked).to_contain_text(SCRIPT)
    assert await violations(page) == []
    await asked.get_by_role("button", name="Approve").click()
    finished = page.locator("article", has_text="announcement is finished")
    await expect(finished).to_be_visible(timeout=30_000)
    await expect(page.locator("article video")).to_be_visible()
    await finished.get_by_role("button", name="Approve").click()
    await expect(page.locator("article", has_text="You approved the video.")).to_be_visible(timeout=20_000)
    await page.get_by_role("navigation").get_by_role("button", name="launch").click()
    posted = page.locator("article", has_text="An announcement of")
    await expect(posted).to_be_visible(timeout=30_000)
    await expect(posted.locator("video")).to_be_visible()
    assert await violations(page) == []
