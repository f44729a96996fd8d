"""What a person does with a video under way and with a finished one: every button under the anchor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.slack.surfaces.anchor_buttons import CANCEL, DELETE, EDIT_SCRIPT, REGENERATE, SHARE, USE_RESULT
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import GENERAL, Json, Stage, bot_running, services, until
from tests.journeys.test_several_results import RENDER, ask_for_three, closed, posts

SCRIPT: Final = "Good morning, team. The release is out."
BOB: Final = "U0BOB"
LAUNCH: Final = "C0LAUNCH"
RANDOM: Final = "C0RANDOM"


async def finished(stage: Stage) -> Json:
    """The anchor of a video that was asked for and delivered."""
    await stage.ask_for(SCRIPT)
    await stage.delivered()
    return await stage.anchor_saying(DELETE)


async def click(stage: Stage, action_id: str, *, message: Json, user: str | None = None) -> None:
    """Press a button under a message of #general."""
    who = {} if user is None else {"user": user}
    await stage.act("click", channel=GENERAL, message_ts=message["ts"], action_id=action_id, **who)


async def whispered(stage: Stage) -> str:
    """The first message in #general that only one person sees, once it is there."""

    async def look() -> str | None:
        ephemerals = (await stage.state())["ephemerals"]
        return str(ephemerals[0]["message"]["text"]) if ephemerals else None

    return await until(look)


async def share_with(stage: Stage, anchor: Json, channel: str) -> Json:
    """Open the form of *Share to…*, pick a conversation and send it."""
    await click(stage, SHARE, message=anchor)
    view = await stage.view_with(lambda view: view["callback_id"] == "share_result")
    picked = {"type": "conversations_select", "selected_conversation": channel}
    return await stage.act("submit", view_id=view["id"], values={"channel": {"channel": picked}})


async def once(stage: Stage, channel: str, fits: Callable[[list[Json]], bool]) -> list[Json]:
    """The messages of a channel, once they fit."""

    async def look() -> list[list[Json]] | None:
        found = await stage.messages(channel)
        return [found] if fits(found) else None

    return (await until(look))[0]


async def test_a_video_that_was_not_sent_yet_is_cancelled_for_nothing(stage: Stage) -> None:
    no_room = {"on": "submit", "kind": "status", "status": 503, "times": 1000}
    await stage.dial("studio", "faults", {"faults": [no_room]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await click(stage, CANCEL, message=await stage.anchor_saying(CANCEL))
        told = await whispered(stage)
        anchor = await stage.anchor_saying("Render again")

    assert "nothing was charged" in told
    assert "*Cancelled* · this video was called off, and nothing was charged." in str(anchor["blocks"])
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_a_video_that_is_paid_already_goes_to_its_person_alone(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "render", "kind": "slow", "seconds": 3}]})
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await until(lambda: is_submitted(stage))
        await click(stage, CANCEL, message=await stage.anchor_saying(CANCEL))
        told = await whispered(stage)
        dm = await stage.told_privately()
        anchor = await stage.anchor_saying("It was paid for already")

    assert "it is paid for; you get it in a direct message" in told
    assert "that you cancelled is finished" in dm["text"]
    assert dm["files"][0]["mimetype"] == "video/mp4"
    assert "/video/" not in str(anchor)
    assert await stage.final_posts() == []


async def is_submitted(stage: Stage) -> bool:
    """Whether the studio has a task."""
    return bool((await stage.studio_counts())["tasks_submitted"])


async def test_nobody_else_can_cancel_share_or_delete(stage: Stage) -> None:
    async with bot_running(stage):
        anchor = await finished(stage)
        for action_id in (DELETE, SHARE, REGENERATE, EDIT_SCRIPT):
            await click(stage, action_id, message=anchor, user=BOB)

        async def refusals() -> list[Json] | None:
            ephemerals: list[Json] = (await stage.state())["ephemerals"]
            return ephemerals if len(ephemerals) == 4 else None

        told = await until(refusals)
        views = (await stage.state())["views"]

    assert {entry["user"] for entry in told} == {BOB}
    assert all("Only the person who asked for this video can do that." in str(entry["message"]) for entry in told)
    assert views == []
    assert len(await stage.final_posts()) == 1


async def test_a_finished_video_comes_with_its_transcript_captions_length_and_cost(stage: Stage) -> None:
    async with bot_running(stage):
        anchor = await finished(stage)
        post = await stage.delivered()

    assert [file["filetype"] for file in post["files"]] == ["mp4", "txt", "vtt"]
    assert "It is 2.0 s long." in post["text"]
    assert "<!date^" in post["text"]
    assert "· 2.0 s · $" in str(anchor["blocks"])


async def test_a_finished_video_is_shared_with_another_channel(stage: Stage) -> None:
    async with bot_running(stage):
        done = await share_with(stage, await finished(stage), LAUNCH)
        (shared,) = await once(stage, LAUNCH, bool)
        await stage.anchor_saying("Also shared with <#C0LAUNCH>")

    assert done["response_action"] is None
    assert "<@U0ALICE> shares a video." in shared["text"]
    assert "thread_ts" not in shared
    assert shared["files"][0]["mimetype"] == "video/mp4"


