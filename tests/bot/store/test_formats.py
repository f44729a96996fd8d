"""A version that cannot read what is stored is told so before it starts."""

import pytest
from redis.asyncio import Redis

from bot.operator.checks.data import judge_formats
from bot.store import keys
from bot.store.formats import FORMAT, Formats
from bot.store.kinds import POSTINGS
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import a_render


@pytest.fixture
async def formats(redis: Redis) -> Formats:
    """A store with a render and a posting."""
    render = a_render()
    await Treasury(redis).accept(render, render.reserved * 100)
    await Records(redis, POSTINGS).create(a_posting())
    return Formats(redis)


async def test_what_this_version_reads_is_no_problem(formats: Formats) -> None:
    stored = await formats.look()

    assert (stored.format, stored.read, stored.unreadable) == (None, 2, [])
    assert not judge_formats(stored).is_problem


async def test_a_record_that_this_version_cannot_read_is_named(redis: Redis, formats: Formats) -> None:
    await redis.hset(keys.record("T1", "posting", "r1-0"), "record", '{"id": "of another time"}')

    finding = judge_formats(await formats.look())

    assert finding.text == "this version cannot read posting T1/r1-0"
    assert "deploy the version again" in (finding.mend or "")


async def test_a_record_that_is_gone_is_passed_over(redis: Redis, formats: Formats) -> None:
    await redis.delete(keys.record("T1", "posting", "r1-0"))

    assert (await formats.look()).read == 1


async def test_data_of_a_newer_version_is_left_alone(redis: Redis, formats: Formats) -> None:
    await redis.set(keys.FORMAT, FORMAT + 1)

    assert "newer Herald" in judge_formats(await formats.look()).text


@pytest.mark.parametrize("noted", ["", "one", "-1"])
async def test_an_odd_note_is_none(redis: Redis, formats: Formats, noted: str) -> None:
    await redis.set(keys.FORMAT, noted)

    assert (await formats.look()).format is None


async def test_a_note_is_read_back(formats: Formats) -> None:
    await formats.note()

    assert (await formats.look()).format == FORMAT
