"""A step that breaks in a way that nobody foresaw: tried for a while, then done without, and told once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from bot.errors import PostRefused, SlackBusy
from bot.rendering.consent import Consent
from bot.rendering.render import DEFECT, MOST_STUMBLES, Failure, Render, RenderState
from bot.rendering.stumbling import tell_operator
from bot.rendering.tasks import Finished, FinishedVideo
from bot.store.kinds import RENDERS
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, SECOND_TASK, TASK, a_render, given_up

ANCHORED: dict[str, object] = {"state": RenderState.ANCHORED, "anchor_ts": "100.1", "thread_ts": "100.1"}
ASKED = Consent.of("U2", "U1", NOON)
SENT: dict[str, object] = {**ANCHORED, "task_uuid": TASK, "sent_at": NOON, "uncertain": True}
SUBMITTED: dict[str, object] = {**SENT, "state": RenderState.SUBMITTED, "submitted_at": NOON}


async def stumble(world: World, step: str, **fields: object) -> Render:
    """A render with these fields once the step has broken as often as it may."""
    world.records.put(a_render(**fields))
    for _ in range(MOST_STUMBLES):
        await world.stumbled(step, "T1", "r1")
    return world.records.stored["r1"]


async def test_it_is_tried_again_for_about_a_minute_at_growing_distances(world: World) -> None:
    world.records.put(a_render(**ANCHORED))

    pauses = [await world.stumbled("submit", "T1", "r1") for _ in range(MOST_STUMBLES)]

    assert pauses == [*(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)), None]


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("anchor", {}),
        ("consent", ANCHORED | {"consent": ASKED}),
        ("media", ANCHORED),
        ("submit", ANCHORED),
        ("poll", SUBMITTED),
    ],
)
async def test_a_render_that_cannot_go_on_without_it_fails_for_a_reason_of_ours(
    world: World, step: str, fields: dict[str, object]
) -> None:
    render = await stumble(world, step, **fields)

    assert render.state is RenderState.FAILED
    assert render.failure is not None
    assert render.failure.code == DEFECT
    assert given_up(render) == (step,)
    assert ("close", "r1") in world.wakeups.woken


async def test_nothing_is_charged_for_what_was_never_sent(world: World) -> None:
    render = await stumble(world, "submit", **ANCHORED)

    assert (render.failure and render.failure.charged, render.owed) == (False, Decimal(0))


async def test_a_task_under_way_counts_as_spent_since_nobody_knows(world: World) -> None:
    render = await stumble(world, "poll", **SUBMITTED)

    assert (render.failure and render.failure.charged, render.owed) == (None, render.price)


async def test_what_may_have_been_sent_is_polled_for_instead(world: World) -> None:
    render = await stumble(world, "submit", **SENT)

    assert render.state is RenderState.SUBMITTED
    assert [entry.task_uuid for entry in world.polls.due] == [TASK]


@pytest.mark.parametrize("step", ["show", "reshow", "hand_on"])
async def test_a_render_goes_on_without_what_only_shows_it(world: World, step: str) -> None:
    render = await stumble(world, step, **SUBMITTED)

    assert (render.state, given_up(render)) == (RenderState.SUBMITTED, (step,))


async def test_a_step_that_was_given_up_is_counted_no_further(world: World) -> None:
    before = await stumble(world, "show", **SUBMITTED)

    assert await world.stumbled("show", "T1", "r1") is None

    assert world.records.stored["r1"] == before


async def test_an_end_that_breaks_is_settled_and_its_person_told_once(world: World) -> None:
    failure = Failure(code="invalidVoice", message="no such voice")

    render = await stumble(world, "close", state=RenderState.FAILED, failure=failure, ended_at=NOON)

    assert render.closed
    assert world.ledger.settled == {"r1": Decimal(0)}
    assert [told.failure for told in world.thread.told] == [failure]


async def test_a_ready_render_that_cannot_be_handed_on_says_so(world: World) -> None:
    render = await stumble(world, "close", state=RenderState.READY, ended_at=NOON)

    assert render.closed
    assert render.failure is not None
    assert [(told.failure and told.failure.code) for told in world.thread.told] == [DEFECT]


@pytest.mark.parametrize("error", [KeyError("words"), PostRefused("chat.postMessage", "user_disabled")])
async def test_an_end_whose_words_are_broken_is_closed_all_the_same(world: World, error: Exception) -> None:
    world.thread.errors = [error]

    render = await stumble(world, "close", state=RenderState.FAILED, ended_at=NOON)

    assert render.closed


async def test_slack_that_is_busy_is_waited_for(world: World) -> None:
    world.thread.errors = [SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))]
    world.records.put(a_render(state=RenderState.FAILED, ended_at=NOON, stumbles={"close": MOST_STUMBLES - 1}))

    assert await world.stumbled("close", "T1", "r1") == timedelta(seconds=7)
    assert await world.stumbled("close", "T1", "r1") is None

    assert world.records.stored["r1"].closed


async def test_a_deletion_that_breaks_is_not_begun_for_ever(world: World) -> None:
    render = await stumble(world, "remove", state=RenderState.READY, closed=True, cleared=False, deleted_at=NOON)

    assert (render.cleared, given_up(render)) == (True, ("remove",))


async def test_an_outcome_that_cannot_be_said_does_not_keep_an_ended_render_open(world: World) -> None:
    render = await stumble(world, "consent", state=RenderState.FAILED, closed=True, ended_at=NOON, consent=ASKED)

    assert RENDERS.over(render)


async def test_an_outcome_is_not_given_up_before_the_render_is_closed(world: World) -> None:
    render = await stumble(world, "consent", state=RenderState.FAILED, ended_at=NOON, consent=ASKED)

    assert render.consent_open


async def test_a_record_that_is_gone_is_no_trouble(world: World) -> None:
    assert await world.stumbled("home", "T1", "U1") is None


async def test_a_render_at_which_polling_breaks_does_not_hold_up_the_others(world: World) -> None:
    world.records.put(a_render(**SUBMITTED))
    world.records.put(a_render(**SUBMITTED | {"id": "r2", "task_uuid": SECOND_TASK}))
    for render in list(world.records.stored.values()):
        await world.endings.accept(
            world.records.put(render.model_copy(update={"state": RenderState.ANCHORED})),
            since=NOON,
            first_poll=timedelta(0),
        )
    world.service.reports = {
        TASK: Finished(()),
        SECOND_TASK: Finished((FinishedVideo("v2", "https://v.example/2", None),)),
    }
    world.service.reports[TASK] = object()  # type: ignore[assignment]  # what no code expects

    await world.poller.poll()

    assert world.records.stored["r1"].stumbles == {"poll": 1}
    assert world.records.stored["r2"].state is RenderState.READY


def test_the_operator_hears_what_broke_and_where_but_no_texts() -> None:
    with capture_logs() as logs:
        try:
            raise KeyError("a person's script")
        except KeyError as error:
            tell_operator("submit", error)

    assert (logs[0]["step"], logs[0]["error"]) == ("submit", "KeyError")
    assert "test_stumbling.py" in logs[0]["where"][-1]
    assert "script" not in str(logs)
