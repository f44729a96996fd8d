"""`python -m bot release`: a deployment that would break something does not happen."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from redis.asyncio import Redis

from bot.operator.release import check_release
from bot.store import keys
from bot.store.formats import FORMAT
from bot.store.sealing import Sealer, new_key
from tests.bot.operator.commands import Outcome, run_bot

Release = Callable[..., Awaitable[Outcome]]


@pytest.fixture
async def settings(redis_url: str, redis: Redis) -> AsyncIterator[dict[str, str]]:
    """Settings with which a release is fine; neither Slack nor Runware is there to be asked."""
    await redis.config_set("appendonly", "yes")
    yield {
        "REDIS_URL": redis_url,
        "SLACK_SIGNING_SECRET": "canary-secret",
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "RUNWARE_API_KEY": "canary-key",
        "RUNWARE_API_URL": "http://127.0.0.1:1/v1",
    }
    await redis.config_set("appendonly", "no")
    await redis.config_set("maxmemory-policy", "noeviction")


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Release:
    """The command with only these settings, within this process."""

    async def run(*, must_append: bool = True, **settings: str) -> Outcome:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        code = await check_release(must_append=must_append)
        return Outcome(code, *capsys.readouterr())

    return run


async def test_a_good_release_notes_the_format_and_may_be_repeated(redis: Redis, settings: dict[str, str]) -> None:
    first, second = await run_bot("release", **settings), await run_bot("release", **settings)

    assert (first.code, second.code) == (0, 0), first.out
    assert first.out == second.out
    assert first.out.endswith("Ready to be deployed.\n")
    assert await redis.get(keys.FORMAT) == str(FORMAT)


async def test_wrong_settings_stop_it_before_redis_is_asked(
    redis: Redis, settings: dict[str, str], released: Release
) -> None:
    outcome = await released(**settings | {"SLACK_BOT_TOKEN": "", "PORT": "canary"})

    assert outcome.code == 2
    assert "SLACK_BOT_TOKEN is not set" in outcome.out
    assert "PORT" in outcome.out
    assert "canary" not in outcome.out + outcome.err
    assert await redis.exists(keys.FORMAT) == 0


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [("maxmemory-policy", "allkeys-lru", "noeviction"), ("appendonly", "no", "appendonly yes")],
)
async def test_a_redis_that_would_lose_things_stops_it(
    redis: Redis, settings: dict[str, str], released: Release, option: str, value: str, says: str
) -> None:
    await redis.config_set(option, value)

    outcome = await released(**settings)

    assert outcome.code == 1
    assert says in outcome.out
    assert "Not released" in outcome.out
    assert await redis.exists(keys.FORMAT) == 0


async def test_a_redis_without_a_file_can_be_accepted(
    redis: Redis, settings: dict[str, str], released: Release
) -> None:
    await redis.config_set("appendonly", "no")

    assert (await released(must_append=False, **settings)).code == 0


async def test_a_redis_that_is_away_stops_it(settings: dict[str, str], released: Release) -> None:
    outcome = await released(**settings | {"REDIS_URL": "redis://:canary@127.0.0.1:1/0"})

    assert outcome.code == 1
    assert "start Redis" in outcome.out
    assert "canary" not in outcome.out + outcome.err


async def test_data_of_a_newer_version_stops_it(redis: Redis, settings: dict[str, str], released: Release) -> None:
    await redis.set(keys.FORMAT, FORMAT + 1)

    outcome = await released(**settings)

    assert outcome.code == 1
    assert "deploy the newer version" in outcome.out
    assert await redis.get(keys.FORMAT) == str(FORMAT + 1)


async def test_a_key_that_was_lost_stops_it(redis: Redis, settings: dict[str, str], released: Release) -> None:
    await redis.hset(keys.installation("T1"), mapping={"revision": "1", "sealed": Sealer([new_key()]).seal("T1", "{}")})
    await redis.zadd(keys.INSTALLATIONS, {"T1": 1})
    many = {
        "SLACK_BOT_TOKEN": "",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "canary-client",
        "PUBLIC_URL": "https://herald.example.com",
        "HERALD_ENCRYPTION_KEYS": new_key(),
    }

    outcome = await released(**settings | many)

    assert outcome.code == 1, outcome.out
    assert "the token of T1 opens with none" in outcome.out
    assert "put the key back" in outcome.out
