"""The buttons of a video under way and of a finished one: for the person whose video it is, and for nobody else."""

import pytest

from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Destination, RenderState
from bot.slack.surfaces.anchor_buttons import CANCEL, DELETE, SHARE, USE_RESULT
from tests.bot.rendering.fakes import NOON
from tests.bot.slack.samples import make_result
from tests.handlers.counter import Counter
from tests.handlers.payloads import BOB, GENERAL, TEAM, Json, click, interaction, view

METADATA = '{"render": "r1", "share": "s1", "position": 0}'
PICKED = {"type": "conversations_select", "selected_conversation": "C0LAUNCH"}


async def press(counter: Counter, action_id: str, *, user: str = "U0ALICE") -> None:
    """Press a button under the anchor, and wait for what follows."""
    answer = await counter.whole(click("r1", action_id=action_id, user=user, response_url=counter.slack.response_url))
    assert answer.status == 200


def told(counter: Counter) -> str:
    """The one private word."""
    (sent,) = counter.slack.sent("respond")
    assert (sent["response_type"], sent["replace_original"]) == ("ephemeral", False)
    return str(sent["text"])


async def finish(counter: Counter, results: int = 1) -> None:
    """A finished render with so many results that were posted."""
    await counter.make()
    render = await counter.render()
    assert render is not None
    found = tuple(make_result(video_uuid=f"v{n}") for n in range(results))
    for state in (RenderState.ANCHORED, RenderState.SUBMITTED, RenderState.READY):
        render = await counter.ground.renders.change(render, state=state)
    await counter.ground.renders.change(render, results=found, closed=True)
    for position, result in enumerate(found):
        posting = Posting(
            id=f"r1-{position}",
            render_id="r1",
            team_id=TEAM,
            user_id="U0ALICE",
            version=1,
            state=PostingState.POSTED,
            destination=Destination(channel_id=GENERAL),
            thread_ts="1.0",
            result=result,
            position=position,
            due_at=NOON,
            file_id="F1",
        )
        await counter.ground.postings.create(posting)


def submitted(metadata: str = METADATA, picked: Json | None = None, **fields: Json) -> Json:
    """The form of *Share to…* as it is sent."""
    values = {"channel": {"channel": PICKED if picked is None else picked}, **fields}
    return {"type": "view_submission", "view": view("share_result", metadata, values), "response_urls": []}


async def test_cancel_ends_what_was_not_sent_and_says_that_it_cost_nothing(counter: Counter) -> None:
    await counter.make()

    await press(counter, CANCEL)

    render = await counter.render()
    assert render is not None
    assert render.state is RenderState.CANCELLED
    assert "nothing was charged" in told(counter)
    assert f"close:{TEAM}:r1" in await counter.woken()


async def test_cancel_twice_says_that_it_is_over(counter: Counter) -> None:
    await counter.make()
    await press(counter, CANCEL)
    counter.slack.calls.clear()

    await press(counter, CANCEL)

    assert told(counter).startswith("This video has ended already")


async def test_cancel_of_what_is_paid_says_where_it_goes(counter: Counter) -> None:
    await counter.make()
    render = await counter.render()
    assert render is not None
    render = await counter.ground.renders.change(render, state=RenderState.ANCHORED)
    await counter.ground.renders.change(render, state=RenderState.SUBMITTED)

    await press(counter, CANCEL)

    assert "so it is paid for" in told(counter)


@pytest.mark.parametrize("action_id", [CANCEL, DELETE, SHARE, f"{USE_RESULT}:0"])
async def test_somebody_elses_press_changes_nothing(counter: Counter, action_id: str) -> None:
    await finish(counter)
    before = await counter.render()

    await press(counter, action_id, user=BOB)

    assert told(counter).startswith("Only the person who asked for this video can do that.")
    assert await counter.render() == before


async def test_delete_is_stored_and_left_to_the_queue(counter: Counter) -> None:
    await finish(counter)

    await press(counter, DELETE)
    await press(counter, DELETE)

    render = await counter.render()
    assert render is not None
    assert render.deleted_at is not None
    assert f"remove:{TEAM}:r1" in await counter.woken()


async def test_a_choice_is_read_from_the_button(counter: Counter) -> None:
    await finish(counter, results=3)

    await press(counter, f"{USE_RESULT}:2")

    render = await counter.render()
    assert render is not None
    assert render.chosen == 2


async def test_share_asks_where_and_of_several_which(counter: Counter) -> None:
    await finish(counter, results=2)

    await press(counter, SHARE)

    fields = [block["block_id"] for block in (await counter.opened_view())["blocks"] if block["type"] == "input"]
    assert fields == ["position", "channel"]


async def test_what_is_not_finished_cannot_be_shared(counter: Counter) -> None:
    await counter.make()

    await press(counter, SHARE)

    assert told(counter).startswith("This video is not finished yet.")


async def test_a_share_is_stored_before_the_form_closes(counter: Counter) -> None:
    await finish(counter)

    answer = await counter.whole(interaction(submitted()))
    again = await counter.whole(interaction(submitted()))

    posting = await counter.ground.postings.get(TEAM, "r1-s1")
    assert (answer.status, answer.body, again.body) == (200, "", "")
    assert posting is not None
    assert posting.destination.channel_id == "C0LAUNCH"
    assert [key for key in await counter.woken() if key.startswith("keep:")] == [f"keep:{TEAM}:r1-s1"]


async def test_the_result_that_was_picked_is_the_one_that_is_shared(counter: Counter) -> None:
    await finish(counter, results=2)
    option = {"text": {"type": "plain_text", "text": "Video 2"}, "value": "1"}

    await counter.whole(
        interaction(submitted(position={"position": {"type": "static_select", "selected_option": option}}))
    )

    posting = await counter.ground.postings.get(TEAM, "r1-s1")
    assert posting is not None
    assert posting.position == 1


@pytest.mark.parametrize(
    ("form", "user", "words"),
    [
        (submitted(picked={"type": "conversations_select", "selected_conversation": None}), "U0ALICE", "Pick where"),
        (submitted(metadata="{}"), "U0ALICE", "too old to be used"),
        (submitted(), BOB, "Only the person who asked"),
        (submitted(metadata='{"render": "gone", "share": "s", "position": 0}'), "U0ALICE", "Only the person"),
    ],
)
async def test_a_form_that_cannot_be_carried_out_says_why_beside_its_field(
    counter: Counter, form: Json, user: str, words: str
) -> None:
    await finish(counter)

    answer = await counter.whole(interaction(form, user=user))

    assert '"errors"' in answer.body
    assert '"channel"' in answer.body
    assert words in answer.body


async def test_a_press_while_the_records_are_out_of_reach_is_answered_privately(without_records: Counter) -> None:
    await press(without_records, DELETE)

    assert told(without_records).startswith("Herald cannot reach its own records just now.")
