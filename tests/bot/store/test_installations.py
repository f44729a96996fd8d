"""Installations are found for their workspaces, sealed, and renewed and resealed without a race."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.errors import RecordUnreadable, SealBroken
from bot.store import keys
from bot.store.installations import Installations, InstallStates, Resealed
from bot.store.sealing import Sealer, new_key
from tests.bot.installations import installation, rotated
from tests.bot.rendering.fakes import NOON

OLD, NEW = new_key(), new_key()


@pytest.fixture
def kept(redis: Redis) -> Installations:
    """No installation yet."""
    return Installations(redis, Sealer((NEW,)))


async def test_a_saved_installation_is_found(kept: Installations) -> None:
    await kept.save(installation("T1"))

    assert await kept.find("T1") == installation("T1")
    assert await kept.find("T2") is None


async def test_an_installation_that_ended_is_found_no_more(kept: Installations) -> None:
    await kept.save(installation("T1"))
    await kept.remove("T1")

    assert (await kept.find("T1"), await kept.ids()) == (None, [])


async def test_an_organisations_installation_serves_its_workspaces(kept: Installations) -> None:
    await kept.save(installation("E1", org_wide=True))

    assert await kept.find("T1") is None
    assert await kept.find("T1", "E1") == installation("E1", org_wide=True)
    assert await kept.find("T1") == installation("E1", org_wide=True)
    assert await kept.members("E1") == ["T1"]


async def test_a_workspaces_own_installation_goes_before_its_organisations(kept: Installations) -> None:
    await kept.save(installation("E1", org_wide=True))
    await kept.save(installation("T1"))

    assert await kept.find("T1", "E1") == installation("T1")


async def test_another_workspaces_installation_serves_nobody_as_an_organisation(kept: Installations) -> None:
    await kept.save(installation("T2"))

    assert await kept.find("T1", "T2") is None


async def test_a_workspace_that_left_its_organisation_is_served_no_more(kept: Installations) -> None:
    await kept.save(installation("E1", org_wide=True))
    await kept.find("T1", "E1")
    await kept.leave_organisation("T1", "E1")

    assert (await kept.find("T1"), await kept.members("E1")) == (None, [])


async def test_only_what_was_seen_last_can_be_replaced(kept: Installations) -> None:
    first, second = installation(revision="r1"), installation(token="xoxb-2", revision="r2")
    await kept.save(first)

    assert await kept.replace(first, second)
    assert not await kept.replace(first, installation(token="xoxb-3", revision="r3"))
    assert await kept.get("T1") == second


async def test_an_installation_that_ended_is_not_brought_back_by_a_renewal(kept: Installations) -> None:
    await kept.save(installation())
    await kept.remove("T1")

    assert not await kept.replace(installation(), installation(revision="r2"))
    assert await kept.get("T1") is None


async def test_a_record_moved_to_another_workspace_does_not_open(kept: Installations, redis: Redis) -> None:
    await kept.save(installation("T1"))
    await redis.rename(keys.installation("T1"), keys.installation("T2"))

    with pytest.raises(SealBroken):
        await kept.find("T2")


async def test_what_ends_soon_is_known(kept: Installations) -> None:
    await kept.save(rotated("T1", ends=NOON + timedelta(hours=1)))
    await kept.save(rotated("T2", ends=NOON + timedelta(hours=3)))
    await kept.save(installation("T3"))

    assert await kept.ending(NOON + timedelta(hours=2)) == ["T1"]


async def test_one_at_a_time_may_renew(kept: Installations) -> None:
    async with kept.renewing("T1") as first, kept.renewing("T1") as second, kept.renewing("T2") as other:
        assert (first, second, other) == (True, False, True)
    async with kept.renewing("T1") as again:
        assert again


async def test_a_lock_that_was_held_too_long_is_not_taken_from_its_next_owner(
    kept: Installations, redis: Redis
) -> None:
    async with kept.renewing("T1"):
        await redis.delete(keys.renewing("T1"))  # as when its time is over
        async with kept.renewing("T1") as second:
            assert second
    assert await redis.exists(keys.renewing("T1")) == 0


async def test_everything_is_sealed_anew_once(redis: Redis) -> None:
    old = Installations(redis, Sealer((OLD,)))
    for place in ("T1", "T2", "E1"):
        await old.save(installation(place))
    both, new = Installations(redis, Sealer((NEW, OLD))), Installations(redis, Sealer((NEW,)))

    assert await both.reseal() == Resealed(3, 0, ())
    assert await both.reseal() == Resealed(0, 3, ())
    assert await new.get("T1") == installation("T1")


async def test_what_opens_with_no_key_is_named_and_left(redis: Redis) -> None:
    await Installations(redis, Sealer((OLD,))).save(installation("T1"))

    assert await Installations(redis, Sealer((NEW,))).reseal() == Resealed(0, 0, ("T1",))
    assert await Installations(redis, Sealer((OLD,))).get("T1") == installation("T1")


async def test_keys_are_rotated_while_tokens_are_read_and_renewed(redis: Redis) -> None:
    old, both = Installations(redis, Sealer((OLD,))), Installations(redis, Sealer((NEW, OLD)))
    places = [f"T{number}" for number in range(20)]
    for place in places:
        await old.save(installation(place, revision="0"))

    async def renew(place: str) -> None:
        for number in range(1, 20):
            seen = await both.get(place)
            assert seen is not None
            assert await both.replace(seen, seen.model_copy(update={"revision": str(number)}))

    async def reseal() -> None:
        for _ in range(5):
            assert (await both.reseal()).broken == ()

    await asyncio.gather(reseal(), *map(renew, places))

    new = Installations(redis, Sealer((NEW,)))
    assert [(await new.get(place)).revision for place in places] == ["19"] * 20  # type: ignore[union-attr]  # all there


async def test_a_state_holds_once_and_only_in_its_browser(redis: Redis) -> None:
    states = InstallStates(redis)
    await states.issue("state-1", "browser-1")
    await states.issue("state-2", "browser-1")

    assert [await states.take("state-1", "browser-1") for _ in range(2)] == [True, None]
    assert [await states.take("state-2", "browser-2"), await states.take("state-2", "browser-1")] == [False, None]


async def test_a_state_ends_after_ten_minutes_and_is_not_to_be_read(redis: Redis) -> None:
    await InstallStates(redis).issue("state-1", "browser-1")
    (key,) = [str(name) async for name in redis.scan_iter("herald:install:*")]

    assert 590 <= await redis.ttl(key) <= 600
    assert "state-1" not in key
    assert "browser-1" not in str(await redis.get(key))


async def test_an_installation_of_an_unknown_form_says_so_and_stops_no_resealing(redis: Redis) -> None:
    odd = Sealer((OLD,)).seal("T1", '{"token": "of another version"}')
    await redis.hset(keys.installation("T1"), mapping={"revision": "r1", "sealed": odd})
    await redis.zadd(keys.INSTALLATIONS, {"T1": 1})
    kept = Installations(redis, Sealer((NEW, OLD)))

    with pytest.raises(RecordUnreadable, match="installation T1"):
        await kept.get("T1")
    assert await kept.installed_at("T1") is None
    assert await kept.reseal() == Resealed(1, 0, ())
    assert Sealer((NEW,)).open("T1", str(await redis.hget(keys.installation("T1"), "sealed"))).startswith("{")


async def test_when_an_installation_that_does_not_open_was_made_is_unknown(redis: Redis, kept: Installations) -> None:
    await kept.save(installation("T1"))

    assert await kept.installed_at("T1") == NOON
    assert await kept.installed_at("T2") is None
    assert await Installations(redis, Sealer((OLD,))).installed_at("T1") is None
