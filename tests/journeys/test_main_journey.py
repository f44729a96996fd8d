"""A script becomes a video in the thread: read this first."""

from io import BytesIO
from pathlib import Path

import av

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import ALICE, GENERAL, STUDIO_KEY, Stage, bot_running, services

SCRIPT = "Good morning, team. The release is out."


async def test_a_script_becomes_a_talking_video_in_the_thread(tmp_path: Path, redis_url: str) -> None:
    async with services(StudioSettings(STUDIO_KEY, tmp_path), redis_url) as stage, bot_running(stage):
        await stage.ask_for(SCRIPT)
        post = await stage.delivered()
        anchor = await stage.anchor_saying("Ready")
        url = post["files"][0]["url_private"]
        async with stage.session.get(url, params={"user": ALICE}) as answer:
            file = BytesIO(await answer.read())

    with av.open(file, "r") as video:
        assert video.streams.video[0].codec_context.name == "h264"
        assert video.streams.audio[0].codec_context.name == "aac"
        assert video.duration is not None
        assert 2_000_000 <= video.duration <= 8_000_000
    assert post["thread_ts"] == anchor["ts"]
    assert "AI-generated" in post["text"]
    assert "/video/" in post["text"]


async def test_one_request_is_one_task_and_one_final_post(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()

    assert (await stage.studio_counts())["tasks_submitted"] == 1
    assert len(await stage.final_posts()) == 1


async def test_the_last_choices_are_offered_again(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        view = await stage.open_modal()

    initial = {
        block["block_id"]: block["element"].get("initial_option") for block in view["blocks"] if "element" in block
    }
    assert initial["avatar"]["text"]["text"].startswith("Jenny")
    assert initial["voice"]["value"] == "jenny_female_english"


async def test_help_is_answered_privately_and_opens_nothing(stage: Stage) -> None:
    async with bot_running(stage):
        done = await stage.act("command", channel=GENERAL, text="/herald help")
        state = await stage.state()

    assert "Herald turns a script into a video" in done["reply"]["text"]
    assert state["views"] == []
    assert state["messages"].get(GENERAL, []) == []


async def test_text_after_the_command_is_the_script(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal("help me <say> this & that")

    script = next(block for block in view["blocks"] if block.get("block_id") == "script")
    assert script["element"]["initial_value"] == "help me <say> this & that"
