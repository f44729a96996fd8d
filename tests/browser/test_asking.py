"""Herald's own forms in the browser: a first video with the form, the next with one click."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.conftest import run_command
from tests.browser.test_accessibility import LOOKS, violations
from tests.journeys.stage import GENERAL, STUDIO_KEY, Stage, bot_running, services

SCRIPT = "Good morning, team. The release is out."
SCRIPT_FIELD = re.compile("^Script")


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str, video: bytes) -> AsyncIterator[Stage]:
    """Herald behind the local Slack, with a studio that is quick."""
    ready = tmp_path / "ready.mp4"
    ready.write_bytes(video)
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready, 0.5))
    async with services(studio, redis_url) as stage, bot_running(stage):
        yield stage


async def opened(browser: Browser, stage: Stage, look: str = "light") -> Page:
    """The page as Alice sees it in #general."""
    context = await browser.new_context(**LOOKS[look])
    page = await context.new_page()
    await page.goto(f"{stage.slack_url}/#{GENERAL}")
    await page.get_by_label("Message #general").wait_for()
    return page


async def pick(page: Page, label: str, typed: str, option: str) -> None:
    """Search in a select of the form and take an option, once the form shows it."""
    box = page.get_by_role("dialog").get_by_role("combobox", name=label)
    await box.fill(typed)
    await page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}\W*$")).click()  # a tick if it was chosen
    await expect(box).to_have_value(option)


async def fill_in(page: Page, script: str = SCRIPT) -> None:
    """Fill in the open form."""
    dialog = page.get_by_role("dialog", name="Make a video")
    await dialog.get_by_role("textbox", name=SCRIPT_FIELD).fill(script)
    await pick(page, "Avatar", "jenny", "Jenny")
    await pick(page, "Voice", "jenny english", "Jenny · English · female")


async def test_a_first_video_is_typed_reviewed_and_made_and_the_next_takes_one_click(
    chromium: Browser, stage: Stage
) -> None:
    page = await opened(chromium, stage)
    await run_command(page, "/herald")
    await fill_in(page)
    await page.get_by_role("button", name="Review").click()
    review = page.get_by_role("dialog", name="Review")
    await expect(review).to_contain_text("of this month's budget is left")
    await expect(review).to_contain_text(SCRIPT)
    await review.get_by_role("button", name="Make it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("article", has_text="Ready").first).to_be_visible(timeout=30_000)

    await run_command(page, "/herald And now the weather.")
    await page.get_by_role("button", name="Make it").click()

    await expect(page.get_by_text("On its way")).to_be_visible()
    await expect(page.locator("article", has_text="And now the weather.").first).to_be_visible(timeout=30_000)


async def test_a_language_narrows_the_voices_and_more_options_keep_what_was_typed(
    chromium: Browser, stage: Stage
) -> None:
    page = await opened(chromium, stage)
    await run_command(page, "/herald")
    dialog = page.get_by_role("dialog", name="Make a video")
    await dialog.get_by_role("textbox", name=SCRIPT_FIELD).fill("Guten Morgen")
    await pick(page, "Language", "german", "German (Germany)")

    await _show_more(dialog)

    await expect(dialog.get_by_role("textbox", name=SCRIPT_FIELD)).to_have_value("Guten Morgen")
    await dialog.get_by_role("combobox", name="Voice").fill("an")
    await expect(page.get_by_role("option").first).to_contain_text("German")


@pytest.mark.parametrize("look", LOOKS)
async def test_everybody_can_use_the_form_and_the_review(chromium: Browser, stage: Stage, look: str) -> None:
    page = await opened(chromium, stage, look)
    await run_command(page, f"/herald {SCRIPT}")
    dialog = page.get_by_role("dialog", name="Make a video")
    await dialog.get_by_role("button", name="More options").click()
    await expect(dialog.get_by_role("textbox", name="Background colour")).to_be_visible()
    form = await violations(page)
    await fill_in(page)
    await page.get_by_role("button", name="Review").click()
    await expect(page.get_by_role("dialog", name="Review")).to_be_visible()

    assert (form, await violations(page)) == ([], [])


async def _show_more(dialog: Locator) -> None:
    """Press *More options* until they are there: a form that is just shown anew for the language takes no press."""
    colour = dialog.get_by_role("textbox", name="Background colour")
    async with asyncio.timeout(30):
        while not await colour.is_visible():
            await dialog.get_by_role("button", name="More options").click()
            with suppress(AssertionError):
                await expect(colour).to_be_visible(timeout=3000)
