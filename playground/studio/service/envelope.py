"""The body of a request, and the answer to it: an array of tasks in, `data` and `errors` out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from playground.studio.service.errors import ApiError, Refused, http_status

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """The request that a task came with: the address it was sent to, and whether it is only to be priced."""

    origin: str
    dry_run: bool


@dataclass
class Answer:
    """What the tasks of one request came to; `accepted` once one of them was in order."""

    data: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    accepted: bool = False
    _refused_status: int = 400

    def accept(self, task: Body, **more: object) -> None:
        """Answer a task with its own identity and what it came to."""
        self.accepted = True
        self.data.append({"taskType": task["taskType"], "taskUUID": task["taskUUID"], **more})

    def refuse(self, task: Body, *errors: ApiError) -> None:
        """Answer a task with what is wrong with it."""
        if not self.errors:
            self._refused_status = http_status(errors[0].code)
        kind, task_uuid = task.get("taskType"), task.get("taskUUID")
        self.errors += [error.as_json(task_type=kind, task_uuid=task_uuid) for error in errors]

    def response(self) -> web.Response:
        """The answer on the wire; the list of errors is left out when there are none."""
        refused = bool(self.errors) and not self.accepted
        body = {"data": self.data} | ({"errors": self.errors} if self.errors else {})
        return json_answer(body, status=self._refused_status if refused else 200)


def json_answer(body: object, *, status: int = 200) -> web.Response:
    """A body as JSON."""
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def tasks_in(content_type: str, content: bytes) -> list[Body]:
    """The tasks of a request; raises `Refused` for anything but a JSON array of at least one object."""
    if content_type != "application/json":
        message = f"The body must be sent with 'Content-Type: application/json', not '{content_type}'."
        raise Refused(ApiError("invalidContentType", message))
    try:
        tasks = orjson.loads(content)
    except json.JSONDecodeError as error:
        raise Refused(ApiError("invalidJSON", f"The body must be JSON in UTF-8: {error}.")) from error
    if not isinstance(tasks, list) or not tasks:
        raise Refused(ApiError("invalidRequest", "The body must be an array of at least one task object."))
    for position, task in enumerate(tasks):
        if not isinstance(task, dict):
            raise Refused(ApiError("invalidRequest", f"Element {position} of the array is not a task object."))
    return tasks
