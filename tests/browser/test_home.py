"""Herald's own Home in the browser: what is in it can be read, pressed, and used by everybody."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.ground import Ground
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset
from bot.rendering.render import Choices, Destination, Failure, Render, RenderState, Result
from bot.store.drafts import Drafts
from bot.store.money import Treasury
from bot.store.presets import PresetStore
from playground.studio.service.settings import Settings as StudioSettings
from tests.browser.test_accessibility import LOOKS, violations
from tests.journeys.stage import ALICE, GENERAL, STUDIO_KEY, Stage, bot_running, services

TEAM = "T0PLAY"
AVATAR, VOICE = "Aditya_public_4", "jenny_female_english"
SCRIPTS = ("The release is out.", "Welcome to the team, Dana!", "Lunch is at noon.", "The office is closed on Monday.")


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str) -> AsyncIterator[tuple[Stage, Ground]]:
    """Herald behind the local Slack, where Alice has used it for a while."""
    async with services(StudioSettings(STUDIO_KEY, tmp_path), redis_url) as stage, bot_running(stage) as ground:
        await furnish(ground)
        yield stage, ground


@pytest.fixture(params=LOOKS)
async def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the page's looks."""
    return LOOKS[request.param]


async def furnish(ground: Ground) -> None:
    """Let Alice have drafts, presets, and videos of each state."""
    now = ground.clock()
    for number, script in enumerate(("Dear <!channel>, the numbers of this week are in", "Good night")):
        draft = Draft(id=f"d{number}", team_id=TEAM, user_id=ALICE, script=script, updated_at=now)
        await Drafts(ground.redis).save(draft)
    for number, name in enumerate(("Weekly news", "Onboarding")):
        wishes = Wishes(avatar=AVATAR, voice=VOICE, speed=Decimal("1.1"), background_color="#1e90ff")
        preset = Preset(
            id=f"p{number}", team_id=TEAM, maker_id=ALICE, name=name, shared=bool(number), wishes=wishes, updated_at=now
        )
        await PresetStore(ground.redis).save(preset, channels=[GENERAL] if number else [])
    result = Result(video_uuid="v", url="http://127.0.0.1/v", expires_at=now + timedelta(hours=1), cost=Decimal("1.31"))
    ended: tuple[dict[str, Any], ...] = (
        {"state": RenderState.READY, "results": (result,)},
        {"state": RenderState.FAILED, "failure": Failure(code="timeoutProvider", message="m")},
        {"state": RenderState.CANCELLED},
        {"state": RenderState.READY, "results": (result,)},
    )
    for number, (script, state) in enumerate(zip(SCRIPTS, ended, strict=True)):
        render = Render(
            id=f"{number}a2b3c4d5e6f47a8b9c0d1e2f3a4b5c6",
            team_id=TEAM,
            user_id=ALICE,
            version=1,
            script=script,
            choices=Choices(avatar=AVATAR, voice=VOICE),
            destination=Destination(channel_id=GENERAL),
            ttl_seconds=3600,
            expected_seconds=12,
            price=Decimal("1.20"),
            reserved=Decimal("1.56"),
            requested_at=now - timedelta(hours=number),
        )
        over = {**state, "anchor_ts": "1795337070.000200", "ended_at": now, "closed": True}
        treasury, after = Treasury(ground.redis), render.model_copy(update=over)
        await treasury.accept(after, Decimal(50))
        await treasury.settle(after, after.owed)


async def open_home(page: Page, stage: Stage) -> None:
    """Go to Herald's Home tab."""
    await page.goto(f"{stage.slack_url}/#{GENERAL}")
    await page.get_by_label("Message #general").wait_for()
    menu = page.get_by_role("button", name="Conversations", exact=True)
    if await menu.is_visible():
        await menu.click()
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Herald").click()
    home = page.get_by_role("button", name="Home", exact=True)
    await home.click()
    await expect(page.get_by_role("button", name="New video")).to_be_visible()


async def test_home_keeps_nobody_out(stage: tuple[Stage, Ground], chromium: Browser, look: dict[str, Any]) -> None:
    context = await chromium.new_context(**look, reduced_motion="reduce")
    page = await context.new_page()
    await open_home(page, stage[0])

    found = await violations(page)

    await context.close()
    assert found == []


async def test_everything_of_ones_own_is_in_home(stage: tuple[Stage, Ground], chromium: Browser) -> None:
    page = await chromium.new_page()
    await open_home(page, stage[0])

    home = page.get_by_role("region", name="Home tab")
    for words in ("Dear <!channel>, the numbers", "No video", "$1.31", "Weekly news", "Your default", "AI-generated"):
        await expect(home.get_by_text(words).first).to_be_visible()
    await expect(home.get_by_role("link", name="Open the thread")).to_have_count(4)
    await page.close()


async def test_a_preset_is_made_by_hand_and_a_video_begun_with_it(
    stage: tuple[Stage, Ground], chromium: Browser
) -> None:
    page = await chromium.new_page()
    await open_home(page, stage[0])
    await page.get_by_role("button", name="New preset").click()
    form = page.get_by_role("dialog", name="New preset")
    await form.get_by_role("textbox", name="Name").fill("By hand")
    await form.get_by_role("combobox", name="Avatar").click()
    await page.get_by_role("option").first.click()
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("By hand")).to_be_visible()

    await page.get_by_role("button", name="New video").click()
    await expect(page.get_by_role("dialog", name="Make a video")).to_be_visible()
    await page.close()


async def test_a_draft_goes_on_and_is_deleted_only_after_a_question(
    stage: tuple[Stage, Ground], chromium: Browser
) -> None:
    page = await chromium.new_page()
    await open_home(page, stage[0])
    home = page.get_by_role("region", name="Home tab")
    await home.get_by_role("button", name="Delete").first.click()
    await page.get_by_role("dialog", name="Delete this draft?").get_by_role("button", name="Delete").click()
    await expect(home.get_by_role("button", name="Continue")).to_have_count(1)

    await home.get_by_role("button", name="Continue").click()

    await expect(page.get_by_role("dialog", name="Make a video")).to_be_visible()
    await page.close()
