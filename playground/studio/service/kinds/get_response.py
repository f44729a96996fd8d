"""`getResponse`: what became of tasks."""

from collections.abc import Sequence

from playground.studio.service.answers import poll_items
from playground.studio.service.envelope import Answer, Body, Call
from playground.studio.service.store import Store


class GetResponse:
    """Answers polls, many at once; `polls` counts them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.polls = 0

    def answer_all(self, tasks: Sequence[Body], call: Call, answer: Answer) -> None:
        """Tell the state of all tasks asked for; nothing is said of unknown ones."""
        self.polls += len(tasks)
        answer.accepted = True
        asked = [task["taskUUID"] for task in tasks]
        known = self._store.states(asked)
        for task_uuid in asked:
            data, errors = poll_items(known.get(task_uuid, ()), call.origin)
            answer.data += data
            answer.errors += errors
