"""What the forms do while somebody fills them in, and the ways into them that the other journeys do not take."""

import json
from typing import Final

from bot.rendering.draft import Wishes
from bot.rendering.preset import Preset
from bot.slack.surfaces.presets import SHOWN
from bot.store.presets import PresetStore
from tests.journeys.announcing import announce as announce_it
from tests.journeys.announcing import announcements, approver, dm_saying, fill_in, form_of, home_of, press, view_over
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until
from tests.journeys.test_home import block, home_with, make_preset, opened_home, press_in

SCRIPT: Final = "Good morning, team. The release is out."
BOB: Final = "U0BOB"
LAUNCH: Final = "C0LAUNCH"
TEAM: Final = "T0PLAY"


def option_of(view: Json, block_id: str, words: str) -> Json:
    """The option of a select in a form that has these words, as a state value."""
    element = block(view, block_id)["element"]
    chosen = next(option for option in element["options"] if words in option["text"]["text"])
    return {"type": "static_select", "selected_option": chosen}


async def a_preset(stage: Stage, name: str) -> None:
    """Make a preset in Home."""
    await make_preset(stage, await press_in(stage, await opened_home(stage), "new_preset"), name)


async def test_what_is_typed_and_chosen_is_kept_though_the_form_is_closed(stage: Stage) -> None:
    async with bot_running(stage):
        form = await stage.open_modal()
        await stage.choose(form, "script", {"type": "plain_text_input", "value": "Half a thought"})
        await stage.choose(form, "avatar", await stage.pick(form, "avatar", "jenny"))
        form = await stage.view_with(lambda view: any(one["type"] == "image" for one in view["blocks"]))
        voice = next(one["block_id"] for one in form["blocks"] if one.get("block_id", "").startswith("voice"))
        found = await stage.act("suggest", view_id=form["id"], block_id=voice, action_id="voice", value="jenny english")
        state = {"type": "external_select", "selected_option": found["options"][0]}
        await stage.choose(form, voice, state)
        form = await stage.view_with(lambda view: "Hear this voice" in json.dumps(view))
        await stage.act("close", view_id=form["id"])
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "Half a thought" in text)
        again = await press_in(stage, home, "continue_draft")

    text = json.dumps(again)
    assert "Half a thought" in text
    assert "Hear this voice" in text
    assert block(again, "avatar")["element"]["initial_option"]["text"]["text"].startswith("Jenny")


async def test_a_preset_fills_in_the_form_and_leaves_the_script(stage: Stage) -> None:
    async with bot_running(stage):
        await a_preset(stage, "Weekly")
        form = await stage.open_modal(SCRIPT)
        await stage.choose(form, "preset", option_of(form, "preset", "Weekly"))
        filled = await stage.view_with(lambda view: "Jenny" in json.dumps(view))

    assert block(filled, "script")["element"]["initial_value"] == SCRIPT
    assert "jenny_female_english" in json.dumps(filled)


async def test_a_preset_fills_in_the_form_of_an_announcement(stage: Stage) -> None:
    async with bot_running(stage):
        await a_preset(stage, "Weekly")
        form = await form_of(stage)
        await stage.choose(form, "announce_preset", option_of(form, "announce_preset", "Weekly"))
        filled = await stage.view_with(lambda view: "Jenny" in json.dumps(view))

    assert "jenny_female_english" in json.dumps(filled)


