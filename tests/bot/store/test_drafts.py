"""Drafts: kept as they are typed, and gone when they have become a render."""

from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import StoreUnavailable
from bot.rendering.draft import Draft, Origin, Wishes
from bot.rendering.render import Destination
from bot.store import keys
from bot.store.connection import connected
from bot.store.drafts import KEPT_AT_MOST, Drafts
from bot.store.money import Treasury
from tests.bot.rendering.fakes import NOON, a_render


@pytest.fixture
def drafts(redis: Redis) -> Drafts:
    """No drafts yet."""
    return Drafts(redis)


def a_draft(draft_id: str = "d1", *, minutes: int = 0, script: str = "Good morning.", user_id: str = "U1") -> Draft:
    """A draft with something of everything."""
    return Draft(
        id=draft_id,
        team_id="T1",
        user_id=user_id,
        script=script,
        wishes=Wishes(avatar="emma", speed=Decimal("1.25"), background="slack-file:F1", ttl_seconds=3600),
        destination=Destination(channel_id="C1", thread_ts="1.2"),
        origin=Origin.MENTION,
        updated_at=NOON + timedelta(minutes=minutes),
    )


async def test_a_draft_is_read_as_it_was_saved(drafts: Drafts) -> None:
    await drafts.save(a_draft())

    assert await drafts.get("T1", "U1", "d1") == a_draft()


async def test_the_newest_come_first(drafts: Drafts) -> None:
    for minutes, draft_id in enumerate(("first", "second", "third")):
        await drafts.save(a_draft(draft_id, minutes=minutes))
    await drafts.save(a_draft("first", minutes=9, script="changed"))

    newest = await drafts.newest("T1", "U1", 2)

    assert [(draft.id, draft.script) for draft in newest] == [("first", "changed"), ("third", "Good morning.")]


async def test_a_draft_is_its_persons_alone(drafts: Drafts) -> None:
    await drafts.save(a_draft())

    assert await drafts.get("T1", "U2", "d1") is None
    assert await drafts.get("T2", "U1", "d1") is None
    assert await drafts.newest("T1", "U2", 10) == []


async def test_the_oldest_goes_when_there_are_too_many(drafts: Drafts, redis: Redis) -> None:
    for number in range(KEPT_AT_MOST + 3):
        await drafts.save(a_draft(f"d{number}", minutes=number))

    newest = await drafts.newest("T1", "U1", 100)

    assert [draft.id for draft in newest] == [f"d{number}" for number in range(KEPT_AT_MOST + 2, 2, -1)]
    assert len([key async for key in redis.scan_iter("t:T1:draft:U1:*")]) == KEPT_AT_MOST


async def test_an_empty_draft_is_kept_for_its_form_and_takes_no_place(drafts: Drafts) -> None:
    await drafts.save(a_draft("written"))
    for number in range(KEPT_AT_MOST):
        empty = a_draft(f"d{number}", minutes=number, script=" ")
        await drafts.save(empty.model_copy(update={"wishes": Wishes(speed=Decimal("1.25"))}))

    kept = await drafts.get("T1", "U1", "d0")

    assert kept is not None
    assert kept.wishes.speed == Decimal("1.25")
    assert [draft.id for draft in await drafts.newest("T1", "U1", 100)] == ["written"]


async def test_a_draft_that_was_emptied_is_no_longer_among_the_newest(drafts: Drafts) -> None:
    await drafts.save(a_draft())
    await drafts.save(a_draft(minutes=1, script="").model_copy(update={"wishes": Wishes(avatar="emma")}))

    assert await drafts.newest("T1", "U1", 10) == []


async def test_an_empty_draft_is_kept_for_its_form_but_takes_no_place(drafts: Drafts) -> None:
    await drafts.save(a_draft("words"))
    for number in range(KEPT_AT_MOST):
        empty = a_draft(f"empty{number}", minutes=number + 1, script=" ")
        await drafts.save(empty.model_copy(update={"wishes": Wishes(avatar="emma")}))

    assert [draft.id for draft in await drafts.newest("T1", "U1", 100)] == ["words"]
    assert await drafts.get("T1", "U1", "empty0") is not None


async def test_what_was_sent_earlier_and_comes_later_changes_nothing(drafts: Drafts) -> None:
    await drafts.save(a_draft(minutes=2, script="Whole sentence."))
    await drafts.save(a_draft(minutes=1, script="Whole sen"))

    kept = await drafts.get("T1", "U1", "d1")
    assert kept is not None
    assert kept.script == "Whole sentence."


async def test_a_dropped_draft_is_gone(drafts: Drafts) -> None:
    await drafts.save(a_draft())

    await drafts.drop("T1", "U1", "d1")

    assert await drafts.get("T1", "U1", "d1") is None
    assert await drafts.newest("T1", "U1", 10) == []


async def test_a_draft_that_became_a_render_is_gone_and_never_comes_back(drafts: Drafts, redis: Redis) -> None:
    render = a_render()
    draft = a_draft(render.id, user_id=render.user_id).model_copy(update={"team_id": render.team_id})
    await drafts.save(draft)

    await Treasury(redis).accept(render, Decimal(50))
    await drafts.save(draft)  # what was still on its way when the form was handed in

    assert await drafts.get(draft.team_id, draft.user_id, draft.id) is None
    assert await drafts.newest(draft.team_id, draft.user_id, 10) == []


async def test_a_draft_of_another_form_counts_as_none(drafts: Drafts, redis: Redis) -> None:
    await drafts.save(a_draft())
    await redis.set(keys.draft("T1", "U1", "d1"), '{"wishes": 1}', ex=60)

    assert await drafts.get("T1", "U1", "d1") is None
    assert await drafts.newest("T1", "U1", 10) == []


async def test_a_store_that_is_away_is_said_so() -> None:
    async with connected("redis://127.0.0.1:1/0") as nowhere:
        with pytest.raises(StoreUnavailable):
            await Drafts(nowhere).save(a_draft())