async def test_a_video_whose_link_has_ended_is_shared_by_the_file_that_was_kept(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    async with services(ready_studio, redis_url, herald_ttl_seconds=60) as stage, bot_running(stage):
        anchor = await finished(stage)
        stage.clock.offset = timedelta(seconds=61)
        await stage.dial("studio", "clock", {"advance_seconds": 61})
        await share_with(stage, anchor, LAUNCH)
        (shared,) = await once(stage, LAUNCH, bool)

    assert shared["files"][0]["mimetype"] == "video/mp4"
    assert "/video/" not in shared["text"]


async def test_a_channel_that_herald_is_not_in_is_explained_by_dm(stage: Stage) -> None:
    async with bot_running(stage):
        await share_with(stage, await finished(stage), RANDOM)
        told = await stage.told_privately()

    assert "I could not share your video with <#C0RANDOM>: I am not a member of it." in told["text"]
    assert "/invite @Herald" in told["text"]
    assert await stage.messages(RANDOM) == []


async def test_delete_takes_the_video_away_here_and_wherever_it_was_shared(stage: Stage) -> None:
    async with bot_running(stage):
        anchor = await finished(stage)
        await share_with(stage, anchor, LAUNCH)
        await stage.anchor_saying("Also shared with")
        await click(stage, DELETE, message=anchor)
        deleted = await stage.anchor_saying("deleted this video")
        await once(stage, LAUNCH, lambda found: not found)
        left = await stage.final_posts()

    assert left == []
    assert "Good morning" not in str(deleted)
    assert "could not be removed" not in str(deleted)


async def test_a_deletion_whose_answers_are_lost_is_carried_out_once_and_whole(stage: Stage) -> None:
    async with bot_running(stage):
        anchor = await finished(stage)
        lost = [{"on": on, "kind": "cut_after"} for on in ("chat.delete", "files.delete", "chat.update")]
        await stage.dial("slack", "faults", {"faults": lost})
        await click(stage, DELETE, message=anchor)
        deleted = await stage.anchor_saying("deleted this video")

    assert await stage.final_posts() == []
    assert "could not be removed" not in str(deleted)


async def test_what_cannot_be_deleted_is_said(stage: Stage) -> None:
    async with bot_running(stage):
        anchor = await finished(stage)
        refused = {"on": "chat.delete", "kind": "error", "error": "cant_delete_message"}
        await stage.dial("slack", "faults", {"faults": [refused]})
        await click(stage, DELETE, message=anchor)
        deleted = await stage.anchor_saying("deleted this video")

    assert "This could not be removed: the message in <#C0GENERAL>" in str(deleted["blocks"])


async def test_one_of_several_is_used_and_the_others_are_removed(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await ask_for_three(ground)
        await posts(stage, 3)
        await closed(ground)
        anchor = await stage.anchor_saying(f"{USE_RESULT}:1")
        await click(stage, f"{USE_RESULT}:1", message=anchor)
        chosen = await stage.anchor_saying("video 2 was chosen")
        (left,) = await stage.final_posts()
        render = await ground.renders.get("T0PLAY", RENDER)

    assert "video 2 of 3" in left["text"]
    assert USE_RESULT not in str(chosen)
    assert render is not None
    assert render.chosen == 1


async def test_regenerate_opens_the_review_filled_in_and_makes_a_new_video(stage: Stage) -> None:
    async with bot_running(stage):
        await click(stage, REGENERATE, message=await finished(stage))
        review = await stage.view_with(lambda view: view["callback_id"] == "review")
        done = await stage.make_it(review)

        async def second() -> list[Json] | None:
            found = await stage.final_posts()
            return found if len(found) == 2 else None

        await until(second)

    assert SCRIPT in str(review["blocks"])
    assert done["response_action"] == "clear"
    assert (await stage.studio_counts())["tasks_submitted"] == 2


async def test_edit_script_opens_the_form_filled_in(stage: Stage) -> None:
    async with bot_running(stage):
        await click(stage, EDIT_SCRIPT, message=await finished(stage))
        view = await stage.view_with(lambda view: view["callback_id"] == "compose")

    script = next(block for block in view["blocks"] if str(block.get("block_id")).startswith("script"))
    assert script["element"]["initial_value"] == SCRIPT


async def test_when_the_link_ends_its_messages_say_so_and_the_file_stays(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    async with services(ready_studio, redis_url, herald_ttl_seconds=60) as stage, bot_running(stage):
        await finished(stage)
        assert "/video/" in (await stage.delivered())["text"]
        stage.clock.offset = timedelta(seconds=51)
        post = await ended(stage)
        anchor = await stage.anchor_saying("is in the thread. Its link has ended.")

    assert "Its link has ended; the file stays." in post["text"]
    assert post["files"][0]["mimetype"] == "video/mp4"
    assert "/video/" not in f"{post['text']} {anchor}"


async def ended(stage: Stage) -> Json:
    """The final post, once it says that its link has ended."""

    async def look() -> Json | None:
        return next((post for post in await stage.final_posts() if "Its link has ended" in post["text"]), None)

    return await until(look)
