"""How the tests call a studio."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any, Final, TypeVar

import aiohttp

from playground.serving import listening_socket, running
from playground.studio.catalogue import avatar_ids, voices
from playground.studio.service.app import build_app
from playground.studio.service.settings import Settings

KEY: Final = "key-of-the-tests"

Json = dict[str, Any]


def video_task(**changes: object) -> Json:
    """A task that any studio accepts, with a new UUID; `None` takes a field away."""
    task: Json = {
        "taskType": "videoInference",
        "taskUUID": str(uuid.uuid4()),
        "model": "heygen:avatar@4",
        "inputs": {"avatar": avatar_ids()[0]},
        "speech": {"text": "Good morning, team.", "voice": voices()[0].id},
    }
    return {key: value for key, value in (task | changes).items() if value is not None}


def speech_task(**changes: object) -> Json:
    """Such a task with changes to its speech."""
    task = video_task()
    return task | {"speech": {**task["speech"], **changes}}


def poll_task(task: Json) -> Json:
    """The task that asks for the state of another."""
    return {"taskType": "getResponse", "taskUUID": task["taskUUID"]}


class Caller:
    """Calls one studio with its key."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def send(self, *tasks: Json, key: str | None = KEY, **more: str) -> tuple[int, Json]:
        """Status and body of the answer to some tasks; `more` are further headers."""
        headers = {"Content-Type": "application/json", **more}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        body = BytesIO(json.dumps(tasks).encode())
        async with self.session.post("/v1", data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def submit(self, task: Json) -> Json:
        """Send a task that must be accepted; returns it."""
        status, body = await self.send(task)
        assert (status, body) == (200, {"data": [{"taskType": "videoInference", "taskUUID": task["taskUUID"]}]})
        return task

    async def poll(self, *tasks: Json) -> Json:
        """The state of some tasks."""
        status, body = await self.send(*map(poll_task, tasks))
        assert status == 200
        return body

    async def finished(self, task: Json) -> Json:
        """The answer to a poll once nothing of the task is processing any more."""

        async def answer() -> Json | None:
            body = await self.poll(task)
            return None if any(item["status"] == "processing" for item in body["data"]) else body

        return await until(answer)

    async def video_of(self, task: Json) -> str:
        """The URL of a finished task's one video."""
        url: str = (await self.finished(task))["data"][0]["videoURL"]
        return url

    async def status_of(self, url: str) -> int:
        """The HTTP status at a URL."""
        async with self.session.get(url) as answer:
            return answer.status

    async def control(self, dial: str, **body: object) -> None:
        """Turn one of the studio's dials."""
        async with self.session.post(f"/_control/{dial}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def state(self) -> Json:
        """All that the studio knows."""
        async with self.session.get("/_control/state") as answer:
            state: Json = await answer.json()
            return state


@asynccontextmanager
async def calling(settings: Settings) -> AsyncIterator[Caller]:
    """Serve a studio while the block runs, and call it."""
    async with running(build_app(settings), listening_socket(0)) as url, aiohttp.ClientSession(url) as session:
        yield Caller(session, url)


Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found | None]]) -> Found:
    """Look again and again until there is something; returns it."""
    async with asyncio.timeout(30):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.01)