async def test_a_preset_whose_avatar_is_gone_says_so_and_asks_for_another(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await stage.act("open_home")
        gone = Preset(
            id="p1",
            team_id=TEAM,
            maker_id=ALICE,
            name="Old",
            wishes=Wishes(avatar="Left_the_catalogue", voice="jenny_female_english"),
            updated_at=ground.clock(),
        )
        await PresetStore(ground.redis).save(gone)
        form = await stage.open_modal(SCRIPT)
        await stage.choose(form, "preset", option_of(form, "preset", "Old"))
        told = await stage.view_with(lambda view: "not on offer any more" in json.dumps(view))

    assert "The avatar chosen before is not on offer any more. Pick another one." in json.dumps(told)
    avatar = next(one for one in told["blocks"] if one.get("block_id", "").startswith("avatar"))
    assert "initial_option" not in avatar["element"]
    assert block(told, "script")["element"]["initial_value"] == SCRIPT


async def test_the_review_that_stands_alone_leads_back_to_the_form(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        anchor = await stage.anchor_saying("regenerate")
        await stage.act("click", channel=GENERAL, message_ts=anchor["ts"], action_id="regenerate")
        review = await stage.view_with(lambda view: view["callback_id"] == "review")
        await stage.press(review, "edit_reviewed")
        form = await stage.view_with(lambda view: view["callback_id"] == "compose")

    assert block(form, "script")["element"]["initial_value"] == SCRIPT


async def test_what_a_video_begins_with_is_changed_in_home(stage: Stage) -> None:
    async with bot_running(stage):
        form = await press_in(stage, await opened_home(stage), "change_defaults")
        done = await stage.act(
            "submit",
            view_id=form["id"],
            values={
                "avatar": {"avatar": await stage.pick(form, "avatar", "jenny")},
                "voice": {"voice": await stage.pick(form, "voice", "jenny english")},
            },
        )
        home = await home_with(stage, lambda text: "begins with your preset" in text)
        begun = await stage.open_modal()

    assert done["response_action"] is None
    assert "*My defaults*" in json.dumps(home)
    assert block(begun, "avatar")["element"]["initial_option"]["text"]["text"].startswith("Jenny")


async def test_of_many_presets_any_is_opened_from_home(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        for number in range(SHOWN + 1):
            preset = Preset(
                id=f"p{number}",
                team_id=TEAM,
                maker_id=ALICE,
                name=f"Preset {number:02}",
                wishes=Wishes(speed=None),
                updated_at=ground.clock(),
            )
            await PresetStore(ground.redis).save(preset)
        home = await opened_home(stage)
        rows = [row for one in home["blocks"] if one["type"] == "actions" for row in one["elements"]]
        select = next(row for row in rows if row["action_id"] == "pick_preset")
        last = select["option_groups"][0]["options"][-1]
        state = {"type": "static_select", "selected_option": last}
        await stage.act("select", view_id=home["id"], action_id="pick_preset", value=state)
        form = await stage.view_with(lambda view: view["callback_id"] == "preset_form")

    assert last["text"]["text"] in json.dumps(form)


async def test_home_lists_the_next_announcements_and_opens_the_list_of_all(stage: Stage) -> None:
    async with bot_running(stage):
        for number in range(5):
            form = await form_of(stage)
            script = {"type": "plain_text_input", "value": f"News number {number}."}
            await fill_in(stage, form, channels=[GENERAL], script=script)
            for _ in range(2):
                await stage.act("close", view_id=(await stage.top_view())["id"])
        home = await home_of(stage, ALICE, "All announcements")
        await stage.act("click", view_id=home["id"], action_id="announce_all")
        listed = await view_over(stage, ALICE, "announce_list_view")

    assert all(f"News number {number}." in json.dumps(listed) for number in range(5))


async def test_what_an_approver_has_not_approved_is_neither_shared_nor_made_anew_elsewhere(stage: Stage) -> None:
    async with bot_running(stage):
        await announce_it(stage, channels=[GENERAL], approver=approver(BOB))
        await press(stage, BOB, await dm_saying(stage, BOB, "@script1"), "announce_approve")
        asked = await dm_saying(stage, BOB, "@video1")
        clip = await dm_saying(stage, ALICE, "share_result")
        await press(stage, ALICE, clip, "share_result")
        told = await dm_whisper(stage)
        await press(stage, ALICE, clip, "regenerate")
        form = await view_over(stage, ALICE, "announce")
        await stage.act("close", view_id=form["id"])
        await press(stage, BOB, asked, "announce_approve")
        await dm_saying(stage, ALICE, "Your announcement was posted in")
        await press(stage, ALICE, clip, "share_result")
        await view_over(stage, ALICE, "share_result")
        posted = await announcements(stage, GENERAL, bool)

    assert "can be shared once its approver has approved it" in told
    assert SCRIPT in json.dumps(form)
    assert posted is not None
    assert len(posted) == 1
    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def dm_whisper(stage: Stage) -> str:
    """The first message that only Alice sees, once it is there."""
    found: list[str] = []

    async def look() -> bool | None:
        found[:] = [str(one["message"]["text"]) for one in (await stage.state())["ephemerals"] if one["user"] == ALICE]
        return bool(found) or None

    await until(look)
    return found[0]
