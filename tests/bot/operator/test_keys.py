"""The operator makes keys and replaces them."""

from redis.asyncio import Redis

from bot.store.installations import Installations
from bot.store.sealing import Sealer, new_key
from tests.bot.installations import installation
from tests.bot.operator.commands import run_bot

OLD, NEW = new_key(), new_key()


async def test_a_new_key_can_be_used_at_once(redis: Redis, redis_url: str) -> None:
    made = await run_bot("keys", "new")

    done = await run_bot("keys", "rotate", HERALD_ENCRYPTION_KEYS=made.out.strip(), REDIS_URL=redis_url)

    assert (made.code, done.code, done.out) == (0, 0, "0 sealed anew, 0 as they should be already.\n")


async def test_after_a_rotation_the_old_key_is_not_needed(redis: Redis, redis_url: str) -> None:
    await Installations(redis, Sealer((OLD,))).save(installation("T1"))

    done = await run_bot("keys", "rotate", HERALD_ENCRYPTION_KEYS=f"{NEW},{OLD}", REDIS_URL=redis_url)

    assert (done.code, done.out) == (0, "1 sealed anew, 0 as they should be already.\n")
    assert await Installations(redis, Sealer((NEW,))).get("T1") == installation("T1")


async def test_what_opens_with_no_key_is_named_with_its_mend(redis: Redis, redis_url: str) -> None:
    await Installations(redis, Sealer((OLD,))).save(installation("T1"))

    done = await run_bot("keys", "rotate", HERALD_ENCRYPTION_KEYS=NEW, REDIS_URL=redis_url)

    assert done.code == 1
    assert "T1 opens with none of the keys: put the key back" in done.err


async def test_without_keys_there_is_nothing_to_rotate(redis_url: str) -> None:
    done = await run_bot("keys", "rotate", REDIS_URL=redis_url)

    assert (done.code, "python -m bot keys new" in done.err) == (2, True)
