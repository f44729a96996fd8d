"""Secrets with a canary in each, a journey at DEBUG: none of them in what Herald writes, keeps, counts or says."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
import pytest
import structlog
from pydantic import SecretStr

from bench.sockets import free_port
from bot.ground import Ground
from bot.settings import Settings
from bot.store.embedded import embedded_redis
from bot.store.sealing import new_key
from bot.telemetry import configure_logs
from playground.serving import listening_socket, running
from playground.slack.server import build_app as build_slack
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.app import build_app as build_studio
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import ALICE, Json, Stage, bot_running, until

SCRIPT: Final = "The canary of the script sings in colours."
STUDIO_KEY: Final = "canary-of-runware-0123456789abcdef"
METRICS_TOKEN: Final = "canary-of-metrics-0123456789abcdef"
CLIENT_SECRET: Final = "canary-of-the-client-0123456789abcdef"
SIGNING: Final = "ca0a4ca0a4ca0a4ca0a4ca0a4ca0a4ca"
PREVIOUS: Final = "0ddca0a4ca0a4ca0a4ca0a4ca0a4ca0a"


@dataclass
class Aviary:
    """A Herald whose every secret is known to the test, and all that it wrote."""

    stage: Stage
    ground: Ground
    folder: Path
    written: io.StringIO
    secrets: dict[str, str]

    async def tokens(self) -> dict[str, str]:
        """The secrets with those that came into being meanwhile: the workspace's token."""
        workspace = await self.ground.workspaces.find("T0PLAY")
        assert workspace is not None
        return {**self.secrets, "bot token": workspace.bot_token}

    async def figures(self) -> str:
        """`/metrics`, as whoever may read it sees it."""
        url = f"http://127.0.0.1:{self.stage.settings.port}/metrics"
        async with self.stage.session.get(url, headers={"Authorization": f"Bearer {METRICS_TOKEN}"}) as answer:
            assert answer.status == 200
            return await answer.text()

    async def said(self) -> str:
        """All that stands in the local Slack."""
        return json.dumps(await self.stage.state())

    async def on_disk(self) -> bytes:
        """Redis's files, written anew and not packed."""
        redis = self.ground.redis
        await redis.config_set("rdbcompression", "no")
        await redis.bgrewriteaof()

        async def rewritten() -> bool:
            told = await redis.info("persistence")
            return not told["aof_rewrite_in_progress"] and not told["aof_rewrite_scheduled"]

        await until(rewritten)
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, at DEBUG, as `python -m bot` would write it; the loggers are as before afterwards."""
    root, bolt = logging.getLogger(), logging.getLogger("slack_bolt")
    handlers, level, bolts = list(root.handlers), root.level, bolt.level
    before = structlog.get_config()
    configure_logs("DEBUG", "json")
    kept = io.StringIO()
    stream = logging.StreamHandler(kept)
    stream.setFormatter(root.handlers[0].formatter)
    root.handlers[:] = [stream]
    yield kept
    root.handlers[:] = handlers
    root.setLevel(level)
    bolt.setLevel(bolts)
    structlog.configure(**before)


@pytest.fixture
async def aviary(tmp_path: Path, ready_file: Path, written: io.StringIO) -> AsyncIterator[Aviary]:
    """Herald for many workspaces, installed in one of the local Slack."""
    port, key = free_port(), new_key()
    slack = SlackSettings(
        app_url=f"http://127.0.0.1:{port}/slack/events", signing_secret=SIGNING, client_secret=CLIENT_SECRET
    )
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 1.0))
    async with AsyncExitStack() as stack:
        redis_url = await stack.enter_async_context(embedded_redis(tmp_path / "data"))
        slack_url = await stack.enter_async_context(running(build_slack(slack), listening_socket(0)))
        studio_url = await stack.enter_async_context(running(build_studio(studio), listening_socket(0)))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        settings = Settings(
            slack_signing_secret=SecretStr(SIGNING),
            slack_signing_secret_previous=SecretStr(PREVIOUS),
            slack_client_id=slack.client_id,
            slack_client_secret=SecretStr(CLIENT_SECRET),
            herald_encryption_keys=SecretStr(key),
            herald_metrics_token=SecretStr(METRICS_TOKEN),
            public_url=f"http://127.0.0.1:{port}",
            slack_api_url=f"{slack_url}/api/",
            slack_file_origins=(slack_url,),
            runware_api_key=SecretStr(STUDIO_KEY),
            runware_api_url=f"{studio_url}/v1",
            runware_schema_url=f"{studio_url}/docs/models/heygen-avatar-iv/schema.json",
            runware_media_origins=(studio_url,),
            redis_url=SecretStr(redis_url),
            port=port,
        )
        stage = Stage(session, slack_url, studio_url, settings, redis_url)
        ground = await stack.enter_async_context(bot_running(stage))
        secrets = {
            "signing secret": SIGNING,
            "previous signing secret": PREVIOUS,
            "client secret": CLIENT_SECRET,
            "encryption key": key,
            "Runware key": STUDIO_KEY,
            "metrics token": METRICS_TOKEN,
        }
        yield Aviary(stage, ground, tmp_path / "data", written, secrets)


async def live_through(stage: Stage) -> None:
    """Install Herald, make a video, meet faults of both services, be refused, and open what people open."""
    installed = await stage.act(
        "install", user=ALICE, install_url=f"http://127.0.0.1:{stage.settings.port}/slack/install"
    )
    assert "Herald is installed" in installed["page"], installed
    busy: Json = {"on": "poll", "kind": "status", "status": 503}
    await stage.dial("studio", "faults", {"faults": [busy]})
    await stage.ask_for(SCRIPT)
    await stage.delivered()
    await stage.act("open_home")
    await stage.act("command", channel="C0GENERAL", text="/herald help")
    for body in ("payload=%7B", "{}"):
        hooks = f"http://127.0.0.1:{stage.settings.port}"
        async with stage.session.post(f"{hooks}/slack/events", data=body, headers={"X-Slack-Signature": "v0=1"}):
            pass
    async with stage.session.get(f"{hooks}/slack/oauth_redirect?code=1&state=2"):
        pass


async def test_no_secret_is_anywhere_but_where_it_belongs(aviary: Aviary) -> None:
    await live_through(aviary.stage)
    tokens, log = await aviary.tokens(), aviary.written.getvalue()
    places = {
        "the logs": log,
        "the metrics": await aviary.figures(),
        "Slack": await aviary.said(),
        "Redis's files": (await aviary.on_disk()).decode(errors="replace"),
    }

    found = [
        f"{name} in {place}" for name, secret in tokens.items() for place, text in places.items() if secret in text
    ]
    assert found == []
    assert log.count('"level": "debug"') + log.count('"level": "info"') > 5


async def test_what_people_write_is_in_no_log_and_no_figure(aviary: Aviary) -> None:
    await live_through(aviary.stage)

    assert SCRIPT not in aviary.written.getvalue()
    assert SCRIPT not in await aviary.figures()
    assert SCRIPT.encode() in await aviary.on_disk()
