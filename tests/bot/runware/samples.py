"""Answers in the shapes that Runware's documentation and clients show, and a client that gets them."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import httpx
from pydantic import SecretStr

from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.runware.client import RunwareClient
from bot.runware.line import Patience

API_URL: Final = "https://api.runware.example/v1"
API_KEY: Final = "rw-secret-0123456789"
NOW: Final = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
TASK: Final = UUID("7563e046-3c5b-4f0e-9d59-2c0f3a1d8a01")
OTHER: Final = UUID("0a6f2d0e-8b8f-4f8e-8a35-90b1f6f3c402")
VIDEO_URL: Final = "https://vm.runware.ai/video/os/a1/ws/2/vi/5f.mp4"
ORDER: Final = TaskOrder(
    task_uuid=TASK,
    script="Good morning, team.",
    choices=Choices(avatar="Aditya_public_4", voice="john_doe_male_english", language="en-US"),
    ttl_seconds=3600,
)

Handler = Callable[[httpx.Request], httpx.Response]


def item(task_uuid: UUID = TASK, **fields: Any) -> dict[str, Any]:
    """One item about a task; with no more fields it is the acknowledgement."""
    return {"taskType": "videoInference", "taskUUID": str(task_uuid), **fields}


def success(task_uuid: UUID = TASK, **fields: Any) -> dict[str, Any]:
    """A finished video."""
    return item(task_uuid, **{"status": "success", "videoUUID": "v-1", "videoURL": VIDEO_URL, "cost": 0.18} | fields)


def error(code: str, **fields: Any) -> dict[str, Any]:
    """One error object."""
    return {"code": code, "message": f"What {code} means.", **fields}


def answer(*items: dict[str, Any], errors: list[dict[str, Any]] | None = None, status: int = 200) -> httpx.Response:
    """A whole answer; `errors` is left out when there are none, as the service does."""
    return httpx.Response(status, json={"data": list(items)} | ({"errors": errors} if errors else {}))


def sent(request: httpx.Request) -> list[dict[str, Any]]:
    """The tasks in a request."""
    tasks: list[dict[str, Any]] = json.loads(request.content)
    return tasks


@dataclass
class Watch:
    """A watch that stands still but for what is slept; chance always takes nothing."""

    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    @property
    def patience(self) -> Patience:
        """The usual patience, by this watch."""
        return Patience(sleep=self.sleep, random=lambda: 0.0, monotonic=lambda: sum(self.slept))


@asynccontextmanager
async def client_for(handler: Handler | httpx.Response, *, watch: Watch | None = None) -> AsyncIterator[RunwareClient]:
    """A client whose every request gets that answer."""
    transport = httpx.MockTransport(handler if callable(handler) else lambda _: handler)
    async with httpx.AsyncClient(transport=transport) as http:
        patience = (watch or Watch()).patience
        yield RunwareClient(http, api_key=SecretStr(API_KEY), api_url=API_URL, now=lambda: NOW, patience=patience)


def raising(exception: Exception) -> Handler:
    """A transport that fails."""

    def handler(_: httpx.Request) -> httpx.Response:
        raise exception

    return handler
