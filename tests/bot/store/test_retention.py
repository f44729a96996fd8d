"""What is too old is erased, as the operator and the admins want it; what something still needs is not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.policy import Policy
from bot.rendering.draft import Draft
from bot.rendering.render import RenderState
from bot.store import keys
from bot.store.drafts import Drafts
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.policies import Policies
from bot.store.records import Records
from bot.store.retention import EVERY, SWEPT, RetainStep, Retention
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, FakeWakeups, a_render
from tests.bot.store.kept import TEAM, keep_finished_video


def retention(redis: Redis, *, days: int | None = None) -> Retention:
    """What sweeps at noon."""
    return Retention(redis, Policies(redis), lambda: NOON, days=days)


async def keep_old(redis: Redis, render_id: str = "r1", *, days: float) -> None:
    """A finished video whose records were last changed so many days before noon."""
    await keep_finished_video(redis, render_id=render_id, requested_at=NOON - timedelta(days=days))
    for key in (f"t:{TEAM}:render:{render_id}", f"t:{TEAM}:posting:{render_id}-0"):
        await redis.hset(key, "at", str((NOON - timedelta(days=days)).timestamp()))
    await redis.zrem(keys.open_index(RENDERS.name), f"{TEAM}/{render_id}")


async def kept_ids(redis: Redis) -> set[str]:
    """The renders that are kept."""
    return {str(key).rpartition(":")[2] async for key in redis.scan_iter(f"t:{TEAM}:render:*")}


async def test_what_is_older_than_the_operator_wants_goes_with_its_postings_and_its_place_in_the_history(
    redis: Redis,
) -> None:
    await keep_old(redis, "r1", days=8)
    await keep_old(redis, "r2", days=6)

    assert await retention(redis, days=7).sweep() > 0

    assert await kept_ids(redis) == {"r2"}
    assert await redis.keys(f"t:{TEAM}:posting:r1*") == []
    assert await redis.zrange(keys.mine(TEAM, "U1"), 0, -1) == ["r2"]


async def test_without_a_limit_nothing_is_swept(redis: Redis) -> None:
    await keep_old(redis, days=20)

    assert await retention(redis).sweep() == 0
    assert await kept_ids(redis) == {"r1"}


@pytest.mark.parametrize(
    ("operator", "admins", "is_kept"), [(None, 5, False), (5, 30, False), (30, 5, False), (9, 9, True)]
)
async def test_the_shorter_of_both_limits_holds(redis: Redis, operator: int | None, admins: int, is_kept: bool) -> None:
    await Policies(redis).change(TEAM, {"retention_days": admins}, actor="U9", at=NOON)
    await keep_old(redis, days=6)

    await retention(redis, days=operator).sweep()

    assert bool(await kept_ids(redis)) is is_kept


async def test_admins_of_one_workspace_decide_for_it_alone(redis: Redis) -> None:
    await Policies(redis).change("T2", {"retention_days": 1}, actor="U9", at=NOON)
    await keep_old(redis, days=6)

    await retention(redis).sweep()

    assert await kept_ids(redis) == {"r1"}


async def test_a_video_that_is_not_over_stays_however_old_it_is(redis: Redis) -> None:
    await Records(redis, RENDERS).create(a_render(team_id=TEAM, state=RenderState.SUBMITTED))
    await redis.hset(f"t:{TEAM}:render:r1", "at", 0)

    await retention(redis, days=1).sweep()

    assert await kept_ids(redis) == {"r1"}


@pytest.mark.parametrize("waiting", ["posting", "announcement"])
async def test_a_video_that_something_waits_for_stays(redis: Redis, waiting: str) -> None:
    render_id = "r1" if waiting == "posting" else "a1.2"
    await keep_old(redis, render_id, days=9)
    if waiting == "posting":
        later = a_posting(id="r1-s9", render_id="r1", team_id=TEAM)
        await Records(redis, POSTINGS).create(later)
    else:
        await redis.zadd(keys.open_index("announcement"), {f"{TEAM}/a1": 1})

    await retention(redis, days=1).sweep()

    assert await kept_ids(redis) == {render_id}


async def test_old_drafts_go_and_new_ones_stay(redis: Redis) -> None:
    for id_, days in (("old", 4), ("new", 1)):
        at = NOON - timedelta(days=days)
        await Drafts(redis).save(Draft(id=id_, team_id=TEAM, user_id="U1", script="Hello", updated_at=at))

    await retention(redis, days=3).sweep()

    assert await redis.keys(f"t:{TEAM}:draft:*") == [keys.draft(TEAM, "U1", "new")]
    assert [draft.id for draft in await Drafts(redis).newest(TEAM, "U1", 9)] == ["new"]


@pytest.mark.parametrize(("days_old", "kept"), [(2, 1), (4, 0)])
async def test_what_was_chosen_last_goes_by_its_age(redis: Redis, days_old: int, kept: int) -> None:
    place = keys.choices(TEAM, "U1")
    await redis.set(place, "{}", ex=keys.CHOICES_TTL - timedelta(days=days_old))

    await retention(redis, days=3).sweep()

    assert await redis.exists(place) == kept


async def test_money_and_permissions_keep_their_own_time(redis: Redis) -> None:
    await keep_old(redis, days=20)
    await redis.set(keys.consent(TEAM, "r1"), "{}", ex=60)

    await retention(redis, days=1).sweep()

    assert await redis.exists(keys.ledger(TEAM, f"{NOON - timedelta(days=20):%Y-%m}"), keys.consent(TEAM, "r1")) == 2


async def test_a_policy_that_cannot_be_read_erases_nothing(redis: Redis) -> None:
    await redis.hset(keys.policy(TEAM), "retention_days", "soon")
    await keep_old(redis, days=20)

    assert await retention(redis, days=1).sweep() == 0


class Fixed:
    """A policy book with one policy."""

    async def get(self, _team_id: str) -> Policy:
        """The one."""
        return Policy(retention_days=1)


async def test_the_sweep_is_woken_once_an_hour(redis: Redis) -> None:
    wakeups = FakeWakeups()
    step: Any = RetainStep(Retention(redis, Fixed(), lambda: NOON, days=None), redis, wakeups)

    for _ in range(3):
        await step.reconcile()

    assert wakeups.woken == [("retain", "all")]
    assert 0 < await redis.ttl(SWEPT) <= EVERY.total_seconds()


async def test_the_step_sweeps_and_is_done(redis: Redis) -> None:
    await keep_old(redis, days=3)

    assert (
        await RetainStep(Retention(redis, Fixed(), lambda: NOON, days=None), redis, FakeWakeups())("all", "all") is None
    )
    assert await kept_ids(redis) == set()


@pytest.mark.parametrize("key", [keys.mine, keys.announcements, keys.batches, keys.drafts])
async def test_every_list_of_a_person_forgets_what_is_too_old(redis: Redis, key: Callable[[str, str], str]) -> None:
    name = key(TEAM, "U1")
    old, new = NOON - timedelta(days=8), NOON - timedelta(days=6)
    await redis.zadd(name, {"old": old.timestamp(), "new": new.timestamp()})
    await redis.expire(name, 60)

    await retention(redis, days=7).sweep()

    assert await redis.zrange(name, 0, -1) == ["new"]
