"""What is wrong with a row of a batch, and what became of it, in words."""

from typing import Final

from bot.posting.batch import Batch, Problem, ProblemCode, Row, RowState
from bot.posting.batch_making import BUDGET, CALLED_OFF
from bot.slack.surfaces.explanations import explain_code

_PROBLEMS: Final = {
    ProblemCode.NOBODY: "Nobody here is called that. Write a member id, an @name or a full name.",
    ProblemCode.ADDRESS: "I may not look people up by their address here. Write a member id, an @name or a full name.",
    ProblemCode.STRANGER: "Belongs to another organisation.",
    ProblemCode.GONE: "This account is deactivated.",
    ProblemCode.BOT: "Is an app, not a person.",
}
_FAILURES: Final = {
    BUDGET: "The budget was used up.",
    CALLED_OFF: "The clip was deleted before it could be sent.",
    "user_disabled": "This account is deactivated.",
    "account_inactive": "This account is deactivated.",
    "user_not_found": "This person is not in the workspace any more.",
    "user_not_visible": "Slack does not let me see this person.",
    "cannot_dm_bot": "Is an app, not a person.",
    "channel_not_found": "Slack does not let me write to this person.",
    "messages_tab_disabled": "Messages from Herald are switched off here.",
}
_STATES: Final = {
    RowState.BAD: "No clip",
    RowState.WAITING: "Waiting",
    RowState.MAKING: "Being made",
    RowState.SENT: "Sent",
    RowState.FAILED: "Failed",
    RowState.STOPPED: "Stopped",
}


def describe_problem(problem: Problem) -> str:
    """Why a row gets no clip, and what to do; plain text."""
    detail = problem.detail
    if problem.code is ProblemCode.SEVERAL:
        return f"Several people are called that: {detail}. Write the @name."
    if problem.code is ProblemCode.DUPLICATE:
        return f"The same person as in line {detail}: gets one clip."
    if problem.code is ProblemCode.MISSING:
        return f"Missing: {detail}."
    if problem.code is ProblemCode.CELLS:
        cells, columns = detail.split()
        return f"Has {cells} cells, but there are {columns} columns: put a text with a separator in quotation marks."
    return detail if problem.code is ProblemCode.SCRIPT else _PROBLEMS[problem.code]


def describe_reason(row: Row) -> str:
    """Why the row's clip failed; plain text, empty where it did not."""
    if row.problem is not None:
        return describe_problem(row.problem)
    if row.state is not RowState.FAILED:
        return ""
    return row.reason or _FAILURES.get(row.failure or "") or explain_code(row.failure or "").what


def describe_state(row: Row) -> str:
    """Where the row's clip is; plain text."""
    return _STATES[row.state]


def name_of(row: Row) -> str:
    """Who the row's person is, or what stands in their place; plain text."""
    return row.person.name if row.person is not None else row.key or "(nobody)"


def progress_line(batch: Batch) -> str:
    """`120 sent, 10 being made, 65 waiting, 5 failed`, without what there is none of."""
    named = (
        (RowState.SENT, "sent"),
        (RowState.MAKING, "being made"),
        (RowState.WAITING, "waiting"),
        (RowState.FAILED, "failed"),
        (RowState.STOPPED, "stopped"),
    )
    parts = [f"{len(rows):,} {word}" for state, word in named if (rows := batch.of(state))]
    return ", ".join(parts) or "nothing to send"
