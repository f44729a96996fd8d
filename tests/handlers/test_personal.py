"""Personal clips at the counter: the form, and buttons that are somebody's own."""

import asyncio
import json
from decimal import Decimal
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.posting.batch import Batch, BatchState
from bot.slack.surfaces.batch import CHANGE, DROP, MAKE_OTHERS, MAKE_SAMPLE, RETRY, STOP
from bot.slack.surfaces.personal import PERSONAL, PERSONAL_CLIPS
from bot.store.kinds import RENDERS
from bot.store.records import Records
from tests.bot.posting.batches import a_batch
from tests.handlers.counter import Counter, in_time
from tests.handlers.payloads import ALICE, BOB, TEAM, click, command, interaction, picked, touch, view

BUTTONS = (MAKE_SAMPLE, MAKE_OTHERS, RETRY, STOP, DROP, CHANGE)


def sent(batch_id: str = "b2", *, metadata: dict[str, Any] | None = None, **states: Any) -> AsyncBoltRequest:
    """Alice hands in the form, filled in well but for `states`."""
    filled = {
        "script": {"type": "plain_text_input", "value": "Hello {first_name}"},
        "people": {"type": "multi_users_select", "selected_users": [BOB]},
        "avatar": picked("Aditya_public_4"),
        "voice": picked("jenny_female_english"),
        "language": picked(None),
    }
    values = {name: {name: state} for name, state in (filled | states).items()}
    shown = view(PERSONAL, json.dumps({"draft": batch_id, **(metadata or {})}), values)
    return interaction({"type": "view_submission", "view": shown, "response_urls": []})


async def keep(counter: Counter, **fields: object) -> Batch:
    """Let a batch of Alice's be there."""
    batch = a_batch(team_id=TEAM, user_id=ALICE, **fields)
    await counter.ground.batches.create(batch)
    return batch


async def kept(counter: Counter, batch_id: str = "b1") -> Batch | None:
    """The batch as it is now."""
    return await counter.ground.batches.get(TEAM, batch_id)


@pytest.mark.parametrize("request_", [command("personal"), touch(PERSONAL_CLIPS)], ids=["command", "home"])
async def test_the_form_opens(counter: Counter, request_: AsyncBoltRequest) -> None:
    await counter.whole(request_)

    assert (await counter.opened_view())["callback_id"] == PERSONAL


async def test_a_form_that_is_handed_in_is_a_batch_that_is_woken(counter: Counter) -> None:
    answer = await in_time(counter.whole(sent()))

    assert json.loads(answer.body)["response_action"] == "update"
    batch = await kept(counter, "b2")
    assert batch is not None
    assert (batch.state, batch.picked, batch.user_id) == (BatchState.READING, (BOB,), ALICE)
    assert await counter.woken() == [f"batch:{TEAM}:b2"]


async def test_handing_in_twice_is_one_batch(counter: Counter) -> None:
    await counter.whole(sent())
    await counter.whole(sent(script={"type": "plain_text_input", "value": "Bye {first_name}"}))

    batch = await kept(counter, "b2")
    assert batch is not None
    assert batch.script == "Hello {first_name}"


@pytest.mark.parametrize(
    ("states", "field", "says"),
    [
        ({"script": {"value": "Hello {frist_name}"}}, "script", "Did you mean {first_name}?"),
        ({"people": {"selected_users": []}}, "people", "Pick the people"),
        ({"voice": picked("gone")}, "voice", "not on offer"),
        ({"avatar": picked(None)}, "avatar", "Pick an avatar"),
    ],
    ids=["placeholder", "nobody", "voice", "avatar"],
)
async def test_what_is_wrong_stands_beside_its_field(
    counter: Counter, states: dict[str, Any], field: str, says: str
) -> None:
    answer = await counter.whole(sent(**states))

    body = json.loads(answer.body)
    assert body["response_action"] == "errors"
    assert says in body["errors"][field]
    assert await kept(counter, "b2") is None


async def test_a_changed_list_takes_the_place_of_the_one_before(counter: Counter) -> None:
    await keep(counter, state=BatchState.PLANNED)

    await counter.whole(sent(metadata={"replaces": "b1"}))

    before = await kept(counter)
    assert before is not None
    assert before.state is BatchState.DROPPED


