"""The operator sees how near the estimates are."""

import pytest
from redis.asyncio import Redis

from bot.operator.estimates import describe
from bot.store.lengths import Lengths
from tests.bot.operator.commands import run_bot


def test_half_and_nearly_all_of_the_estimates_are_told_of() -> None:
    lines = describe([0.02] * 11 + [-0.04] * 8 + [0.5])

    assert lines == [
        "20 finished videos, the newest of all workspaces.",
        "Half of the estimates were within 2%, 95 % of them within 50%.",
        "The one in the middle was 2% too long.",
    ]


@pytest.mark.parametrize(("error", "said"), [(0.1, "10% too long"), (-0.1, "10% too short")])
def test_one_video_is_enough_to_tell_of(error: float, said: str) -> None:
    lines = describe([error])

    assert lines[0].startswith("1 finished video,")
    assert said in lines[2]


async def test_the_command_prints_what_finished_videos_told(redis: Redis, redis_url: str) -> None:
    await Lengths(redis).record("T1", "john", language=None, estimated_seconds=10, shown_seconds=11, real_seconds=10)

    done = await run_bot("estimates", REDIS_URL=redis_url)

    assert "Half of the estimates were within 10%" in done.out


async def test_the_command_says_when_there_is_nothing_yet(redis_url: str) -> None:
    done = await run_bot("estimates", REDIS_URL=redis_url)

    assert done.code == 1
    assert "No video was finished yet" in done.err
