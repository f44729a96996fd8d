"""A photo instead of an avatar: one's own, somebody else's who is asked first, and the ways in which that ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from bot.ground import Ground
from bot.rendering.consent import ConsentState
from bot.slack.surfaces.anchor_buttons import CANCEL
from bot.slack.surfaces.consent import ALLOW, DECLINE
from bot.store.audit import Audit
from bot.store.consents import Consents, KeptConsent
from bot.worker import QueueWakeups
from tests.bot.media.samples import picture
from tests.journeys.stage import ALICE, GENERAL, STUDIO_KEY, Json, Stage, bot_running, until
from tests.journeys.test_media import opened_form, send, spoken, studio_state, uploaded

BOB: Final = "U0BOB"
TEAM: Final = "T0PLAY"
SCRIPT: Final = "Good morning."


@asynccontextmanager
async def bot_with(stage: Stage, photos: str) -> AsyncIterator[Ground]:
    """The bot in a workspace whose admins decided this about photos."""
    async with bot_running(stage) as ground:
        await ground.policies.change(TEAM, {"photos": photos}, actor=ALICE, at=stage.clock())
        yield ground


async def ask_with_photo(stage: Stage, subject: str | None = None, *, photo: bytes | None = None) -> Json:
    """Fill in the form with a photo, and the person in it; returns the answer to *Review*."""
    form = await opened_form(stage)
    face = await uploaded(stage, "me.png", picture("png", width=200, height=300) if photo is None else photo)
    who = {} if subject is None else {"subject": {"type": "users_select", "selected_user": subject}}
    return await send(stage, form, image=face, **who, **await spoken(stage, form))


async def asked(stage: Stage, subject: str) -> Json:
    """Ask for a video of somebody else's photo; their message with the buttons, once they have it."""
    reviewed = await ask_with_photo(stage, subject)
    assert reviewed["response_action"] == "push", reviewed
    made = await stage.make_it(await stage.top_view())
    assert made["response_action"] == "clear", made
    return await told(stage, subject, "Allow once")


async def told(stage: Stage, user: str, words: str) -> Json:
    """The message of Herald's DM with a person that has these words."""

    async def look() -> Json | None:
        return next((m for m in await direct(stage, user) if words in f"{m.get('text')} {m.get('blocks')}"), None)

    return await until(look)


async def direct(stage: Stage, user: str) -> list[Json]:
    """The messages of Herald's DM with a person."""
    state = await stage.state()
    ims = [channel["id"] for channel in state["channels"] if channel["is_im"] and user in channel["members"]]
    return [message for im in ims for message in state["messages"].get(im, [])]


async def submitted(stage: Stage) -> int:
    """How many tasks the studio was sent."""
    count: int = (await stage.studio_counts())["tasks_submitted"]
    return count


async def made(stage: Stage) -> None:
    """Wait until the studio has a task."""

    async def look() -> bool:
        return bool(await submitted(stage))

    await until(look)


async def press_in_dm(stage: Stage, message: Json, action_id: str, *, user: str, member: str = BOB) -> None:
    """Somebody presses a button of a message in Herald's DM with `member`."""
    state = await stage.state()
    channel = next(c["id"] for c in state["channels"] if c["is_im"] and member in c["members"])
    await stage.act("click", channel=channel, message_ts=message["ts"], action_id=action_id, user=user)


async def shown_outcome(stage: Stage, words: str) -> Json:
    """Bob's message, once its buttons gave way to what came of it."""
    message = await told(stage, BOB, words)
    assert "consent_allow" not in str(message)
    return message


async def inputs_sent(stage: Stage) -> Json:
    """The inputs of the one task that the studio has."""
    (task,) = (await studio_state(stage))["tasks"]
    question = [{"taskType": "getTaskDetails", "taskUUID": task["task_uuid"]}]
    key = {"Authorization": f"Bearer {STUDIO_KEY}"}
    async with stage.session.post(f"{stage.studio_url}/v1", json=question, headers=key) as answer:
        (details,) = (await answer.json())["data"]
    inputs: Json = details["request"][0]["inputs"]
    return inputs


