"""Nothing is left of a workspace that is erased, and nothing is taken from another."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from redis.asyncio import Redis

from bot.rendering.ports import PollEntry
from bot.store import keys
from bot.store.erasing import Premises, erase_workspace, records_open
from bot.store.installations import Installations
from bot.store.kinds import RENDERS
from bot.store.polls import Polls
from bot.store.records import Records
from bot.store.sealing import Sealer, new_key
from tests.bot.installations import installation
from tests.bot.rendering.fakes import NOON, a_render


async def fill(redis: Redis, team_id: str) -> Installations:
    """Keep something of every kind for the workspace."""
    kept = Installations(redis, Sealer((new_key(),)))
    await kept.save(installation(team_id))
    await Records(redis, RENDERS).create(a_render(team_id=team_id, id="r1"))
    await redis.set(f"t:{team_id}:choices:U1", "canary", ex=60)
    await Polls(redis).add(PollEntry(team_id, "r1", uuid4(), NOON), NOON + timedelta(seconds=5))
    await redis.hset(keys.POLLS_SEEN, f"{team_id}/r1/x", "1")
    await redis.sadd("herald:some", f"{team_id}/r1")
    return kept


async def everything(redis: Redis) -> str:
    """All keys and all that is in them."""
    told = []
    async for key in redis.scan_iter("*"):
        kind = await redis.type(key)
        read = {"hash": redis.hgetall, "set": redis.smembers, "string": redis.get}.get(str(kind))
        told.append(f"{key!r} {(await read(key) if read is not None else await redis.zrange(key, 0, -1))!r}")
    return "\n".join(told)


async def test_nothing_is_left_of_a_workspace(redis: Redis) -> None:
    await fill(redis, "T1")

    assert await erase_workspace(redis, "T1") >= 7
    assert await everything(redis) == ""


async def test_the_others_keep_everything(redis: Redis) -> None:
    await fill(redis, "T12")
    before = await everything(redis)
    await fill(redis, "T1")

    await erase_workspace(redis, "T1")

    assert sorted((await everything(redis)).splitlines()) == sorted(before.splitlines())


async def test_an_id_is_no_pattern(redis: Redis) -> None:
    await redis.set("t:T1:choices:U1", "canary", ex=60)

    assert [await erase_workspace(redis, odd) for odd in ("*", "T?", "T[1]", "")] == [0, 0, 0, 0]
    assert await redis.exists("t:T1:choices:U1")


async def test_erasing_again_finds_nothing(redis: Redis) -> None:
    await fill(redis, "T1")
    await erase_workspace(redis, "T1")

    assert await erase_workspace(redis, "T1") == 0


async def test_a_workspace_of_ten_thousand_keys_is_erased_whole(redis: Redis) -> None:
    async with redis.pipeline(transaction=False) as pipe:
        for number in range(10_000):
            pipe.set(f"t:T1:draft:U1:{number}", "canary", ex=60)
        await pipe.execute()

    assert await erase_workspace(redis, "T1") == 10_000
    assert await redis.dbsize() == 0


async def test_open_renders_are_those_of_the_workspace(redis: Redis) -> None:
    await fill(redis, "T1")
    await fill(redis, "T12")

    assert await records_open(redis, "render", "T1") == ["r1"]


async def test_what_can_not_be_opened_can_be_erased(redis: Redis) -> None:
    await fill(redis, "T1")
    locked_out = Premises(redis, Installations(redis, Sealer((new_key(),))))

    assert await locked_out.installed_at("T1") is None
    assert await locked_out.erase("T1") > 0


async def test_when_a_workspace_was_installed_is_known(redis: Redis) -> None:
    kept = await fill(redis, "T1")

    assert await Premises(redis, kept).installed_at("T1") == datetime.fromtimestamp(NOON.timestamp(), UTC)
    assert await Premises(redis, kept).installed_at("T2") is None
    assert await Premises(redis, None).installed_at("T1") is None
