"""Secrets with a canary in each, a journey at DEBUG: none of them in what Herald writes, keeps, counts or says."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import structlog
from pydantic import SecretStr

from bench.local_services import by_oauth, local_services, local_settings
from bench.sockets import free_port
from bot.ground import Ground
from bot.store.embedded import embedded_redis
from bot.telemetry import configure_logs
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import ALICE, Json, Stage, bot_running, stage_of, until

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
    port = free_port()
    slack = SlackSettings(
        app_url=f"http://127.0.0.1:{port}/slack/events", signing_secret=SIGNING, client_secret=CLIENT_SECRET
    )
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 1.0))
    async with embedded_redis(tmp_path / "data") as redis_url, local_services(slack, studio) as at:
        oauth = by_oauth(slack, port=port)
        settings = local_settings(
            at,
            redis_url=redis_url,
            port=port,
            slack_signing_secret_previous=SecretStr(PREVIOUS),
            herald_metrics_token=SecretStr(METRICS_TOKEN),
            **oauth,
        )
        stage = stage_of(at, settings, redis_url)
        secrets = {
            "signing secret": SIGNING,
            "previous signing secret": PREVIOUS,
            "client secret": CLIENT_SECRET,
            "encryption key": oauth["herald_encryption_keys"].get_secret_value(),
            "Runware key": STUDIO_KEY,
            "metrics token": METRICS_TOKEN,
        }
        async with bot_running(stage) as ground:
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
