"""A run of Herald's step in somebody's workflow: from its inputs to the one outcome that Slack is told."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.rendering.frozen import Frozen, moved

RUN_STEP: Final = "function"
"""The queue's step that brings a run on."""


class RunState(StrEnum):
    """Where a run is in its life; while it is ending, its outcome is stored and Slack is to be told."""

    RECEIVED = "received"
    MAKING = "making"
    ENDING = "ending"
    ENDED = "ended"


FOLLOWS: Final[Mapping[RunState, frozenset[RunState]]] = {
    RunState.RECEIVED: frozenset({RunState.MAKING, RunState.ENDING}),
    RunState.MAKING: frozenset({RunState.ENDING}),
    RunState.ENDING: frozenset({RunState.ENDED}),
    RunState.ENDED: frozenset(),
}
"""The life of a run as a table: which state may follow which."""


class RunInputs(Frozen):
    """What the workflow gave, as it gave it; nothing of it is checked yet."""

    script: str = ""
    avatar: str = ""
    voice: str = ""
    channel: str = ""
    person: str = ""


class RunOutputs(Frozen):
    """What the workflow's next steps can use: the link to the message, the thread's `ts`, the video's own URL."""

    permalink: str
    thread: str
    url: str


class WorkflowRun(Frozen):
    """One run; stored whole, changed only by a transition. `id` is the one that Slack gave it.

    `render_id` was made when the run was received, so that one run is one render. The outcome is either `outputs`, or
    the `problem` that the person who looks at the workflow reads.
    """

    id: str
    team_id: str
    version: int = 1
    state: RunState = RunState.RECEIVED
    inputs: RunInputs
    render_id: str
    received_at: datetime
    outputs: RunOutputs | None = None
    problem: str | None = None

    @property
    def over(self) -> bool:
        """Whether Slack knows the outcome."""
        return self.state is RunState.ENDED


def changed(run: WorkflowRun, updates: Mapping[str, object]) -> WorkflowRun:
    """`run` with `updates`, one version on; ValueError for a change of state that the table does not have."""
    return moved(run, updates, FOLLOWS)
