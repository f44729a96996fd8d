"""Announcements: written, approved, scheduled, posted in every channel once; and each of their buttons."""

import json
from datetime import timedelta

from redis.asyncio import Redis

from bot.ground import Ground
from bot.rendering.reconciling import QUIET
from tests.journeys.announcing import (
    BOB,
    GUS,
    LAUNCH,
    OLGA,
    RANDOM,
    SCRIPT,
    announce,
    approver,
    at,
    count,
    dm_saying,
    fill_in,
    form_of,
    home_of,
    posted,
    press,
    ticked,
    view_over,
)
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until

LATER = timedelta(hours=3)


async def test_without_an_approver_it_is_posted_in_every_channel_when_its_author_says_so(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL, LAUNCH])
        card = await dm_saying(stage, ALICE, "announce_approve")
        assert await count(stage, GENERAL) == 0
        await press(stage, ALICE, card, "announce_approve")
        first, second = await posted(stage, GENERAL), await posted(stage, LAUNCH)
        await dm_saying(stage, ALICE, "Your announcement was posted in")

    assert len(first["files"]) == len(second["files"]) == 3
    assert "<!" not in first["text"].partition("<!date")[0]
    assert SCRIPT in first["text"]


async def test_the_approver_gets_the_script_then_the_video_and_only_then_it_is_posted(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL, LAUNCH], approver=approver(BOB))
        asked = await dm_saying(stage, BOB, "@script1")
        assert (await stage.studio_counts())["tasks_submitted"] == 0
        await press(stage, BOB, asked, "announce_approve")
        video = await dm_saying(stage, BOB, "asks you to approve this video")
        asked = await dm_saying(stage, BOB, "@video1")
        assert await count(stage, GENERAL) == 0
        await press(stage, BOB, asked, "announce_approve")
        await posted(stage, GENERAL)
        await posted(stage, LAUNCH)
        closed = await dm_saying(stage, BOB, "You approved the video")
        await dm_saying(stage, ALICE, "Your announcement was posted in")

    assert SCRIPT in json.dumps(asked)
    assert video["files"][0]["mimetype"] == "video/mp4"
    assert "announce_approve" not in json.dumps(closed)
    assert await count(stage, GENERAL) == await count(stage, LAUNCH) == 1
    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_changes_go_to_the_author_with_their_reason_and_come_back_edited(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL], approver=approver(BOB))
        await say_why(stage, await dm_saying(stage, BOB, "@script1"), "announce_changes", "Say when <!channel>")
        told = await dm_saying(stage, ALICE, "asks for changes to the script")
        await press(stage, ALICE, told, "announce_edit")
        form = await view_over(stage, ALICE, "announce")
        script = {"type": "plain_text_input", "value": "The release is out at noon."}
        fields: dict[str, Json] = {"script": script, "approver": approver(BOB)}
        done = await fill_in(stage, form, channels=[GENERAL], **fields)
        assert done["response_action"] == "push", done
        await stage.make_it(await stage.top_view())
        asked = await dm_saying(stage, BOB, "@script2")

    assert "Say when &lt;!channel&gt;" in told["text"]
    assert SCRIPT in json.dumps(form)
    assert "The release is out at noon." in json.dumps(asked)


async def test_changes_to_the_video_have_it_made_anew_from_what_was_edited(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL], approver=approver(BOB))
        await press(stage, BOB, await dm_saying(stage, BOB, "@script1"), "announce_approve")
        await say_why(stage, await dm_saying(stage, BOB, "@video1"), "announce_changes", "Smile")
        await press(stage, ALICE, await dm_saying(stage, ALICE, "changes to the video"), "announce_edit")
        form = await view_over(stage, ALICE, "announce")
        done = await fill_in(stage, form, channels=[GENERAL], approver=approver(BOB))
        assert done["response_action"] == "push", done
        done = await stage.make_it(await stage.top_view())
        assert done["response_action"] == "clear", done
        await press(stage, BOB, await dm_saying(stage, BOB, "@script2"), "announce_approve")
        await press(stage, BOB, await dm_saying(stage, BOB, "@video2"), "announce_approve")
        await posted(stage, GENERAL)

    assert await count(stage, GENERAL) == 1
    assert (await stage.studio_counts())["tasks_submitted"] == 2


