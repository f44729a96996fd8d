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
    command = [sys.executable, "-m", "bot", part]
    started = await asyncio.create_subprocess_exec(*command, env=environment(settings))
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()
