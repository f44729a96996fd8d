"""What goes wrong between people and Herald: each has its text and its next step, and costs nothing by mistake."""

import asyncio
import json
from typing import Final

import pytest

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import GENERAL, Stage, bot_running, services, until
from tests.journeys.test_asking import card_for, has_a_task
from tests.journeys.test_personal_clips import Sender

SCRIPT: Final = "Good morning, team."
LAUNCH: Final = "C0LAUNCH"


async def set_up(stage: Stage, **conditions: list[str]) -> None:
    """Put the local Slack into a state."""
    async with stage.session.post(f"{stage.slack_url}/_control/set", json=conditions) as answer:
        assert answer.status == 200, await answer.text()


async def test_a_channel_archived_between_the_review_and_the_click_costs_nothing(stage: Stage) -> None:
    async with bot_running(stage):
        typed = {"type": "plain_text_input", "value": SCRIPT}
        review = await stage.review(await stage.open_modal(), channel=LAUNCH, script=typed)
        await set_up(stage, archive=[LAUNCH])
        await stage.make_it(review)
        told = await stage.told_privately()

    assert "because it is archived" in told["text"]
    assert "Nothing was charged." in told["text"]
    assert "render_again" in json.dumps(told["blocks"])
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_a_video_whose_channel_is_archived_while_it_is_made_reaches_its_person(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "render", "kind": "slow", "seconds": 2}]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT, channel=LAUNCH)
        await until(lambda: has_a_task(stage))
        await set_up(stage, archive=[LAUNCH])
        told = await stage.told_privately()

    assert "Your video is finished, but" in told["text"]
    assert "Watch the video" in json.dumps(told["blocks"])


async def test_double_clicks_on_the_card_make_one_video(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        card, _ = await card_for(stage, "And now the weather.")
        press = {"channel": GENERAL, "message_ts": card["ts"], "action_id": "make_it"}
        await asyncio.gather(*(stage.act("click", **press) for _ in range(3)))

        async def second() -> bool | None:
            return len(await stage.final_posts()) == 2 or None

        await until(second)
        await stage.act("command", channel=GENERAL, text="/herald help")

    assert (await stage.studio_counts())["tasks_submitted"] == 2
    assert len(await stage.final_posts()) == 2


@pytest.mark.parametrize("action_id", ["share_result", "delete_results", "edit_script"])
async def test_buttons_pressed_twice_at_once_do_what_they_do_once(stage: Stage, action_id: str) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        anchor = await stage.anchor_saying(action_id)
        press = {"channel": GENERAL, "message_ts": anchor["ts"], "action_id": action_id}
        await asyncio.gather(*(stage.act("click", **press) for _ in range(2)))
        if action_id == "delete_results":
            await stage.anchor_saying("deleted this video")
        else:
            await stage.view_with(lambda view: view["type"] == "modal")
        whispers = (await stage.state())["ephemerals"]

    assert "went wrong" not in json.dumps(whispers)
    assert len(await stage.messages()) == (1 if action_id == "delete_results" else 2)


async def test_a_list_of_300_with_strangers_repetitions_and_gaps_says_what_is_wrong_with_each(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    kinds = ("@bob;tea", "@olga;late", "nobody@nowhere.example;x", "U0CAROL;y", ";", "@bob;again")
    rows = [kinds[number % len(kinds)] for number in range(300)]
    async with services(ready_studio, redis_url) as stage, bot_running(stage):
        sender = Sender(stage)
        done = await sender.hand_in("Hello {first_name}, {word}.", table="\n".join(["person;word", *rows]))
        plan = json.dumps(await sender.message("people get none"), ensure_ascii=False)
        submitted = (await stage.studio_counts())["tasks_submitted"]

    assert done["response_action"] == "update"
    assert "50 of " in plan
    for words in ("deactivated", "The same person as in line 2", "Line 3: ", "Belongs to another organisation"):
        assert words in plan, words
    assert submitted == 0


async def test_a_file_with_columns_that_the_script_does_not_use_names_what_is_missing(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    async with services(ready_studio, redis_url) as stage, bot_running(stage):
        sender = Sender(stage)
        await sender.hand_in("Hello {favourite_word}.", table="who;drink\n@bob;tea\n")
        told = json.dumps(await sender.message("cannot be used"), ensure_ascii=False)

    assert "batch_change" in told
    assert "Nothing was made, and nothing was charged." in told
