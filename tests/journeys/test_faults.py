"""What a person sees when something on the way does not work."""

from datetime import timedelta

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, services, until

SCRIPT = "Good morning, team."
RANDOM = "C0RANDOM"


async def test_where_herald_cannot_post_nothing_is_submitted_and_the_person_is_told(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT, channel=RANDOM)
        told = await stage.told_privately()

    assert "/invite @Herald" in str(told)
    assert (await stage.studio_counts())["tasks_submitted"] == 0
    assert await stage.messages(RANDOM) == []


async def test_a_forged_avatar_is_refused_beside_its_field(stage: Stage) -> None:
    forged = {"type": "external_select", "selected_option": {"text": {"type": "plain_text", "text": "X"}, "value": "x"}}
    async with bot_running(stage):
        done = await stage.submit(await stage.open_modal(SCRIPT), avatar=forged)

    assert done["response_action"] == "errors"
    assert list(done["errors"]) == ["avatar"]
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_a_script_without_a_word_is_refused_beside_its_field(stage: Stage) -> None:
    blank = {"type": "plain_text_input", "value": " … 👋 "}
    async with bot_running(stage):
        done = await stage.submit(await stage.open_modal(), script=blank)

    assert "at least one word" in done["errors"]["script"]


async def test_a_budget_that_is_used_up_stops_the_request(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, herald_budget_usd_month=0) as stage, bot_running(stage):
        done = await stage.submit(await stage.open_modal(SCRIPT))
        counts = await stage.studio_counts()

    assert counts["tasks_submitted"] == 0
    assert "of this month's budget is left" in done["errors"]["script"]


async def test_a_service_that_is_down_is_waited_for(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "submit", "kind": "status", "status": 503, "times": 2}]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()

    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_a_lost_answer_to_the_submission_is_not_paid_twice(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "submit", "kind": "cut_after"}]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()

    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_a_lost_answer_to_the_final_post_is_not_posted_twice(stage: Stage) -> None:
    fault = {"on": "files.completeUploadExternal", "kind": "cut_after"}
    await stage.dial("slack", "faults", {"faults": [fault]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        await stage.anchor_saying("Ready")

    assert len(await stage.final_posts()) == 1


async def test_a_delivery_held_up_past_the_time_to_live_tells_the_person_and_posts_no_dead_link(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    held_up = {"on": "files.getUploadURLExternal", "kind": "status", "status": 503, "times": 1000}
    async with services(ready_studio, redis_url, herald_ttl_seconds=60) as stage, bot_running(stage):
        await stage.dial("slack", "faults", {"faults": [held_up]})
        await stage.ask_for(SCRIPT)
        await until(lambda: held_up_now(stage))
        stage.clock.offset = timedelta(seconds=61)
        await stage.dial("studio", "clock", {"advance_seconds": 61})
        anchor = await stage.anchor_saying("Render again")
        posts = await stage.final_posts()
        told = await stage.told_privately()

    assert posts == []
    assert "/video/" not in str(anchor)
    assert "/video/" not in str(told)


async def held_up_now(stage: Stage) -> bool:
    """Whether an upload was refused already."""
    calls = (await stage.state())["calls"]
    return any(call["method"] == "files.getUploadURLExternal" and not call["ok"] for call in calls)


async def test_a_failed_video_offers_the_same_modal_again(stage: Stage) -> None:
    fault = {"on": "render", "kind": "error", "error": "contentPolicyViolation"}
    await stage.dial("studio", "faults", {"faults": [fault]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        anchor = await stage.anchor_saying("Render again")
        await stage.act("click", channel=GENERAL, message_ts=anchor["ts"], action_id="render_again")
        view = await until(lambda: opened_view(stage))

    script = next(block for block in view["blocks"] if block.get("block_id") == "script")
    assert script["element"]["initial_value"] == SCRIPT


async def opened_view(stage: Stage) -> Json | None:
    """Alice's open modal."""
    views = (await stage.state())["views"]
    return next((entry["view"] for entry in views if entry["user"] == ALICE), None)
