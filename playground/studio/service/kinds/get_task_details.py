"""`getTaskDetails`: how a task was asked for, and what it came to."""

from typing import Final

from playground.studio.service.answers import poll_items
from playground.studio.service.envelope import Answer, Body, Call
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.store import Store

_UNKNOWN: Final = ApiError("taskNotFound", "There is no task with this taskUUID.", "taskUUID")


class GetTaskDetails:
    """Answers from the archive, which is the store itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def answer(self, task: Body, call: Call, answer: Answer) -> None:
        """Tell all about the task with that UUID."""
        request = self._store.request(task["taskUUID"])
        if request is None:
            raise Refused(_UNKNOWN)
        data, errors = poll_items(self._store.states([task["taskUUID"]])[task["taskUUID"]], call.origin)
        answer.accept(task, request=[request], response={"data": data} | ({"errors": errors} if errors else {}))
