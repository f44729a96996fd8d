"""Several results of one task arrive at different times, and each is kept as it comes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from bot.errors import TaskRefused
from bot.rendering.ending import poll_entry
from bot.rendering.render import Choices, Failure, Render, RenderState, Result
from bot.rendering.tasks import Finished, FinishedVideo, Partial
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, TASK, a_render

CHOICES = Choices(avatar="a", voice="v", number_results=3)
REFUSED = TaskRefused("contentPolicyViolation", "no")


def video(name: str, cost: str | None = "0.20") -> FinishedVideo:
    """One result as the service tells of it."""
    return FinishedVideo(name, f"https://media.example/{name}.mp4", None if cost is None else Decimal(cost))


def a_render_of_three(world: World, **fields: object) -> Render:
    """A render under way, of which three results were asked for."""
    usual: dict[str, object] = {"choices": CHOICES, "price": Decimal("0.90"), "ttl_seconds": 60}
    under_way: dict[str, object] = {"state": RenderState.SUBMITTED, "task_uuid": TASK, "submitted_at": NOON}
    return world.records.put(a_render(**(usual | under_way | fields)))


def names(render: Render) -> list[str]:
    """Which results a render has."""
    return [result.video_uuid for result in render.results]


async def seen_processing(world: World, render: Render) -> None:
    """The service was asked now, and some of the task was processing."""
    entry = poll_entry(render)
    world.polls.seen[entry] = world.clock()


async def test_a_result_is_stored_and_handed_on_while_others_go_on(world: World) -> None:
    render = a_render_of_three(world)

    await world.endings.arrive(render, Partial((video("a"),)))

    under_way = world.records.stored["r1"]
    assert (under_way.state, names(under_way)) == (RenderState.SUBMITTED, ["a"])
    assert world.wakeups.woken == [("hand_on", "r1")]


async def test_each_result_lives_from_the_last_answer_that_did_not_show_it(world: World) -> None:
    render = a_render_of_three(world)
    await world.endings.arrive(render, Partial((video("b"),)))
    world.clock.advance(seconds=30)
    await seen_processing(world, render)
    world.clock.advance(seconds=10)

    await world.endings.finish(world.records.stored["r1"], Finished((video("a"), video("b"), video("c"))))

    ready = world.records.stored["r1"]
    assert {result.video_uuid: result.expires_at - NOON for result in ready.results} == {
        "b": timedelta(seconds=60),
        "a": timedelta(seconds=90),
        "c": timedelta(seconds=90),
    }
    assert names(ready)[0] == "b"


async def test_the_same_news_twice_changes_nothing(world: World) -> None:
    render = a_render_of_three(world)
    news = Partial((video("a"),), (REFUSED,))
    await world.endings.arrive(render, news)
    once = world.records.stored["r1"].model_copy(update={"handed_on": 1})
    world.records.put(once)
    world.wakeups.woken.clear()

    await world.endings.arrive(once, news)

    assert world.records.stored["r1"] == once
    assert world.wakeups.woken == []


async def test_a_result_whose_handing_on_was_cut_is_handed_on_at_the_next_answer(world: World) -> None:
    news = Partial((video("a"),))
    await world.endings.arrive(a_render_of_three(world), news)
    world.wakeups.woken.clear()

    await world.endings.arrive(world.records.stored["r1"], news)

    assert world.wakeups.woken == [("hand_on", "r1")]


async def test_a_result_that_failed_is_remembered_while_others_go_on(world: World) -> None:
    await world.endings.arrive(a_render_of_three(world), Partial((), (REFUSED,)))

    assert [failure.code for failure in world.records.stored["r1"].failures] == ["contentPolicyViolation"]
    assert world.wakeups.woken == []


async def test_failures_told_twice_are_never_more_than_what_is_missing(world: World) -> None:
    await world.endings.finish(a_render_of_three(world), Finished((video("a"), video("b")), (REFUSED, REFUSED)))

    ready = world.records.stored["r1"]
    assert (len(ready.failures), ready.missing) == (1, 1)


async def test_results_that_are_there_are_kept_when_the_service_then_says_that_the_task_failed(world: World) -> None:
    render = a_render_of_three(world, results=(_result("a"),))

    await world.endings.refuse(render, TaskRefused("timeoutProvider", "slow", retryable=True))

    ready = world.records.stored["r1"]
    assert (ready.state, names(ready), ready.attempt) == (RenderState.READY, ["a"], 1)
    assert ready.missing == 2
    assert world.wakeups.woken == [("close", "r1")]


async def test_failures_of_a_first_task_are_not_those_of_the_second(world: World) -> None:
    render = a_render_of_three(world, failures=(Failure(code="providerError", message="boom"),))

    await world.endings.refuse(render, TaskRefused("providerError", "boom", retryable=True))

    assert world.records.stored["r1"].failures == ()


@pytest.mark.parametrize("retryable", [True, False])
async def test_the_operator_reads_the_services_code_and_none_of_its_words(world: World, retryable: bool) -> None:
    refusal = TaskRefused("providerError", "the script said so", parameter="speech.text", retryable=retryable)

    with capture_logs() as logs:
        await world.endings.refuse(a_render_of_three(world), refusal)

    (line,) = logs
    assert (line["code"], line["parameter"], line["task_uuid"]) == ("providerError", "speech.text", str(TASK))
    assert "the script" not in str(line)


async def test_the_operator_reads_why_a_result_is_missing(world: World) -> None:
    with capture_logs() as logs:
        await world.endings.finish(a_render_of_three(world), Finished((video("a"), video("b")), (REFUSED,)))

    assert [line["code"] for line in logs] == ["contentPolicyViolation"]


def _result(name: str, cost: str | None = "0.20") -> Result:
    amount = None if cost is None else Decimal(cost)
    return Result(video_uuid=name, url=f"https://media.example/{name}.mp4", expires_at=NOON, cost=amount)


FREE = Failure(code="providerError", message="boom")
DOUBTFUL = Failure(code="gone_after_24h", message="nothing", charged=None)

PRICED = Failure(code="nsfwContentDetected", message="held back", charged=True, cost=Decimal("0.25"))


@pytest.mark.parametrize(
    ("results", "failures", "owed"),
    [
        ([_result("a"), _result("b"), _result("c", "0.25")], [], "0.65"),
        ([_result("a"), _result("b", None), _result("c", None)], [], "0.80"),
        ([_result("a")], [FREE, FREE], "0.20"),
        ([_result("a")], [], "0.20"),
        ([_result("a")], [DOUBTFUL], "0.80"),
        ([_result("a")], [FREE, DOUBTFUL], "0.50"),
        ([_result("a")], [FREE, PRICED], "0.45"),
        ([_result("a")], [DOUBTFUL, PRICED], "0.75"),
    ],
)
def test_what_is_owed_is_the_sum_of_all_and_a_failure_costs_nothing(
    results: list[Result], failures: list[Failure], owed: str
) -> None:
    fields = {"results": tuple(results), "failures": tuple(failures)}
    render = a_render(state=RenderState.READY, choices=CHOICES, price=Decimal("0.90"), **fields)

    assert render.owed == Decimal(owed)


@pytest.mark.parametrize(("last", "cost"), [("0.20", Decimal("0.40")), (None, None)])
def test_the_cost_is_known_when_that_of_each_result_is(last: str | None, cost: Decimal | None) -> None:
    render = a_render(state=RenderState.READY, results=(_result("a"), _result("b", last)))

    assert render.cost == cost


def test_a_record_stored_before_there_were_several_results_still_loads() -> None:
    old = (
        '{"id":"r1","team_id":"T1","user_id":"U1","version":4,"state":"ready","script":"Hi","choices":'
        '{"avatar":"a","voice":"v","language":null},"destination":{"channel_id":"C1","thread_ts":null},'
        '"ttl_seconds":60,"expected_seconds":2,"price":"0.20","reserved":"0.26","requested_at":"2026-11-22T12:00:00Z",'
        '"results":[{"video_uuid":"v","url":"https://m.example/v","expires_at":"2026-11-22T12:01:00Z","cost":"0.2"}]}'
    )

    render = Render.model_validate_json(old)

    assert (render.expected_results, render.missing, render.owed) == (1, 0, Decimal("0.2"))
    assert render.choices.output_format == "MP4"


@pytest.mark.parametrize("choices", [{}, {"avatar": "a"}, {"voice": "v"}, {"avatar": "a", "image": "i", "voice": "v"}])
def test_one_is_seen_and_one_is_heard(choices: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="exactly one of"):
        Choices.model_validate(choices)
