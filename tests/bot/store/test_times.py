"""How long past renders took, in a real Redis."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.rendering.ports import PollEntry
from bot.rendering.progress import Expected, Progress
from bot.rendering.render import Render, RenderState
from bot.store.polls import Polls
from bot.store.times import LAST, RenderTimes
from tests.bot.rendering.fakes import NOON, TASK, a_render


def ended(number: int, seconds: float, team_id: str = "T1") -> Render:
    """A render that took so long, and ended as the so manieth."""
    end = NOON + timedelta(minutes=number)
    times = {"submitted_at": end - timedelta(seconds=seconds), "ended_at": end}
    return a_render(id=f"r{number}", team_id=team_id, state=RenderState.READY, **times)


def under_way(**fields: object) -> Render:
    """A render that was submitted at noon."""
    return a_render(id="new", state=RenderState.SUBMITTED, submitted_at=NOON, task_uuid=TASK, **fields)


async def record(redis: Redis, *seconds: float, team_id: str = "T1") -> None:
    """Renders that ended one after the other."""
    for number, each in enumerate(seconds):
        await RenderTimes(redis).record(ended(number, each, team_id))


async def test_past_renders_say_what_half_of_them_and_nine_of_ten_took(redis: Redis) -> None:
    await record(redis, *range(1, 11))

    progress = await RenderTimes(redis).progress(under_way())

    assert progress.expected == Expected(timedelta(seconds=5.5), timedelta(seconds=9))


async def test_too_few_past_renders_say_nothing(redis: Redis) -> None:
    await record(redis, 1, 2, 3, 4)

    assert (await RenderTimes(redis).progress(under_way())).expected is None


async def test_a_workspace_with_few_of_its_own_hears_of_all(redis: Redis) -> None:
    await record(redis, 60, 60, 60, 60, 60, team_id="T2")
    await RenderTimes(redis).record(ended(9, 10))

    progress = await RenderTimes(redis).progress(under_way())

    assert progress.expected == Expected(timedelta(seconds=60), timedelta(seconds=60))


async def test_a_render_counts_once_and_only_the_last_count(redis: Redis) -> None:
    await record(redis, *[500] * 5, *[10] * LAST)
    await record(redis, *[500] * 5)

    progress = await RenderTimes(redis).progress(under_way())

    assert progress.expected == Expected(timedelta(seconds=10), timedelta(seconds=10))


async def test_those_submitted_before_it_and_not_finished_are_ahead(redis: Redis) -> None:
    polls = Polls(redis)
    entries = [PollEntry("T2", f"o{n}", TASK, NOON + timedelta(seconds=n)) for n in (-2, -1, 0, 1)]
    for entry in entries:
        await polls.add(entry, NOON)
    await polls.drop(entries[0])

    assert await RenderTimes(redis).progress(under_way()) == Progress(None, ahead=1)


async def test_one_that_is_not_submitted_yet_has_no_place(redis: Redis) -> None:
    await Polls(redis).add(PollEntry("T2", "o", TASK, NOON), NOON)

    assert (await RenderTimes(redis).progress(a_render())).ahead == 0
