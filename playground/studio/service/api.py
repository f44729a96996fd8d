"""`POST /v1`: an array of tasks in, one answer with data and errors out."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from aiohttp import web

from playground.dials import Clock, FaultDial, answer_with_fault
from playground.studio.service.answers import poll_items
from playground.studio.service.errors import ApiError, Refused, http_status
from playground.studio.service.rendering import RenderQueue
from playground.studio.service.store import Store
from playground.studio.service.validation import check_poll, check_video_task

PATH: Final = "/v1"
_CONFLICT: Final = ApiError("conflictTaskUUID", "A task with this taskUUID was accepted before.", "taskUUID")
_DRY_RUN: Final = ApiError(
    "unsupportedParameter", "This local studio cannot price a task without rendering it.", "X-Runware-Dry-Run"
)
_TASK_TYPES: Final = ("authentication", "videoInference", "getResponse")
_UNKNOWN_TYPE: Final = ApiError(
    "invalidTaskType", "Invalid value for 'taskType'.", "taskType", {"allowedValues": _TASK_TYPES}
)

Body = Mapping[str, Any]


@dataclass
class Counts:
    """What was asked since the start: `requests` to the API, and in them `polls` and `conflicts`, a task each."""

    requests: int = 0
    polls: int = 0
    conflicts: int = 0


@dataclass
class _Answer:
    """What the tasks of one request came to; `accepted` once one of them was in order."""

    data: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    accepted: bool = False

    def refuse(self, task: Body, *errors: ApiError) -> None:
        kind, task_uuid = task.get("taskType"), task.get("taskUUID")
        self.errors += [error.as_json(task_type=kind, task_uuid=task_uuid) for error in errors]

    def response(self) -> web.Response:
        refused = bool(self.errors) and not self.accepted
        body = {"data": self.data} | ({"errors": self.errors} if self.errors else {})
        return web.json_response(body, status=400 if refused else 200)


class Api:
    """Takes tasks for the queue, and tells what became of them."""

    def __init__(self, store: Store, queue: RenderQueue, *, clock: Clock, api_key: str) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._api_key = api_key
        self.counts = Counts()

    def routes(self, faults: FaultDial) -> list[web.RouteDef]:
        """`POST /v1`; faults on `submit` when a video is asked for, else on `poll`."""

        async def post(request: web.Request) -> web.StreamResponse:
            self.counts.requests += 1
            tasks = self._admitted(_tasks_in(await request.read()), request.headers.get("Authorization"))
            submits = any(task.get("taskType") == "videoInference" for task in tasks)
            if submits and request.headers.get("X-Runware-Dry-Run") == "1":
                raise Refused(_DRY_RUN)

            async def answer() -> web.Response:
                return self._answer(tasks, str(request.url.origin()))

            def refuse(code: str) -> web.Response:
                return _refusal(tasks, code, submits=submits)

            fault = faults.take("submit" if submits else "poll")
            return await answer_with_fault(request, fault, answer, refuse=refuse)

        return [web.post(PATH, post)]

    def _admitted(self, tasks: list[Body], authorization: str | None) -> list[Body]:
        """The tasks without a leading `authentication`; refused without the key."""
        key: object = None
        if authorization is not None:
            key = authorization.removeprefix("Bearer ")
        if tasks[0].get("taskType") == "authentication":
            key, tasks = tasks[0].get("apiKey", key), tasks[1:]
        if key is None:
            _keep_out("missingApiKey", "Missing API key.")
        if not hmac.compare_digest(str(key).encode(errors="replace"), self._api_key.encode()):
            _keep_out("invalidApiKey", "Invalid API key.")
        return tasks

    def _answer(self, tasks: list[Body], origin: str) -> web.Response:
        answer = _Answer(accepted=not tasks)
        for task in tasks:
            match task.get("taskType"):
                case "videoInference":
                    self._submit(task, answer)
                case "getResponse":
                    self._poll(task, answer, origin=origin)
                case _:
                    answer.refuse(task, _UNKNOWN_TYPE)
        return answer.response()

    def _submit(self, task: Body, answer: _Answer) -> None:
        if flaws := check_video_task(task):
            answer.refuse(task, *flaws)
        elif self._store.add(task, self._clock.now()):
            self._queue.wake()
            answer.accepted = True
            answer.data.append({"taskType": task["taskType"], "taskUUID": task["taskUUID"]})
        else:
            self.counts.conflicts += 1
            answer.refuse(task, _CONFLICT)

    def _poll(self, task: Body, answer: _Answer, *, origin: str) -> None:
        self.counts.polls += 1
        if flaws := check_poll(task):
            answer.refuse(task, *flaws)
            return
        answer.accepted = True
        stored = self._store.task(task["taskUUID"])
        if stored is not None:
            data, errors = poll_items(stored, origin)
            answer.data += data
            answer.errors += errors


def _tasks_in(content: bytes) -> list[Body]:
    try:
        tasks = json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(ApiError("invalidJSON", "The body must be JSON.")) from error
    if not isinstance(tasks, list) or not tasks or not all(isinstance(task, dict) for task in tasks):
        raise Refused(ApiError("invalidRequest", "The body must be an array of at least one task object."))
    return tasks


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _keep_out(code: str, message: str) -> NoReturn:
    raise Refused(ApiError(code, message, "apiKey"), task_type="authentication")


def _refusal(tasks: list[Body], code: str, *, submits: bool) -> web.Response:
    """What a fault of kind `error` answers: a refused submission, or a poll that says the tasks failed."""
    error = ApiError(code, "The studio was told to refuse this.")
    if submits:
        bodies = [error.as_json(task_type=task.get("taskType"), task_uuid=task.get("taskUUID")) for task in tasks]
        return web.json_response({"errors": bodies}, status=http_status(code))
    status = http_status(code)
    failed = [{**error.as_json(task_uuid=task.get("taskUUID")), "status": "error"} for task in tasks]
    return web.json_response({"data": [], "errors": failed}, status=200 if status == 400 else status)
