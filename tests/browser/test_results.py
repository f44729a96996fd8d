"""A finished video in the browser: watched, read, shared and deleted by its buttons."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.test_accessibility import violations
from tests.journeys.stage import STUDIO_KEY, Stage, bot_running, services
from tests.videos import write_video

SCRIPT = "Good morning, team. The release is out."


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str) -> AsyncIterator[Stage]:
    """Herald behind the local Slack, with a studio that is quick."""
    ready = ReadyAnswer(write_video(tmp_path / "ready.mp4", seconds=2), 0.5)
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ready)
    async with services(studio, redis_url) as stage, bot_running(stage):
        yield stage


@pytest.fixture
async def finished(chromium: Browser, stage: Stage) -> AsyncIterator[Page]:
    """#general as Alice sees it, with a video that she asked for."""
    await stage.ask_for(SCRIPT)
    await stage.delivered()
    page = await chromium.new_page()
    await page.goto(f"{stage.slack_url}/#C0GENERAL")
    await expect(page.get_by_role("button", name="Share to…")).to_be_visible()
    yield page
    await page.close()


async def test_the_thread_has_the_video_its_transcript_and_its_captions(finished: Page) -> None:
    await finished.get_by_role("button", name="1 reply").click()

    thread = finished.get_by_role("complementary", name="Thread")
    await expect(thread.locator("video")).to_be_visible()
    await expect(thread.get_by_text("Transcript", exact=True)).to_be_visible()
    await expect(thread.get_by_text("Captions", exact=True)).to_be_visible()
    assert await violations(finished) == []


async def test_a_video_is_shared_with_a_channel_that_was_picked(finished: Page, stage: Stage) -> None:
    await finished.get_by_role("button", name="Share to…").click()
    form = finished.get_by_role("dialog", name="Share this video")
    await form.get_by_role("combobox").click()
    await expect(finished.get_by_role("option", name="partners")).to_have_count(0)
    await finished.get_by_role("option", name="launch").click()
    assert await violations(finished) == []

    await form.get_by_role("button", name="Share").click()

    await expect(form).to_be_hidden()
    await expect(finished.get_by_text("Also shared with")).to_be_visible(timeout=20_000)
    assert len(await stage.messages("C0LAUNCH")) == 1


async def test_a_video_is_deleted_only_when_that_is_meant(finished: Page, stage: Stage) -> None:
    await finished.get_by_role("button", name="Delete").click()
    await finished.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    await expect(finished.get_by_role("button", name="Delete")).to_be_visible()
    assert len(await stage.final_posts()) == 1

    await finished.get_by_role("button", name="Delete").click()
    await finished.get_by_role("dialog").get_by_role("button", name="Delete").click()

    await expect(finished.get_by_text("deleted this video")).to_be_visible(timeout=20_000)
    assert await stage.final_posts() == []
