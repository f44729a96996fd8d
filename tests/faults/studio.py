"""Runware as a model on the wire: tasks that are accepted, billed, worked on, and told of, over a bad line."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import httpx

from bot.errors import VideoExpired, VideoUnreachable
from bot.runware.exchange import DEADLINE
from tests.faults.faults import RETRY_AFTER_SECONDS, Calls, Fault
from tests.faults.history import History
from tests.faults.slack import VIDEO

NAMES: Final = {"getResponse": "poll", "mediaStorage": "media"}
"""How calls are named, by what is asked for; the others submit."""
COST: Final = 0.21
LATER_RESULT_SECONDS: Final = 4.0
"""How much later than the one before it each further result is there."""


@dataclass(frozen=True)
class Manner:
    """How the service behaves; `outcomes` are what becomes of the tasks in turn: good, refused, failed."""

    dedupe: bool = True
    lag_seconds: float = 0.0
    work_seconds: float = 7.0
    outcomes: tuple[str, ...] = ()


@dataclass
class Task:
    """An accepted task."""

    number: int
    accepted_at: float
    outcome: str
    ttl_seconds: int
    results: int


@dataclass(frozen=True)
class Response:
    """What httpx hands over."""

    status_code: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The body."""
        yield self.body


@dataclass
class Studio:
    """The service, its tasks and its videos; stands where an httpx client stands, and where videos come from."""

    calls: Calls
    history: History
    manner: Manner = field(default_factory=Manner)
    tasks: dict[str, Task] = field(default_factory=dict)
    videos: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    media: dict[str, bool] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda address: None

    @asynccontextmanager
    async def stream(self, method: str, url: str, *, content: bytes, **_: Any) -> AsyncIterator[Response]:
        """Send a request, as httpx does."""
        asked = json.loads(content)
        name = NAMES.get(asked[0]["taskType"], "submit")

        def effect() -> Response:
            if name == "poll":
                return _response(*self._polled(asked))
            return _response(*(self._submitted(asked[0]) if name == "submit" else self._stored(asked[0])))

        subjects = [task["taskUUID"] for task in asked]
        for subject in subjects:
            self.calls.heed(f"runware {name}", subject)
        response = await self.calls.make(f"runware {name}", effect, _spoilt, patience=DEADLINE.total_seconds() * 2)
        if response.status_code == 429:
            for subject in subjects:
                self.calls.limit(subject)
        yield response

    async def download(self, url: str, path: Path) -> int:
        """Bring a video's bytes to `path`."""

        def effect() -> bool:
            return self._now < self.videos.get(url, 0.0)

        if not await self.calls.make("video download", effect, lambda _: VideoUnreachable("cut off"), patience=60.0):
            raise VideoExpired("HTTP 403")
        return await asyncio.to_thread(path.write_bytes, VIDEO)

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _stored(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Keep a file, or delete one."""
        answer = {"taskType": "mediaStorage", "taskUUID": asked["taskUUID"]}
        media_uuid = asked["media"]
        if asked["operation"] == "upload":
            media_uuid = str(uuid5(NAMESPACE_URL, f"{asked['taskUUID']} {len(self.media)}"))
            self.media[media_uuid] = True
        elif not self.media.pop(media_uuid, False):
            return 400, {"errors": [{"code": "mediaNotFound", "message": "gone", "taskUUID": asked["taskUUID"]}]}
        self.history.note(self._now, "media", uuid=media_uuid, kept=asked["operation"] == "upload")
        return 200, {"data": [{**answer, "mediaUUID": media_uuid}]}

    def _submitted(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        task_uuid = asked["taskUUID"]
        known = task_uuid in self.tasks
        if known and self.manner.dedupe:
            return 400, {"errors": [{"code": "conflictTaskUUID", "message": "taken", "taskUUID": task_uuid}]}
        if not known and not self._has_files_of(asked):
            return 400, {"errors": [{"code": "mediaNotFound", "message": "gone", "taskUUID": task_uuid}]}
        number = self.numbers.setdefault(task_uuid, len(self.numbers))
        outcome = dict(enumerate(self.manner.outcomes)).get(number, "good")
        if outcome == "refused":
            return 400, {"errors": [{"code": "invalidVoice", "message": "no such voice", "taskUUID": task_uuid}]}
        self.history.note(self._now, "billed", task=task_uuid, good=outcome == "good")
        if not known:
            results = int(asked.get("numberResults") or 1)
            self.tasks[task_uuid] = Task(number, self._now, outcome, int(asked["ttl"]), results)
            self._say_when_ready(asked.get("webhookURL"), results)
        return 200, {"data": [{"taskType": "videoInference", "taskUUID": task_uuid}]}

    def _has_files_of(self, asked: dict[str, Any]) -> bool:
        background = (asked.get("inputs") or {}).get("background")
        return background is None or background in self.media

    def _say_when_ready(self, address: str | None, results: int) -> None:
        """Tell the task's address of each result, the first of them twice."""
        if address is None:
            return
        loop = asyncio.get_running_loop()
        for delay in (0.0, *(place * LATER_RESULT_SECONDS for place in range(results))):
            loop.call_later(self.manner.work_seconds + delay + 0.1, self.tell, address)

    def _polled(self, asked: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        answer: dict[str, Any] = {"data": []}
        for question in asked:
            task = self.tasks.get(question["taskUUID"])
            if task is not None and self._now >= task.accepted_at + self.manner.lag_seconds:
                self._tell(answer, question["taskUUID"], task)
        return 200, answer

    def _tell(self, answer: dict[str, Any], task_uuid: str, task: Task) -> None:
        plain = {"taskType": "videoInference", "taskUUID": task_uuid}
        ready_at = task.accepted_at + self.manner.work_seconds
        if task.outcome == "failed" and self._now >= ready_at:
            answer.setdefault("errors", []).append({"code": "inferenceError", "message": "oh", "taskUUID": task_uuid})
            return
        for place in range(task.results):
            there_at = ready_at + place * LATER_RESULT_SECONDS
            if self._now < there_at:
                answer["data"].append({**plain, "status": "processing"})
            else:
                video = f"v{task.number}-{place}"
                url = f"https://videos.example/{video}"
                self.publish(url, there_at + task.ttl_seconds)
                told = {"videoUUID": video, "videoURL": url, "cost": COST, "status": "success"}
                answer["data"].append({**plain, **told})

    def publish(self, url: str, expires_at: float) -> None:
        """Let a video be there until its end."""
        if url not in self.videos:
            self.videos[url] = expires_at
            self.history.note(self._now, "video", url=url, expires_at=expires_at)


def _response(status: int, answer: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(status, json.dumps(answer).encode(), headers or {})


def _spoilt(fault: Fault) -> Exception | Response:
    """What httpx raises, or hands over, when a request is spoilt."""
    return _ERRORS[fault]() if fault in _ERRORS else _odd_answer(fault)


def _odd_answer(fault: Fault) -> Response:
    if fault in {Fault.ERROR_BEFORE, Fault.ERROR_AFTER}:
        return Response(500, b"<html>Internal Server Error</html>")
    if fault is Fault.LIMITED:
        return _response(
            429,
            {"errors": [{"code": "rateLimitExceeded", "message": "slow"}]},
            {"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    if fault is Fault.TRUNCATED:
        return Response(200, b'{"data": [{"taskType": "videoInf')
    if fault is Fault.HTML:
        return Response(200, b"<!doctype html><title>Maintenance</title>")
    other = {"taskType": "videoInference", "taskUUID": "99999999-9999-4999-8999-999999999999"}
    return _response(200, {"data": [other]})


_ERRORS: Final[Mapping[Fault, Callable[[], Exception]]] = {
    Fault.REFUSED: partial(httpx.ConnectError, "refused"),
    Fault.RESET_BEFORE: partial(httpx.ReadError, "reset"),
    Fault.RESET_AFTER: partial(httpx.ReadError, "reset"),
    Fault.SLOW: partial(httpx.ReadTimeout, "too late"),
    Fault.LATE: partial(httpx.ReadTimeout, "too late"),
}
