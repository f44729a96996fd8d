"""A Redis that is full still takes what finishes work, from Herald's scripts and from the queue's."""

from collections.abc import AsyncIterator
from types import ModuleType

import pytest
from docket import Docket
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from bot.roomy_docket import RoomyDocket, scripts
from bot.store import carried, keys, lua, lua_money, lua_policy, marks
from bot.store.audit import Audit
from bot.store.installations import Installations
from bot.store.room import ROOM, RoomyRedis, finishing
from bot.store.sealing import Sealer, new_key
from bot.worker import opened_docket
from tests.bot.installations import installation
from tests.bot.rendering.fakes import NOON

WRITES = "return redis.call('SET', KEYS[1], ARGV[1])"
FINISHES = {
    lua: (
        *("CREATE", "CHANGE", "TAKE", "ADD_POLL", "TAKE_POLLS", "PUT_OFF_POLLS", "HASTEN_POLL"),
        *("CHANGE_HOME", "BEGIN_HOME", "REPLACE_INSTALLATION"),
    ),
    lua_policy: ("NOTE",),
    carried: ("CARRY",),
    marks: ("MARK",),
}


@pytest.fixture
async def full_redis(redis: Redis) -> AsyncIterator[Redis]:
    """A Redis that has no room for anything."""
    await redis.config_set("maxmemory", 1)
    yield redis
    await redis.config_set("maxmemory", 0)


async def test_a_full_redis_refuses_a_script_that_writes(full_redis: Redis) -> None:
    with pytest.raises(ResponseError, match=r"OOM|maxmemory"):
        await full_redis.eval(WRITES, 1, "kept", "yes")


async def test_a_full_redis_runs_a_script_that_finishes(full_redis: Redis) -> None:
    await full_redis.eval(finishing(WRITES), 1, "kept", "yes")

    assert await full_redis.get("kept") == "yes"


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, names in FINISHES.items() for name in names])
def test_scripts_of_what_is_under_way_finish(module: ModuleType, name: str) -> None:
    assert getattr(module, name).startswith(ROOM)


def test_money_is_settled_but_not_reserved_when_redis_is_full() -> None:
    assert lua_money.SETTLE.startswith(ROOM)
    assert not lua_money.ACCEPT.startswith(ROOM)


async def test_the_queue_schedules_and_keeps_its_leases_in_a_full_redis(redis_url: str, full_redis: Redis) -> None:
    async with opened_docket(redis_url) as docket, docket.redis() as client:
        docket.register(nothing, names=["nothing"])
        await docket.add("nothing", key="once")()
        taken = await client.set("herald-queue:lease", "me", nx=True, px=1_000)
        again = await client.set("herald-queue:lease", "you", nx=True, px=1_000)

    assert await full_redis.exists("herald-queue:runs:once") == 1
    assert taken
    assert not again


async def nothing() -> None:
    """A task."""


async def test_a_single_write_passes_into_a_full_redis_with_its_usual_answer(full_redis: Redis, redis_url: str) -> None:
    async with RoomyRedis.from_url(redis_url, decode_responses=True) as client:
        assert await client.hset("figures", "more", 1) == 1
        assert await client.set("note", "kept", ex=60) is True
        assert await client.ttl("note") > 0
        assert await client.xgroup_create("stream", "group", mkstream=True) is True


async def test_a_script_that_begins_work_is_refused_by_a_full_redis(full_redis: Redis, redis_url: str) -> None:
    async with RoomyRedis.from_url(redis_url) as client:
        with pytest.raises(ResponseError, match=r"OOM|maxmemory"):
            await client.register_script(WRITES)(keys=["kept"], args=["yes"])


async def test_every_script_of_the_queue_is_run_by_a_full_redis(redis_url: str) -> None:
    async with RoomyDocket(name="roomy", url=redis_url):
        texts = {script.lua for script in scripts()}

    assert len(texts) >= 8
    assert all(text.startswith(ROOM) for text in texts)


async def test_the_queue_works_as_ever_where_there_is_room(redis_url: str) -> None:
    async with RoomyDocket(name="roomy", url=redis_url) as docket:
        assert isinstance(docket, Docket)
        docket.register(nothing, names=["nothing"])
        execution = await docket.add("nothing", key="once")()
        assert await docket.get_execution(execution.key) is not None


async def put_in(redis: Redis, key: str, field: str, value: str) -> None:
    """Have a field there before Redis is full, as it were."""
    await redis.eval(finishing("return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])"), 1, key, field, value)
    await redis.expire(key, 60)


async def test_what_a_workspace_spent_is_carried_over_in_a_full_redis(full_redis: Redis) -> None:
    month = keys.budget("T1", "2099-11")
    await put_in(full_redis, month, "spent", "7")

    await carried.carry(full_redis, "T1", [month])

    assert await full_redis.hvals(carried.carried("2099-11")) == ["7"]
    assert not await full_redis.exists(month)


async def test_a_renewed_token_is_kept_in_a_full_redis(full_redis: Redis) -> None:
    await put_in(full_redis, keys.installation("T1"), "revision", "r1")
    kept = Installations(full_redis, Sealer((new_key(),)))

    assert await kept.replace(installation(revision="r1"), installation(revision="r2"))


async def test_a_line_of_the_audit_list_is_written_in_a_full_redis(full_redis: Redis) -> None:
    await Audit(full_redis).note("T1", "U1", "consent", "the video of <@U2>", NOON)

    (entry,) = (await Audit(full_redis).page("T1", limit=2)).entries
    assert (entry.who, entry.about) == ("U1", "the video of <@U2>")