async def test_a_photo_goes_the_whole_way_to_the_task(stage: Stage) -> None:
    async with bot_with(stage, "free"):
        reviewed = await ask_with_photo(stage)
        assert reviewed["response_action"] == "push", reviewed
        await stage.make_it(await stage.top_view())
        await made(stage)

    inputs = await inputs_sent(stage)
    assert set(inputs) == {"image"}
    assert UUID(inputs["image"])


async def test_ones_own_photo_is_used_at_once_and_on_record(stage: Stage) -> None:
    async with bot_with(stage, "consent") as ground:
        assert (await ask_with_photo(stage, ALICE))["response_action"] == "push"
        await stage.make_it(await stage.top_view())
        await made(stage)
        kept = await on_record(stage, ground)
        listed = await Audit(ground.redis).page(TEAM, limit=9)

    assert (kept.requester_id, kept.person_id, kept.state) == (ALICE, ALICE, ConsentState.ALLOWED)
    assert "photo allowed" in [entry.what for entry in listed.entries]


async def on_record(stage: Stage, ground: Ground) -> KeptConsent:
    """What is on record of the one video that was asked for."""

    async def look() -> KeptConsent | None:
        (key,) = [str(key) async for key in ground.redis.scan_iter("t:*:render:*")]
        return await Consents(ground.redis, ground.audit).get(TEAM, key.rpartition(":")[2])

    return await until(look)


async def test_somebody_else_is_asked_and_nothing_leaves_slack_before_they_allow_it(stage: Stage) -> None:
    async with bot_with(stage, "consent") as ground:
        question = await asked(stage, BOB)
        waiting = await stage.anchor_saying("Waiting for permission")
        picture_sent = [file["name"] for message in await direct(stage, BOB) for file in message.get("files", [])]
        before = (await submitted(stage), (await studio_state(stage))["media"]["count"])
        await press_in_dm(stage, question, ALLOW, user=BOB)
        await stage.delivered()
        outcome = await shown_outcome(stage, "You allowed this once")
        kept = await on_record(stage, ground)

    assert picture_sent == ["picture.jpeg"]
    assert before == (0, 0)
    assert BOB not in str(waiting)
    assert SCRIPT in str(question)
    assert "You allowed this once" in outcome["text"]
    assert (kept.requester_id, kept.person_id, kept.state) == (ALICE, BOB, ConsentState.ALLOWED)
    assert await submitted(stage) == 1


async def test_a_photo_that_was_declined_costs_nothing_and_is_told_by_dm(stage: Stage) -> None:
    async with bot_with(stage, "consent") as ground:
        await press_in_dm(stage, await asked(stage, BOB), DECLINE, user=BOB)
        anchor = await stage.anchor_saying("did not allow this video")
        notice = await told(stage, ALICE, "did not allow this video")
        await shown_outcome(stage, "You declined this")
        left = await ground.redis.hget(f"t:{TEAM}:budget:{stage.clock():%Y-%m}", "reserved")
        pictures = [file for message in await direct(stage, BOB) for file in message.get("files", [])]

    assert "Nothing was charged." in str(anchor)
    assert "Render again" in str(notice)
    assert await submitted(stage) == 0
    assert int(left or -1) == 0
    assert [file.get("mode") for file in pictures] in ([], ["tombstone"])


async def test_nobody_answers_for_two_days(stage: Stage) -> None:
    async with bot_with(stage, "consent") as ground:
        question = await asked(stage, BOB)
        stage.clock.offset += timedelta(hours=49)
        await press_in_dm(stage, question, ALLOW, user=BOB)
        whispered = await whisper(stage)
        (key,) = [str(key) async for key in ground.redis.scan_iter("t:*:render:*")]
        await QueueWakeups(ground.docket).wake("consent", TEAM, key.rpartition(":")[2])
        notice = await told(stage, ALICE, "did not answer in 48 hours")
        await shown_outcome(stage, "You did not answer in time")

    assert "too late" in whispered["message"]["text"]
    assert "Nothing was charged." in str(notice)
    assert await submitted(stage) == 0


