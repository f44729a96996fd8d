"""Voices are corrected by how long their videos really were."""

import pytest
from redis.asyncio import Redis

from bot.store.lengths import ENOUGH, KEPT_OF_A_VOICE, KNOWN_FOR, LEAST, MOST, Lengths


@pytest.fixture
def lengths(redis: Redis) -> Lengths:
    """Nothing known yet."""
    return Lengths(redis)


async def note(lengths: Lengths, *ratios: float, voice: str = "john", language: str | None = None) -> None:
    """Note videos that took so many times what was estimated and shown."""
    for ratio in ratios:
        await lengths.record(
            "T1", voice, language=language, estimated_seconds=10, shown_seconds=10, real_seconds=10 * ratio
        )


async def test_a_voice_is_not_corrected_before_enough_is_known(lengths: Lengths) -> None:
    await note(lengths, *[1.5] * (ENOUGH - 1))

    assert await lengths.correction("T1", "john", None) == 1.0


async def test_a_voice_is_corrected_by_the_median(lengths: Lengths) -> None:
    await note(lengths, 1.2, 1.2, 9.0)

    assert await lengths.correction("T1", "john", None) == pytest.approx(1.2)


async def test_another_voice_language_or_workspace_is_not_corrected(lengths: Lengths) -> None:
    await note(lengths, 1.2, 1.2, 1.2)

    assert await lengths.correction("T1", "emma", None) == 1.0
    assert await lengths.correction("T1", "john", "de-DE") == 1.0
    assert await lengths.correction("T2", "john", None) == 1.0


@pytest.mark.parametrize(("ratio", "correction"), [(50.0, MOST), (0.01, LEAST)])
async def test_a_correction_has_its_bounds(lengths: Lengths, ratio: float, correction: float) -> None:
    await note(lengths, *[ratio] * ENOUGH)

    assert await lengths.correction("T1", "john", None) == correction


async def test_only_the_newest_videos_count(lengths: Lengths) -> None:
    await note(lengths, *[2.0] * KEPT_OF_A_VOICE)
    await note(lengths, *[1.1] * KEPT_OF_A_VOICE)

    assert await lengths.correction("T1", "john", None) == pytest.approx(1.1)


async def test_the_operator_sees_how_far_off_what_was_shown_was(lengths: Lengths) -> None:
    await note(lengths, 1.25, language="de-DE")
    await lengths.record("T2", "emma", language=None, estimated_seconds=0, shown_seconds=5, real_seconds=5)

    assert [round(error, 2) for error in await lengths.errors()] == [-0.2]


async def test_what_another_process_noted_is_known_half_a_minute_later(lengths: Lengths, redis: Redis) -> None:
    now = [0.0]
    asking = Lengths(redis, lambda: now[0])
    assert await asking.correction("T1", "john", None) == 1.0

    await note(lengths, 1.2, 1.2, 1.2)
    now[0] = KNOWN_FOR.total_seconds() - 1
    assert await asking.correction("T1", "john", None) == 1.0

    now[0] = KNOWN_FOR.total_seconds()
    assert await asking.correction("T1", "john", None) == pytest.approx(1.2)
