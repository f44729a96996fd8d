"""All the ways in which a video is asked for."""

import json
from typing import Any

from tests.journeys.stage import ALICE, GENERAL, STUDIO_KEY, Json, Stage, bot_running, until

SCRIPT = "Good morning, team."


async def card_for(stage: Stage, script: str) -> tuple[Json, dict[str, Json]]:
    """The private card after `/herald script`, and its buttons."""
    done = await stage.act("command", channel=GENERAL, text=f"/herald {script}")
    (ephemeral,) = [e["message"] for e in (await stage.state())["ephemerals"] if e["user"] == ALICE]
    assert done["reply"] is not None
    rows = [block["elements"] for block in ephemeral["blocks"] if block["type"] == "actions"]
    return ephemeral, {button["action_id"]: button for row in rows for button in row}


async def press(stage: Stage, message: Json, action_id: str, channel: str = GENERAL) -> None:
    """Press a button of a message."""
    await stage.act("click", channel=channel, message_ts=message["ts"], action_id=action_id)


async def private_lines(stage: Stage) -> list[str]:
    """What only Alice sees now."""
    return [e["message"]["text"] for e in (await stage.state())["ephemerals"]]


def block_ids(view: Json) -> list[str]:
    """The fields of a form."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def initial(view: Json, field: str) -> Any:
    """What a text field begins with."""
    return next(b["element"].get("initial_value") for b in view["blocks"] if b["block_id"] == field)


async def has_a_task(stage: Stage) -> bool:
    """Whether the studio was asked for a video."""
    return bool((await stage.studio_counts())["tasks_submitted"])


async def asked_of_the_studio(stage: Stage) -> Json:
    """The one task of the studio, as it was asked for."""
    async with stage.session.get(f"{stage.studio_url}/_control/state") as answer:
        (task,) = (await answer.json())["tasks"]
    question = [{"taskType": "getTaskDetails", "taskUUID": task["task_uuid"]}]
    headers = {"authorization": f"Bearer {STUDIO_KEY}"}
    async with stage.session.post(f"{stage.studio_url}/v1", json=question, headers=headers) as answer:
        details: Json = await answer.json()
    return details


async def test_a_repeat_user_needs_one_command_and_one_click(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        card, buttons = await card_for(stage, "And now the weather.")
        await press(stage, card, "make_it")

        async def second() -> bool | None:
            return len(await stage.final_posts()) == 2 or None

        await until(second)

    assert "about $" in buttons["make_it"]["text"]["text"]
    assert (await stage.studio_counts())["tasks_submitted"] == 2


async def test_a_newcomer_only_types_and_presses_review_and_make_it(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal()
        typed = {"script": {"script": {"type": "plain_text_input", "value": SCRIPT}}}
        reviewed = await stage.act("submit", view_id=view["id"], values=typed)
        assert reviewed["response_action"] == "push", reviewed
        made = await stage.make_it(await stage.top_view())
        await stage.delivered()

    assert made["response_action"] == "clear"
    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_the_cards_edit_opens_the_form_and_review_makes_the_changed_text(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        card, _ = await card_for(stage, "A first version.")
        await press(stage, card, "edit_draft")
        view = await stage.view_with(lambda view: view["callback_id"] == "compose")
        changed = {"type": "plain_text_input", "value": "A second version."}
        done = await stage.make_it(await stage.review(view, script=changed))
        await stage.anchor_saying("A second version.")

    assert done["response_action"] == "clear"
    assert initial(view, "script") == "A first version."


async def test_the_cards_cancel_leaves_nothing(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        card, _ = await card_for(stage, "Never mind.")
        await press(stage, card, "drop_draft")

        async def gone() -> bool | None:
            return not await private_lines(stage) or None

        await until(gone)

    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_a_first_timer_types_reviews_and_makes_it(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal(SCRIPT)
        review = await stage.review(view)
        done = await stage.make_it(review)
        await stage.delivered()

    assert initial(view, "script") == SCRIPT
    assert "of this month's budget is left" in json.dumps(review["blocks"])
    assert done["response_action"] == "clear"


async def test_the_message_shortcut_answers_in_the_messages_thread(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.act("post", channel=GENERAL, text="The release is out & <https://x.example|here>.")
        (root,) = await stage.messages()
        await stage.act("message_shortcut", channel=GENERAL, message_ts=root["ts"], callback_id="video_from_message")
        view = await stage.view_with(lambda view: view["callback_id"] == "compose")
        await stage.make_it(await stage.review(view))
        post = await stage.delivered()

    assert initial(view, "script").startswith("The release is out &")
    assert post["thread_ts"] == root["ts"]


async def test_the_global_shortcut_opens_the_form_from_anywhere(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.act("shortcut", callback_id="create_video")
        view = await stage.view_with(lambda view: view["callback_id"] == "compose")
        typed = {"type": "plain_text_input", "value": SCRIPT}
        unplaced = await stage.submit(view, script=typed)
        await stage.make_it(await stage.review(view, script=typed, channel=GENERAL))
        await stage.delivered()

    assert unplaced["errors"] == {"destination": "Pick where to post the video, or tick Only me."}


async def test_a_mention_is_answered_in_its_thread(stage: Stage) -> None:
    async with bot_running(stage):
        bot = next(user["id"] for user in (await stage.state())["users"] if user["is_bot"])
        await stage.act("post", channel=GENERAL, text=f"<@{bot}> {SCRIPT}")
        root = (await stage.messages())[0]
        invitation = await stage.anchor_saying("Make a video")
        await press(stage, invitation, "start_here")
        view = await stage.view_with(lambda view: view["callback_id"] == "compose")
        await stage.make_it(await stage.review(view))
        anchor = await stage.anchor_saying("AI-generated")

    assert initial(view, "script") == SCRIPT
    assert invitation["thread_ts"] == anchor["thread_ts"] == root["ts"]


async def test_only_me_is_answered_in_the_direct_message(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal()
        box = next(b["element"]["options"][0] for b in view["blocks"] if b["block_id"] == "only_me")
        alone = {"type": "checkboxes", "selected_options": [box]}
        await stage.choose(view, "only_me", alone)

        async def dm_is_open() -> bool | None:
            return any(channel["is_im"] for channel in (await stage.state())["channels"]) or None

        await until(dm_is_open)
        typed = {"type": "plain_text_input", "value": SCRIPT}
        await stage.make_it(await stage.review(view, script=typed))
        told = await stage.told_privately()

    assert SCRIPT in json.dumps(told)
    assert await stage.messages() == []


async def test_a_language_narrows_the_voices(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal(SCRIPT)
        german = await stage.pick(view, "language", "german germany")
        await stage.choose(view, "language", german)
        narrowed = await stage.view_with(lambda view: "voice__1" in block_ids(view))
        found = await stage.act("suggest", view_id=narrowed["id"], block_id="voice__1", action_id="voice", value="")

    assert len(found["options"]) > 5
    assert {option["value"].rpartition("_")[2] for option in found["options"]} == {"german"}


async def test_more_options_arrive_in_the_studios_task(stage: Stage) -> None:
    async with bot_running(stage):
        view = await stage.open_modal(SCRIPT)
        await stage.press(view, "more_options")
        more = await stage.view_with(lambda view: "speed" in block_ids(view))

        def option(field: str, value: str) -> Json:
            element = next(b["element"] for b in more["blocks"] if b["block_id"] == field)
            chosen = next(one for one in element["options"] if one["value"] == value)
            return {"type": element["type"], "selected_option": chosen}

        def number(value: str) -> Json:
            return {"type": "number_input", "value": value}

        def text(value: str) -> Json:
            return {"type": "plain_text_input", "value": value}

        review = await stage.review(
            more,
            background_color=text("#1e90ff"),
            expressiveness=option("expressiveness", "high"),
            motion_prompt=text("Nods now and then"),
            speed=number("1.25"),
            pitch=number("-2.5"),
            resolution=option("resolution", "640x360"),
            output_format=option("output_format", "WEBM"),
            output_quality=number("80"),
            number_results=option("number_results", "2"),
            ttl_seconds=number("2"),
            safety_mode=option("safety_mode", "fast"),
        )
        await stage.make_it(review)

        await until(lambda: has_a_task(stage))
        asked = json.dumps(await asked_of_the_studio(stage))

    for sent in ('"#1e90ff"', '"high"', "Nods now and then", "1.25", "-2.5", "640", "WEBM", "80", "7200", '"fast"'):
        assert sent in asked, sent