async def test_what_is_cut_off_after_the_ack_leaves_no_two_lists(counter: Counter) -> None:
    await keep(counter, state=BatchState.PLANNED)

    await counter.hand_in(sent(metadata={"replaces": "b1"}))
    for task in asyncio.all_tasks():
        if "start_reading" in getattr(task.get_coro(), "__qualname__", ""):
            task.cancel()

    before, after = await kept(counter), await kept(counter, "b2")
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == (BatchState.DROPPED, BatchState.READING)
    assert await counter.woken() == []


async def test_what_is_not_on_offer_any_more_is_said_in_the_form_of_a_changed_list(counter: Counter) -> None:
    choices = a_batch().choices.model_copy(update={"voice": "gone"})
    await keep(counter, state=BatchState.PLANNED, choices=choices)

    await counter.whole(click("b1", response_url=counter.slack.response_url, action_id=CHANGE))

    form = await counter.opened_view()
    assert "The voice chosen before is not on offer any more." in json.dumps(form)
    assert "initial_option" not in next(b["element"] for b in form["blocks"] if b.get("block_id") == "voice")


async def test_a_list_whose_clips_went_out_cannot_be_replaced(counter: Counter) -> None:
    await keep(counter, state=BatchState.RUNNING)

    answer = await counter.whole(sent(metadata={"replaces": "b1"}))

    assert json.loads(answer.body)["response_action"] == "errors"
    assert await kept(counter, "b2") is None


@pytest.mark.parametrize("batch_id", ["b1", "gone"])
@pytest.mark.parametrize("action_id", BUTTONS)
async def test_nobody_presses_somebody_elses_buttons(counter: Counter, action_id: str, batch_id: str) -> None:
    before = await keep(counter, state=BatchState.PLANNED)

    url = counter.slack.response_url
    await counter.whole(click(batch_id, user=BOB, response_url=url, action_id=action_id))

    (told,) = counter.slack.sent("respond")
    assert told["text"].startswith("Only the person who asked for these clips can do that.")
    assert await kept(counter) == before
    assert counter.slack.sent("views.open") == []


async def test_a_sample_is_paid_once_however_often_it_is_pressed(counter: Counter) -> None:
    await keep(counter, state=BatchState.PLANNED)

    for _ in range(2):
        await counter.whole(click("b1", response_url=counter.slack.response_url, action_id=MAKE_SAMPLE))

    batch = await kept(counter)
    assert batch is not None
    assert batch.state is BatchState.SAMPLING
    assert await Records(counter.ground.redis, RENDERS).get(TEAM, batch.sample_id or "") is not None
    assert len(await counter.ground.redis.hkeys(f"t:{TEAM}:ledger:2026-11")) == 1


async def test_the_others_start_only_when_all_of_them_can_be_paid(counter: Counter) -> None:
    rows = tuple(row.model_copy(update={"reserve": Decimal(40)}) for row in a_batch().rows)
    await keep(counter, state=BatchState.SAMPLED, rows=rows)

    await counter.whole(click("b1", response_url=counter.slack.response_url, action_id=MAKE_OTHERS))

    (told,) = counter.slack.sent("respond")
    assert "up to $80.00 together, and $50.00 of this month's budget is left" in told["text"]


async def test_who_sends_how_many_clips_is_on_the_audit_list(counter: Counter) -> None:
    await keep(counter, state=BatchState.SAMPLED)

    await counter.whole(click("b1", response_url=counter.slack.response_url, action_id=MAKE_OTHERS))

    (entry,) = (await counter.ground.audit.page(TEAM, limit=5)).entries
    assert (entry.who, entry.what, entry.about) == (ALICE, "personal clips", "3 clips, batch b1")


async def test_change_opens_the_form_filled_in(counter: Counter) -> None:
    await keep(counter, state=BatchState.PLANNED, picked=(BOB,))

    await counter.whole(click("b1", response_url=counter.slack.response_url, action_id=CHANGE))

    shown = json.dumps(await counter.opened_view())
    assert "Hello {first_name}." in shown
    assert BOB in shown