async def whisper(stage: Stage) -> Json:
    """The last message that only one person sees, once there is one."""

    async def look() -> Json | None:
        return next(reversed((await stage.state())["ephemerals"]), None)

    return await until(look)


async def test_who_asked_can_call_it_off_while_it_waits(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        question = await asked(stage, BOB)
        anchor = await stage.anchor_saying("Waiting for permission")
        await stage.act("click", channel=GENERAL, message_ts=anchor["ts"], action_id=CANCEL)
        await stage.anchor_saying("called off")
        await shown_outcome(stage, "This was called off before you answered")
        assert question["ts"]

    assert await submitted(stage) == 0


async def test_only_the_person_in_the_photo_can_answer_and_once(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        question = await asked(stage, BOB)
        await stage.dial("studio", "faults", {"faults": [{"on": "submit", "kind": "slow", "seconds": 2}]})
        await press_in_dm(stage, question, ALLOW, user=BOB)
        thanked = await whisper(stage)
        await made(stage)

    assert "Thank you" in thanked["message"]["text"]
    assert await submitted(stage) == 1


@pytest.mark.parametrize(
    ("photos", "subject", "field", "words"),
    [
        ("consent", None, "subject", "Say who is in the photo"),
        ("off", None, None, None),
    ],
)
async def test_the_form_asks_for_what_the_admins_want(
    stage: Stage, photos: str, subject: str | None, field: str | None, words: str | None
) -> None:
    async with bot_with(stage, photos):
        form = await opened_form(stage)
        fields = {b["element"]["action_id"] for b in form["blocks"] if "element" in b}
        reviewed = await ask_in(stage, form) if photos != "off" else None

    if photos == "off":
        assert not fields & {"image", "subject"}
    else:
        assert reviewed is not None
        assert words in reviewed["errors"][field]


async def ask_in(stage: Stage, form: Json) -> Json:
    """Fill in the form with a photo of nobody."""
    face = await uploaded(stage, "me.png", picture("png", width=200, height=300))
    return await send(stage, form, image=face, **await spoken(stage, form))


async def test_a_photo_that_is_none_is_refused_before_anybody_is_asked(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        assert (await ask_with_photo(stage, BOB, photo=b"GIF89a" + bytes(60)))["response_action"] == "push"
        await stage.make_it(await stage.top_view())
        anchor = await stage.anchor_saying("Render again")

    assert "me.png is a GIF, not a JPEG, PNG or WebP picture." in str(anchor)
    assert await direct(stage, BOB) == []


async def test_an_app_cannot_allow_anything(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        assert (await ask_with_photo(stage, "U0HERALD"))["response_action"] == "push"
        await stage.make_it(await stage.top_view())
        anchor = await stage.anchor_saying("Render again")

    assert "is an app, which cannot allow anything" in str(anchor)


async def test_a_permission_given_while_no_worker_runs_is_acted_on_later(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        question = await asked(stage, BOB)
    async with bot_running(stage, worker=False):
        await press_in_dm(stage, question, ALLOW, user=BOB)
        await whisper(stage)
    async with bot_running(stage):
        await made(stage)

    assert await submitted(stage) == 1


async def test_a_lost_answer_to_the_question_asks_nobody_twice_for_one_video(stage: Stage) -> None:
    async with bot_with(stage, "consent"):
        fault = {"on": "files.completeUploadExternal", "kind": "cut_after"}
        await stage.dial("slack", "faults", {"faults": [fault]})
        question = await asked(stage, BOB)
        seen = await direct(stage, BOB)
        await press_in_dm(stage, question, ALLOW, user=BOB)
        await made(stage)

    assert [len(message.get("files", [])) for message in seen] == [1, 0]
    assert await submitted(stage) == 1