async def test_a_rejected_announcement_ends_there_and_can_be_used_again(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL], approver=approver(BOB))
        await say_why(stage, await dm_saying(stage, BOB, "@script1"), "announce_reject", "Not now")
        told = await dm_saying(stage, ALICE, "rejected your announcement")
        await dm_saying(stage, BOB, "You rejected the script")
        await press(stage, ALICE, told, "announce_again")
        form = await view_over(stage, ALICE, "announce")

    assert "Not now" in told["text"]
    assert SCRIPT in json.dumps(form)
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_a_scheduled_announcement_waits_for_its_time_and_may_be_given_another(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL], due_at=at(stage, LATER), approver=approver(BOB))
        await press(stage, BOB, await dm_saying(stage, BOB, "@script1"), "announce_approve")
        await press(stage, BOB, await dm_saying(stage, BOB, "@video1"), "announce_approve")
        told = await dm_saying(stage, ALICE, "approved your announcement")
        stage.clock.offset = timedelta(hours=2)
        await press(stage, ALICE, told, "announce_reschedule")
        form = await view_over(stage, ALICE, "announce_reschedule_form")
        sooner = {"due_at": {"due_at": at(stage, timedelta(minutes=30))}}
        await stage.act("submit", view_id=form["id"], values=sooner)
        await home_of(stage, ALICE, "Approved, posted")
        assert await count(stage, GENERAL) == 0
        stage.clock.offset = timedelta(hours=2, minutes=31)
        await posted(stage, GENERAL)

    assert await count(stage, GENERAL) == 1


async def test_a_cancelled_announcement_is_not_posted_at_its_time(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await announce(stage, channels=[GENERAL], due_at=at(stage, LATER))
        card = await dm_saying(stage, ALICE, "announce_approve")
        await press(stage, ALICE, card, "announce_approve")
        home = await home_of(stage, ALICE, "Approved, posted")
        await dm_saying(stage, ALICE, "You approved the video")
        await stage.act("click", view_id=home["id"], action_id="announce_open")
        view = await view_over(stage, ALICE, "announce_one_view")
        await stage.press(view, "announce_cancel")
        await stage.view_with(lambda shown: "Called off" in json.dumps(shown))
        await until(lambda: nothing_open(ground.redis))
        stage.clock.offset = LATER + timedelta(minutes=5)
        await stage.act("open_home")
        await until(lambda: reconciled(ground))

    assert "Cancel announcement" in json.dumps(view)
    assert await count(stage, GENERAL) == 0


async def test_a_channel_that_refuses_is_told_of_and_tried_again(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL, RANDOM, LAUNCH], unasked=ticked("yes"))
        told = await dm_saying(stage, ALICE, "I could not post your announcement in")
        await posted(stage, GENERAL)
        await posted(stage, LAUNCH)
        await stage.act("command", channel=RANDOM, text="/invite @Herald")
        await press(stage, ALICE, told, "announce_retry")
        await posted(stage, RANDOM)
        await press(stage, ALICE, told, "announce_retry")
        refused = await whisper_to(stage, ALICE)

    assert "I am not a member of it" in told["text"]
    assert "has the announcement" in refused
    assert [await count(stage, channel) for channel in (GENERAL, RANDOM, LAUNCH)] == [1, 1, 1]


async def test_posts_whose_answers_are_lost_are_there_once_in_every_channel(stage: Stage) -> None:
    lost = {"on": "files.completeUploadExternal", "kind": "cut_after"}
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL, LAUNCH], due_at=at(stage, LATER), unasked=ticked("yes"))
        await home_of(stage, ALICE, "Approved, posted")
        await stage.dial("slack", "faults", {"faults": [{**lost, "times": 2}]})
        stage.clock.offset = LATER
        await posted(stage, GENERAL)
        await posted(stage, LAUNCH)
        await dm_saying(stage, ALICE, "Your announcement was posted in")

    assert await count(stage, GENERAL) == await count(stage, LAUNCH) == 1


