"""The admins' part in the browser: from Home to a saved budget, the audit list, and what nobody else sees."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.ground import Ground
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.test_accessibility import violations
from tests.browser.test_home import furnish, open_home
from tests.journeys.stage import ALICE, STUDIO_KEY, Stage, bot_running, services


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str) -> AsyncIterator[tuple[Stage, Ground]]:
    """Herald behind the local Slack, where Alice, an admin, has used it for a while."""
    async with services(StudioSettings(STUDIO_KEY, tmp_path), redis_url) as stage, bot_running(stage) as ground:
        await furnish(ground)
        changes = {"guests": True, "banned_words": ["Acme"], "announcers": "listed", "announcer_ids": ["U0BOB"]}
        await ground.policies.change("T0PLAY", changes, actor=ALICE, at=stage.clock())
        yield stage, ground


async def test_an_admin_sets_a_budget_and_finds_it_in_the_audit_list(
    stage: tuple[Stage, Ground], chromium: Browser, tmp_path: Path
) -> None:
    page = await chromium.new_page(viewport={"width": 1280, "height": 1000})
    await open_home(page, stage[0])
    home = page.get_by_role("region", name="Home tab")
    await expect(home.get_by_text("For admins")).to_be_visible()
    await page.screenshot(path=tmp_path / "home.png")
    await home.get_by_role("button", name="Settings").click()
    settings = page.get_by_role("dialog", name="Herald for admins")
    await expect(settings.get_by_text("What holds in this workspace")).to_be_visible()
    await page.screenshot(path=tmp_path / "settings.png")
    assert await violations(page) == []

    await settings.get_by_role("button", name="Budgets").click()
    form = page.get_by_role("dialog", name="Budgets")
    await form.get_by_label("Budget of each person").fill("12.50")
    await page.screenshot(path=tmp_path / "budgets.png")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved: budget of each person")).to_be_visible()
    await page.screenshot(path=tmp_path / "saved.png")
    await page.get_by_role("banner").get_by_role("button", name="Back").click()
    await expect(settings.get_by_text("each person $12.50 a month")).to_be_visible()

    await settings.get_by_role("button", name="Show the audit list").click()
    audit = page.get_by_role("dialog", name="Audit list")
    await expect(audit.get_by_text("Budget of each person: not set → 12.50")).to_be_visible()
    await page.screenshot(path=tmp_path / "audit.png")
    await page.close()


@pytest.mark.parametrize(("button", "field"), [("Who may do what", "Who may announce"), ("Words", "Banned words")])
async def test_every_form_shows_what_is_decided(
    stage: tuple[Stage, Ground], chromium: Browser, button: str, field: str, tmp_path: Path
) -> None:
    page = await chromium.new_page(viewport={"width": 1280, "height": 1000})
    await open_home(page, stage[0])
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_role("dialog", name="Herald for admins").get_by_role("button", name=button).click()
    form = page.get_by_role("dialog", name=button)
    await expect(form.get_by_text(field).last).to_be_visible()
    await page.screenshot(path=tmp_path / "form.png")

    assert await violations(page) == []
    await page.close()
