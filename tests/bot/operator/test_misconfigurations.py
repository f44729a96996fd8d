"""Each thing that can be set wrong is tried, against a local Slack, a studio and a Redis: doctor names its mend."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from bot.operator.doctor import examine
from bot.operator.findings import Finding
from bot.settings import survey_settings
from bot.slack.scopes import NEEDED
from bot.store import keys
from bot.store.formats import FORMAT
from bot.store.money import Treasury
from bot.store.pauses import Pause, Pauses
from bot.store.sealing import Sealer, new_key
from playground.serving import listening_socket, running
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.bot.rendering.fakes import a_render
from tests.playground.slack.desk import ALL_SCOPES, open_desk
from tests.playground.studio.service.caller import calling
from tests.videos import write_video

KEY = "rw-canary-key"
NOWHERE = "http://127.0.0.1:1"
NEW = new_key()

Examined = Callable[..., Awaitable[list[Finding]]]
Wrong = Callable[[Redis], Awaitable[object]]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> ReadyAnswer:
    """A video for all of them."""
    return ReadyAnswer(write_video(tmp_path_factory.mktemp("ready") / "ready.mp4", seconds=2.0), 0.5)


@pytest.fixture
def scopes() -> frozenset[str]:
    """What the app may do in Slack."""
    return frozenset(ALL_SCOPES)


@pytest.fixture
async def settings(
    tmp_path: Path, redis_url: str, redis: Redis, ready: ReadyAnswer, scopes: frozenset[str]
) -> AsyncIterator[dict[str, str]]:
    """Settings with which all is well but for the catalogue, of which there is no copy yet."""
    slack = SlackSettings(scopes=tuple(scopes))
    await redis.config_set("appendonly", "yes")
    async with (
        open_desk(slack) as desk,
        calling(StudioSettings(KEY, tmp_path / "studio", ready=ready)) as studio,
        running(stranger(), listening_socket(0)) as odd,
    ):
        yield {
            "REDIS_URL": redis_url,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": f"{desk.url}/api/",
            "RUNWARE_API_KEY": KEY,
            "RUNWARE_API_URL": f"{studio.url}/v1",
            "RUNWARE_SCHEMA_URL": f"{studio.url}/docs/models/heygen-avatar-iv/schema.json",
            "ODD": odd,
            "CLIENT_ID": slack.client_id,
            "CLIENT_SECRET": slack.client_secret,
        }
    for name, value in (("maxmemory", 0), ("maxmemory-policy", "noeviction"), ("appendonly", "no")):
        await redis.config_set(name, value)


def stranger() -> web.Application:
    """A web server that lives, and takes nothing that our secret signs: Herald's with another one."""

    async def lives(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def refuses(_request: web.Request) -> web.Response:
        return web.Response(text="unauthorized", status=401)

    application = web.Application()
    application.add_routes([web.get("/healthz", lives), web.post("/slack/events", refuses)])
    return application


@pytest.fixture
def examined(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Examined:
    """What doctor finds with other settings than the good ones; those named ODD stand for another web server."""

    async def look(**changes: str) -> list[Finding]:
        for name, value in (settings | changes).items():
            monkeypatch.setenv(name, settings.get(value, value))
        return [finding async for found in examine(*survey_settings("all")) for finding in found]

    return look


def mends(found: list[Finding]) -> list[str]:
    """The problems but for the catalogue's."""
    return [finding.line() for finding in found if finding.is_problem and finding.subject != "catalogue"]


async def test_without_a_mistake_there_is_no_problem(examined: Examined) -> None:
    assert mends(await examined()) == []


SETTINGS: dict[str, tuple[dict[str, str], str]] = {
    "no signing secret": ({"SLACK_SIGNING_SECRET": ""}, "copy it from the Slack app's page"),
    "a token as the signing secret": ({"SLACK_SIGNING_SECRET": "xoxb-1-canary"}, "Signing Secret"),
    "the same signing secret twice": (
        {"SLACK_SIGNING_SECRET": "canary-s", "SLACK_SIGNING_SECRET_PREVIOUS": "canary-s"},
        "put the new secret into the latter",
    ),
    "no bot token": ({"SLACK_BOT_TOKEN": ""}, "install the app in the workspace"),
    "a person's token": ({"SLACK_BOT_TOKEN": "xoxp-1-canary"}, "copy the right token"),
    "a token that Slack does not know": (
        {"SLACK_BOT_TOKEN": "xoxb-1-canary"},
        "install the app in the workspace again",
    ),
    "an app token that Slack does not know": ({"SLACK_APP_TOKEN": "xapp-1-canary"}, "connections:write"),
    "one workspace and many": (
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "canary-c", "HERALD_ENCRYPTION_KEYS": NEW},
        "take the one or the others away",
    ),
    "many workspaces without keys": (
        {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "canary-c"},
        "python -m bot keys new",
    ),
    "a client id that Slack does not know": (
        {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "canary-c"},
        "copy SLACK_CLIENT_ID",
    ),
    "another app's client secret": (
        {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "CLIENT_ID", "SLACK_CLIENT_SECRET": "canary-c"},
        "copy SLACK_CLIENT_SECRET",
    ),
    "a key of another form": ({"HERALD_ENCRYPTION_KEYS": "canary"}, "python -m bot keys new"),
    "a Slack that is not there": ({"SLACK_API_URL": f"{NOWHERE}/api/"}, "SLACK_API_URL"),
    "plain http to Slack": ({"SLACK_API_URL": "http://slack.example/api/"}, "must be an https URL"),
    "no Runware key": ({"RUNWARE_API_KEY": ""}, "Runware's page of API keys"),
    "a Runware key that is refused": ({"RUNWARE_API_KEY": "canary"}, "make a new key"),
    "a Runware key of two words": ({"RUNWARE_API_KEY": "canary and more"}, "make a new key"),
    "a Runware that is not there": ({"RUNWARE_API_URL": f"{NOWHERE}/v1"}, "RUNWARE_API_URL"),
    "a schema that is not there": ({"RUNWARE_SCHEMA_URL": f"{NOWHERE}/s.json"}, "RUNWARE_SCHEMA_URL"),
    "a Redis that is not there": ({"REDIS_URL": "redis://:canary@127.0.0.1:1/0"}, "start Redis"),
    "a Redis address without its scheme": ({"REDIS_URL": "127.0.0.1:6379"}, "must start with redis://"),
    "a public address with a path": ({"PUBLIC_URL": "https://herald.example.com/slack"}, "nothing after it"),
    "a public address that nobody answers": ({"PUBLIC_URL": NOWHERE}, "mend PUBLIC_URL"),
    "a web process with another secret": ({"PUBLIC_URL": "ODD"}, "give `web` this same secret"),
    "a port that is none": ({"PORT": "canary"}, "PORT"),
    "a price of nothing": ({"HERALD_PRICE_PER_SECOND_USD": "0"}, "HERALD_PRICE_PER_SECOND_USD"),
    "a link that lives for a second": ({"HERALD_TTL_SECONDS": "1"}, "HERALD_TTL_SECONDS"),
    "a short token for the figures": ({"HERALD_METRICS_TOKEN": "canary"}, "openssl rand"),
    "a collector without its scheme": ({"OTEL_EXPORTER_OTLP_ENDPOINT": "127.0.0.1:4318"}, "of a collector"),
    "a log level that is none": ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
}


@pytest.mark.parametrize("name", SETTINGS)
async def test_a_wrong_setting_has_its_mend(examined: Examined, name: str) -> None:
    changes, mend = SETTINGS[name]

    found = mends(await examined(**changes))

    assert any(mend in line for line in found), found
    assert not any("canary" in line for line in found), found


async def evicting(redis: Redis) -> None:
    """A Redis that throws records away."""
    await redis.config_set("maxmemory-policy", "allkeys-lru")


async def full(redis: Redis) -> None:
    """A Redis with little room left."""
    memory = await redis.info("memory")
    await redis.config_set("maxmemory", int(memory["used_memory"] * 1.05))


async def without_workers(redis: Redis) -> None:
    """A render waits, and no worker runs."""
    await Treasury(redis).accept(a_render(), Decimal(50))


async def installed_before(redis: Redis) -> None:
    """Herald was installed by OAuth once."""
    await redis.zadd(keys.INSTALLATIONS, {"T1": 1})


def sealed_with(key: str) -> Wrong:
    """An installation in no form that is known, sealed with the key."""

    async def change(redis: Redis) -> None:
        await keep_sealed(redis, Sealer([key]).seal("T1", "{}"))

    return change


async def keep_sealed(redis: Redis, sealed: str) -> None:
    """Herald is installed in T1."""
    await redis.hset(keys.installation("T1"), mapping={"revision": "1", "sealed": sealed})
    await redis.zadd(keys.INSTALLATIONS, {"T1": 1})


def server_options(**options: str) -> Wrong:
    """A Redis with other options."""

    async def change(redis: Redis) -> None:
        for name, value in options.items():
            await redis.config_set(name, value)

    return change


STATES: dict[str, tuple[Wrong, dict[str, str], str]] = {
    "a Redis that evicts": (evicting, {}, "maxmemory-policy noeviction"),
    "a Redis that appends to no file": (server_options(appendonly="no"), {}, "appendonly yes"),
    "a Redis that is nearly full": (full, {}, "give it more memory"),
    "no worker": (without_workers, {}, "start `python -m bot worker`"),
    "many workspaces set for one": (installed_before, {}, "as before"),
    "a key that was taken away too soon": (sealed_with(new_key()), {"HERALD_ENCRYPTION_KEYS": NEW}, "put the key back"),
    "an installation of another version": (
        sealed_with(NEW),
        {"HERALD_ENCRYPTION_KEYS": NEW},
        "deploy the version again",
    ),
    "data of a newer version": (lambda redis: redis.set(keys.FORMAT, FORMAT + 1), {}, "deploy the newer version"),
    "a pause that was forgotten": (
        lambda redis: Pauses(redis).begin(Pause(since=datetime.now(UTC) - timedelta(days=1))),
        {},
        "python -m bot resume",
    ),
}


@pytest.mark.parametrize("name", STATES)
async def test_a_wrong_state_has_its_mend(examined: Examined, redis: Redis, name: str) -> None:
    make_wrong, changes, mend = STATES[name]
    await make_wrong(redis)

    found = mends(await examined(**changes))

    assert any(mend in line for line in found), found


@pytest.mark.parametrize("scopes", [frozenset(ALL_SCOPES) - {scope} for scope in sorted(NEEDED)[:1]])
async def test_a_scope_that_was_not_granted_has_its_mend(examined: Examined) -> None:
    assert any("then install the app again" in line for line in mends(await examined()))