async def test_only_a_ticked_box_notifies_everybody(stage: Stage) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL], unasked=ticked("yes"), mention=ticked("channel"))
        post = await posted(stage, GENERAL)

    assert post["text"].startswith("<!channel> ")


async def test_an_approver_who_cannot_approve_is_explained_with_a_button_to_pick_another(stage: Stage) -> None:
    async with bot_running(stage):
        for user_id, why in ((GUS, "guests approve nothing"), (OLGA, "deactivated"), ("U0HERALD", "an app")):
            await announce(stage, channels=[GENERAL], approver=approver(user_id))
            told = await dm_saying(stage, ALICE, why)
            assert "announce_edit" in json.dumps(told)

    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_what_is_wrong_in_the_form_is_said_beside_its_field(stage: Stage) -> None:
    async with bot_running(stage):
        form = await form_of(stage)
        past = await fill_in(stage, form, channels=[GENERAL], due_at=at(stage, -LATER))
        far = await fill_in(stage, form, channels=[GENERAL], due_at=at(stage, timedelta(days=90)))
        empty: Json = {"type": "datetimepicker", "selected_date_time": None}
        self_approved = await fill_in(stage, form, channels=[GENERAL], due_at=empty, approver=approver(ALICE))
        await home_of(stage, ALICE, "Draft")

    assert "in the past" in past["errors"]["due_at"]
    assert "28 days" in far["errors"]["due_at"]
    assert "somebody else" in self_approved["errors"]["approver"]


async def test_the_announcements_are_listed_in_the_form_and_a_draft_goes_on_from_there(stage: Stage) -> None:
    async with bot_running(stage):
        form = await form_of(stage)
        await fill_in(stage, form, channels=[GENERAL])
        for _ in range(2):
            await stage.act("close", view_id=(await stage.top_view())["id"])
        form = await form_of(stage)
        await stage.press(form, "announce_list")
        listed = await view_over(stage, ALICE, "announce_list_view")
        await stage.press(listed, "announce_open")
        one = await view_over(stage, ALICE, "announce_one_view")
        await stage.press(one, "announce_edit")
        await stage.view_with(lambda shown: shown["callback_id"] == "announce" and SCRIPT in json.dumps(shown))

    assert SCRIPT in json.dumps(listed)


async def test_a_new_announcement_is_begun_from_home(stage: Stage) -> None:
    async with bot_running(stage):
        home = await home_of(stage, ALICE, "New announcement")
        await stage.act("click", view_id=home["id"], action_id="announce_new")
        form = await view_over(stage, ALICE, "announce")

    assert form["submit"]["text"] == "Review"


async def say_why(stage: Stage, asked: Json, action_id: str, reason: str) -> None:
    """Bob asks for changes or rejects, with a reason."""
    await press(stage, BOB, asked, action_id)
    form = await view_over(stage, BOB, "announce_reason_form")
    said = {"reason": {"reason": {"type": "plain_text_input", "value": reason}}}
    done = await stage.act("submit", user=BOB, view_id=form["id"], values=said)
    assert done["response_action"] is None, done


async def whisper_to(stage: Stage, user_id: str) -> str:
    """The newest message that only this person sees, once there is one."""

    async def look() -> str | None:
        found = [each for each in (await stage.state())["ephemerals"] if each["user"] == user_id]
        return str(found[-1]["message"]["text"]) if found else None

    return await until(look)


async def nothing_open(redis: Redis) -> bool:
    """Whether every announcement has come to rest for good."""
    return int(await redis.zcard("herald:open:announcement")) == 0


async def reconciled(ground: Ground) -> bool:
    """Whether the reconciler has looked at the postings at the time that the clock shows."""
    return not await ground.postings.take_quiet(ground.clock() - QUIET, now=ground.clock())
