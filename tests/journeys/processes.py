"""The bot as processes of its own, as an operator runs it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.settings import Settings

VARIABLES = (
    "slack_signing_secret",
    "slack_bot_token",
    "slack_app_token",
    "slack_api_url",
    "slack_file_origins",
    "runware_api_key",
    "runware_api_url",
    "runware_schema_url",
    "runware_media_origins",
    "redis_url",
    "port",
    "herald_budget_usd_month",
    "herald_metrics_token",
    "herald_worker_port",
    "otel_exporter_otlp_endpoint",
)


def environment(settings: Settings) -> dict[str, str]:
    """The environment that says what `settings` say."""
    values = {name: getattr(settings, name) for name in VARIABLES}
    return {"PATH": os.environ["PATH"], "LOG_LEVEL": "WARNING", "HOST": "127.0.0.1"} | {
        name.upper(): _text(value) for name, value in values.items() if value is not None
    }


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, tuple) else str(value)


@asynccontextmanager
async def process(part: str, settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot PART` while the block runs; killed at its end if it is still there."""
    async with _started(["bot", part], settings) as started:
        yield started


@asynccontextmanager
async def hooked_worker(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker likewise, whose webhooks come to the loopback, which `python -m bot` does not take for public."""
    async with _started(["tests.journeys.hooked_worker", settings.public_url or ""], settings) as started:
        yield started


@asynccontextmanager
async def _started(module: list[str], settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await asyncio.create_subprocess_exec(sys.executable, "-m", *module, env=environment(settings))
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()
