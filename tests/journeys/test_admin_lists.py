"""The admins' longer lists, opened from Home and turned page by page; and the videos that failed through Herald."""

import json
from decimal import Decimal

from bot.ground import Ground
from bot.rendering.render import DEFECT, Choices, Failure, RenderState
from bot.slack.surfaces.audit import LINES_SHOWN
from bot.store.money import Treasury
from tests.bot.slack.samples import make_render
from tests.journeys.stage import ALICE, Json, Stage, bot_running
from tests.journeys.test_admin import TEAM, close_all, opened_form, opened_settings
from tests.journeys.test_home import home_with, press_in


async def broken(ground: Ground, render_id: str, script: str) -> None:
    """A render that failed for a reason of Herald's own."""
    render = make_render(
        id=render_id,
        team_id=TEAM,
        user_id=ALICE,
        version=1,
        script=script,
        choices=Choices(avatar="Jenny_public", voice="jenny_female_english"),
        requested_at=ground.clock(),
    )
    await Treasury(ground.redis).accept(render, Decimal(50))
    failure = Failure(code=DEFECT, message="broke")
    ended = await ground.renders.change(render, state=RenderState.FAILED, failure=failure, closed=True)
    await Treasury(ground.redis).settle(ended, Decimal(0))


async def test_home_opens_the_settings_for_an_admin(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "For admins" in text)
        settings = await press_in(stage, home, "open_admin")

    assert settings["callback_id"] == "admin"


async def test_the_audit_list_is_turned_page_by_page(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        for number in range(LINES_SHOWN + 3):
            await ground.audit.note(TEAM, ALICE, "tried something", f"number {number:02}", ground.clock())
        await stage.press(await opened_settings(stage), "audit")
        newest = await stage.view_with(lambda view: "number 17" in json.dumps(view))
        await stage.press(newest, "audit_older")
        older = await stage.view_with(lambda view: "number 00" in json.dumps(view))
        await stage.press(older, "audit_newest")
        again = await stage.view_with(lambda view: "number 17" in json.dumps(view))

    assert "number 00" not in json.dumps(newest)
    assert "number 17" not in json.dumps(older)
    assert again["callback_id"] == "audit"


async def test_voices_are_searched_for_those_that_may_be_used(stage: Stage) -> None:
    async with bot_running(stage):
        form = await opened_form(stage, "admin_looks")
        field = "allowed_speakers"
        found = await stage.act("suggest", view_id=form["id"], block_id=field, action_id=field, value="jenny english")
        await close_all(stage)

    assert "jenny_female_english" in [option["value"] for option in found["options"]]


async def test_videos_that_failed_through_herald_are_tried_again_or_laid_to_rest(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await broken(ground, "aa" * 16, "The first script.")
        await broken(ground, "bb" * 16, "The second script.")
        await stage.press(await opened_settings(stage), "dead_letters")
        both = await stage.view_with(lambda view: "The second script." in json.dumps(view))
        await choose(stage, both, "retry_dead_letter", "aa" * 16)
        one = await stage.view_with(lambda view: "It is being made once more." in json.dumps(view))
        await choose(stage, one, "close_dead_letter", "bb" * 16)
        none = await stage.view_with(lambda view: "It rests now." in json.dumps(view))
        await stage.delivered()

    assert "The first script." in json.dumps(both)
    assert "The first script." not in json.dumps(one)
    assert "There is none that waits to be seen to." in json.dumps(none)
    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def choose(stage: Stage, view: Json, action_id: str, value: str) -> None:
    """Press that one of several like buttons which has this value."""
    block = next(
        block
        for block in view["blocks"]
        for element in block.get("elements", [])
        if (element.get("action_id"), element.get("value")) == (action_id, value)
    )
    await stage.act("click", view_id=view["id"], block_id=block["block_id"], action_id=action_id)
