"""What admins decide: kept field by field, held for some seconds, never lost to another admin."""

import asyncio
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import InvalidField, RecordUnreadable, Refusal
from bot.policy import Policy
from bot.store import keys
from bot.store.audit import Audit
from bot.store.policies import HELD_SECONDS, Policies
from tests.bot.rendering.fakes import NOON


class Ticking:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_nothing_is_decided_at_first(redis: Redis) -> None:
    kept = await Policies(redis).current("T1")

    assert (kept.policy, kept.version) == (Policy(), 0)


async def test_what_is_decided_is_kept_for_this_workspace(redis: Redis) -> None:
    policies = Policies(redis)

    changed = await policies.change("T1", {"guests": True, "person_budget": "12.50"}, actor="U1", at=NOON)

    assert list(changed) == ["guests", "person_budget"]
    assert await Policies(redis).get("T1") == Policy(guests=True, person_budget=Decimal("12.50"))
    assert await policies.get("T2") == Policy()


async def test_what_is_taken_back_is_as_if_it_was_never_decided(redis: Redis) -> None:
    policies = Policies(redis)
    await policies.change("T1", {"guests": True}, actor="U1", at=NOON)

    await policies.change("T1", {"guests": False}, actor="U1", at=NOON)

    assert "guests" not in await redis.hgetall(keys.policy("T1"))


async def test_the_same_decision_again_is_no_change(redis: Redis) -> None:
    policies = Policies(redis)
    await policies.change("T1", {"avatars": ["emma"]}, actor="U1", at=NOON, seen=0)

    assert await policies.change("T1", {"avatars": ["emma"]}, actor="U1", at=NOON, seen=0) == []
    assert (await policies.current("T1")).version == 1


async def test_a_decision_on_what_was_changed_since_is_refused(redis: Redis) -> None:
    policies = Policies(redis)
    await policies.change("T1", {"guests": True}, actor="U1", at=NOON, seen=0)

    with pytest.raises(Refusal, match="Somebody else changed"):
        await policies.change("T1", {"strangers": True}, actor="U2", at=NOON, seen=0)

    assert not (await policies.current("T1")).policy.strangers


async def test_of_two_at_once_one_wins_and_the_other_is_told(redis: Redis) -> None:
    decisions = [
        Policies(redis).change("T1", {"retention_days": days}, actor="U1", at=NOON, seen=0) for days in range(1, 9)
    ]

    outcomes = await asyncio.gather(*decisions, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes].count(Refusal) == 7
    assert len((await Audit(redis).page("T1", limit=20)).entries) == 1


async def test_it_is_held_for_some_seconds_in_this_process(redis: Redis) -> None:
    clock = Ticking()
    held, other = Policies(redis, monotonic=clock), Policies(redis)
    await held.get("T1")
    await other.change("T1", {"guests": True}, actor="U1", at=NOON)

    before = await held.get("T1")
    clock.now += HELD_SECONDS
    after = await held.get("T1")

    assert (before.guests, after.guests) == (False, True)


async def test_ones_own_change_holds_at_once(redis: Redis) -> None:
    policies = Policies(redis)
    await policies.get("T1")

    await policies.change("T1", {"guests": True}, actor="U1", at=NOON)

    assert (await policies.get("T1")).guests


async def test_what_cannot_be_decided_is_told_with_its_field(redis: Redis) -> None:
    with pytest.raises(InvalidField) as refused:
        await Policies(redis).change("T1", {"retention_days": 0}, actor="U1", at=NOON)

    assert refused.value.field == "retention_days"


async def test_what_cannot_be_read_is_never_taken_for_nothing_decided(redis: Redis) -> None:
    await redis.hset(keys.policy("T1"), mapping={"guests": '"perhaps"', "version": "3"})

    with pytest.raises(RecordUnreadable):
        await Policies(redis).get("T1")


async def test_a_field_of_a_later_version_does_no_harm(redis: Redis) -> None:
    await redis.hset(keys.policy("T1"), mapping={"guests": "true", "robots": "false", "version": "3"})

    assert (await Policies(redis).get("T1")).guests


async def test_each_change_is_a_line_with_what_was_and_what_is(redis: Redis) -> None:
    policies = Policies(redis)
    await policies.change("T1", {"banned_words": ["<@U7>", "darn"]}, actor="U1", at=NOON)
    await policies.change("T1", {"guests": True, "pronunciations": {"Nguyen": "Win"}}, actor="U2", at=NOON)

    lines = (await Audit(redis).page("T1", limit=10)).entries

    assert [(line.who, line.what, line.about) for line in lines] == [
        ("U2", "setting", "pronunciations: not set → Nguyen = Win"),
        ("U2", "setting", "guests: no → yes"),
        ("U1", "setting", "banned_words: not set → ‹@U7›, darn"),
    ]
