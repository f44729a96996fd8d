"""The local Slack and the studio in this process, and a Herald in it that uses them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.guard_connections import patient_config
from bot.settings import Settings
from bot.store.sealing import new_key
from playground.serving import listening_socket, running
from playground.slack.server import build_app as build_slack
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.app import build_app as build_studio
from playground.studio.service.settings import Settings as StudioSettings

START_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Services:
    """What both were started with, where they are, and a session to ask them with."""

    slack: SlackSettings
    studio: StudioSettings
    slack_url: str
    studio_url: str
    session: aiohttp.ClientSession


@asynccontextmanager
async def local_services(slack: SlackSettings, studio: StudioSettings) -> AsyncIterator[Services]:
    """Serve both while the block runs."""
    async with (
        running(build_slack(slack), listening_socket(0)) as slack_url,
        running(build_studio(studio), listening_socket(0)) as studio_url,
        aiohttp.ClientSession() as session,
    ):
        yield Services(slack, studio, slack_url, studio_url, session)


def local_settings(at: Services, *, redis_url: str, port: int, **more: Any) -> Settings:
    """What a Herald that uses both is started with; it needs a token, or `by_oauth`."""
    settings: dict[str, Any] = {
        "slack_signing_secret": SecretStr(at.slack.signing_secret),
        "slack_api_url": f"{at.slack_url}/api/",
        "slack_file_origins": (at.slack_url,),
        "runware_api_key": SecretStr(at.studio.api_key),
        "runware_api_url": f"{at.studio_url}/v1",
        "runware_schema_url": f"{at.studio_url}/docs/models/heygen-avatar-iv/schema.json",
        "runware_media_origins": (at.studio_url,),
        "redis_url": SecretStr(redis_url),
        "port": port,
    }
    return Settings(**(settings | more))


def by_oauth(slack: SlackSettings, *, port: int) -> dict[str, Any]:
    """Settings of a Herald that people install in their workspaces through its own pages."""
    return {
        "slack_client_id": slack.client_id,
        "slack_client_secret": SecretStr(slack.client_secret),
        "herald_encryption_keys": SecretStr(new_key()),
        "public_url": f"http://127.0.0.1:{port}",
    }


@asynccontextmanager
async def served(application: Starlette, port: int, finish: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Herald's web process in this one, from its first connection until what its last answers began is done."""
    server = uvicorn.Server(patient_config(application, port=port))
    serving = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(START_SECONDS):
            while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
                await asyncio.sleep(0.02)
        yield
    finally:
        server.should_exit = True
        await serving
        await finish()
