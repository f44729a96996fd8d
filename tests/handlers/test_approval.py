"""The video of an announcement, under its author's own message: nothing of it goes round the approval."""

import json

import pytest

from bot.posting.announcement import Announcement, AnnouncementState, Ask
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Choices, Destination, Render, RenderState
from bot.slack.surfaces.anchor_buttons import EDIT_SCRIPT, REGENERATE, SHARE
from bot.slack.surfaces.blocks import RENDER_AGAIN
from tests.bot.rendering.fakes import NOON
from tests.bot.slack.samples import make_render, make_result
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, SCRIPT, TEAM, click, interaction, view
from tests.handlers.test_announce import keep, one

VIDEO = "a1.1"
HOME = Destination(channel_id="D0ALICE")
PICKED = {"channel": {"channel": {"type": "conversations_select", "selected_conversation": "C0LAUNCH"}}}
METADATA = json.dumps({"render": VIDEO, "share": "s1", "position": 0})


async def keep_video(counter: Counter) -> Render:
    """The finished video of the announcement, posted to its author."""
    result = make_result(video_uuid="v1")
    choices = Choices(avatar="Aditya_public_4", voice="jenny_female_english")
    render = make_render(
        id=VIDEO,
        version=1,
        team_id=TEAM,
        user_id=ALICE,
        state=RenderState.READY,
        choices=choices,
        destination=HOME,
        results=(result,),
    )
    await counter.ground.renders.create(render)
    posting = Posting(
        id=f"{VIDEO}-0",
        render_id=VIDEO,
        team_id=TEAM,
        user_id=ALICE,
        version=1,
        state=PostingState.POSTED,
        destination=HOME,
        thread_ts="1.0",
        result=result,
        due_at=NOON,
        file_id="F1",
    )
    await counter.ground.postings.create(posting)
    return render


async def press(counter: Counter, action_id: str) -> None:
    """Alice presses a button under her video, and what follows is done."""
    await counter.whole(click(VIDEO, action_id=action_id, response_url=counter.slack.response_url))


async def share(counter: Counter) -> dict[str, str]:
    """Alice sends the form of *Share to…*; the errors beside its fields."""
    sent = {"type": "view_submission", "view": view("share_result", METADATA, PICKED), "response_urls": []}
    answer = await counter.whole(interaction(sent))
    errors: dict[str, str] = json.loads(answer.body or "{}").get("errors", {})
    return errors


def told(counter: Counter) -> str:
    """The one private word."""
    (sent,) = counter.slack.sent("respond")
    return str(sent["text"])


WAITING = one(AnnouncementState.VIDEO_REVIEW, ask=Ask(tag="video1", user_id="U0BOB", intent_at=NOON))
OWN = WAITING.model_copy(update={"content": WAITING.content.model_copy(update={"approver_id": None})})
REJECTED = one(AnnouncementState.REJECTED)
SECOND_ROUND = one(AnnouncementState.APPROVED, round=2, approved_at=NOON)


@pytest.mark.parametrize(
    ("announcement", "words"),
    [
        (WAITING, "once its approver has approved it"),
        (OWN, "once you have posted its announcement"),
        (REJECTED, "was not approved"),
        (SECOND_ROUND, "was not approved"),
        (None, "was not approved"),
    ],
    ids=["waiting", "own", "rejected", "earlier round", "forgotten"],
)
async def test_what_nobody_approved_is_not_shared(
    counter: Counter, announcement: Announcement | None, words: str
) -> None:
    if announcement is not None:
        await keep(counter, announcement)
    await keep_video(counter)

    await press(counter, SHARE)
    errors = await share(counter)

    assert words in told(counter)
    assert words in errors["channel"]
    assert counter.slack.sent("views.open") == []
    assert await counter.ground.postings.get(TEAM, f"{VIDEO}-s1") is None


@pytest.mark.parametrize("state", [AnnouncementState.APPROVED, AnnouncementState.POSTED])
async def test_what_was_approved_is_shared(counter: Counter, state: AnnouncementState) -> None:
    await keep(counter, one(state, approved_at=NOON))
    await keep_video(counter)

    await press(counter, SHARE)

    assert (await counter.opened_view())["callback_id"] == "share_result"
    assert await share(counter) == {}
    assert await counter.ground.postings.get(TEAM, f"{VIDEO}-s1") is not None


@pytest.mark.parametrize("action_id", [REGENERATE, EDIT_SCRIPT, RENDER_AGAIN])
async def test_made_anew_it_is_the_announcement_that_is_edited(counter: Counter, action_id: str) -> None:
    await keep(counter, WAITING)
    await keep_video(counter)

    await press(counter, action_id)
    form = await counter.opened_view()

    assert form["callback_id"] == "announce"
    assert json.loads(form["private_metadata"])["draft"] == "a1"
    assert SCRIPT in str(form["blocks"])
    assert await counter.draft() is None


async def test_of_one_that_has_ended_a_new_announcement_is_begun(counter: Counter) -> None:
    await keep(counter, REJECTED)
    await keep_video(counter)

    await press(counter, REGENERATE)
    form = await counter.opened_view()

    assert form["callback_id"] == "announce"
    assert json.loads(form["private_metadata"])["draft"] != "a1"
    assert SCRIPT in str(form["blocks"])


async def test_what_is_on_its_way_is_not_made_anew(counter: Counter) -> None:
    await keep(counter, one(AnnouncementState.APPROVED, approved_at=NOON))
    await keep_video(counter)

    await press(counter, REGENERATE)

    assert told(counter).startswith("This announcement is on its way")
    assert counter.slack.sent("views.open") == []
