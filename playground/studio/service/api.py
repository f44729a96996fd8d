"""`POST /v1`: each task of a request goes to what answers its type."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from aiohttp import web

from playground.dials import FaultDial
from playground.studio.service.door import admit
from playground.studio.service.envelope import Answer, Body, Call, tasks_in
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.faults import Wanted, answer_faulty
from playground.studio.service.kinds.get_response import GetResponse
from playground.studio.service.utility_fields import REQUESTS
from playground.studio.service.validation import check_task

PATH: Final = "/v1"
DRY_RUN_HEADER: Final = "X-Runware-Dry-Run"
_TYPES: Final = {"allowedValues": ["authentication", *REQUESTS]}
_UNKNOWN_TYPE: Final = ApiError("invalidTaskType", "Invalid value for 'taskType'.", "taskType", _TYPES)
_NO_TYPE: Final = ApiError("missingTaskType", "Missing required parameter 'taskType'.", "taskType", _TYPES)
_CALLS: Final = {
    "videoInference": "submit",
    "mediaStorage": "media",
    "imageUpload": "media",
    "accountManagement": "account",
    "getTaskDetails": "details",
}

Handler = Callable[[Body, Call, Answer], Awaitable[None]]


@dataclass(frozen=True)
class Handlers:
    """What answers each type of task; polls are answered together."""

    polls: GetResponse
    others: Mapping[str, Handler]


class Api:
    """Answers requests; `requests` counts them."""

    def __init__(self, handlers: Handlers, *, api_key: str) -> None:
        self._handlers = handlers
        self._api_key = api_key
        self.requests = 0

    def routes(self, faults: FaultDial) -> list[web.RouteDef]:
        """`POST /v1`, with the faults of the call that a request makes."""

        async def post(request: web.Request) -> web.StreamResponse:
            self.requests += 1
            body = tasks_in(request.content_type, await request.read())
            tasks = admit(body, request.headers.get("Authorization"), self._api_key)
            call = Call(str(request.url.origin()), request.headers.get(DRY_RUN_HEADER) == "1")
            wanted = Wanted(_call_made(tasks, call), tasks)

            async def answer() -> web.Response:
                return (await self._answer(tasks, call)).response()

            return await answer_faulty(request, faults.take(wanted.call), answer, wanted=wanted)

        return [web.post(PATH, post)]

    async def _answer(self, tasks: list[Body], call: Call) -> Answer:
        answer = Answer(accepted=not tasks)
        for kind, some in groupby(tasks, key=lambda task: task.get("taskType")):
            sound = [task for task in some if _is_sound(task, answer)]
            if kind == "getResponse" and not call.dry_run:
                if sound:
                    self._handlers.polls.answer_all(sound, call, answer)
                continue
            for task in sound:
                await self._answer_one(task, call, answer)
        return answer

    async def _answer_one(self, task: Body, call: Call, answer: Answer) -> None:
        kind = task["taskType"]
        if call.dry_run and kind != "videoInference":
            answer.accept(task, cost=0)
            return
        try:
            await self._handlers.others[kind](task, call, answer)
        except Refused as refusal:
            answer.refuse(task, refusal.error)


def _is_sound(task: Body, answer: Answer) -> bool:
    """Whether a task can go to its handler; if not, the answer says why."""
    kind = task.get("taskType")
    if isinstance(kind, str) and kind in REQUESTS:
        flaws = check_task(task)
    else:
        flaws = [_UNKNOWN_TYPE if "taskType" in task else _NO_TYPE]
    if flaws:
        answer.refuse(task, *flaws)
    return not flaws


def _call_made(tasks: list[Body], call: Call) -> str:
    """The name of the call for the fault dial: that of the weightiest task."""
    kinds = {kind for task in tasks if isinstance(kind := task.get("taskType"), str)}
    made = next((name for kind, name in _CALLS.items() if kind in kinds), "poll")
    return "price" if made == "submit" and call.dry_run else made
