"""Personal clips in the browser: from the list to the last direct message."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.conftest import run_command
from tests.browser.test_accessibility import violations
from tests.browser.test_asking import SCRIPT_FIELD, opened, pick
from tests.journeys.stage import STUDIO_KEY, Stage, bot_running, services

TABLE = "person;favourite word\n@bob;tea\nPerson 1;Grüße 🌴\nالقلم;قلم\n@olga;late\nU0C002;\n"


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str, video: bytes) -> AsyncIterator[Stage]:
    """Herald behind a local Slack with some more people, and a quick studio that tells what is finished."""
    ready = tmp_path / "ready.mp4"
    ready.write_bytes(video)
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready, 0.2))
    async with services(studio, redis_url, crowd=3) as stage:
        address = f"http://127.0.0.1:{stage.settings.port}"
        stage.settings = stage.settings.model_copy(update={"public_url": address})
        async with bot_running(stage):
            yield stage


async def look(page: Page, name: str) -> None:
    """Take a picture where somebody wants to look at it."""
    folder = os.environ.get("PERSONAL_SHOTS")
    if folder:
        await page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


async def test_a_list_becomes_a_table_a_sample_and_clips(chromium: Browser, stage: Stage, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(TABLE, encoding="utf-8")
    page = await opened(chromium, stage)
    await run_command(page, "/herald personal")
    dialog = page.get_by_role("dialog", name="Personal clips")
    await dialog.get_by_role("textbox", name=SCRIPT_FIELD).fill("Hello {first_name}, {favourite_word}!")
    await dialog.locator("input[type=file]").set_input_files(table)
    await pick(page, "Avatar", "jenny", "Jenny")
    await pick(page, "Voice", "jenny english", "Jenny · English · female")
    await look(page, "1-form")
    form = await violations(page)
    await dialog.get_by_role("button", name="Check the list").click()
    await expect(dialog).to_contain_text("I am checking your list")
    await dialog.get_by_role("button", name="Close", exact=True).first.click()

    await page.get_by_role("navigation").get_by_role("button", name="Herald").click()
    message = page.locator("article", has_text="Personal clips").first
    await expect(message).to_contain_text("3 people get none", timeout=20_000)
    await expect(message).to_contain_text("Missing: favourite_word.")
    await look(page, "2-table")
    plan = await violations(page)
    await message.get_by_role("button", name="Make a sample").click()
    await expect(message).to_contain_text("your sample is there", timeout=30_000)
    await look(page, "3-sample")
    await message.get_by_role("button", name="Make the other 1").click()

    await expect(message).to_contain_text("all sent", timeout=30_000)
    await look(page, "4-sent")
    assert (form, plan) == ([], [])
