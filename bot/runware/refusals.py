"""What cannot be sent and what was turned down, as our own error."""

from typing import Final
from uuid import UUID

from pydantic import ValidationError

from bot.errors import TaskRefused
from bot.metrics import RUNWARE_REFUSALS
from bot.runware.answers import ErrorItem
from bot.runware.codes import RETRYABLE, Category, category_of
from bot.runware.wire import wire_name

_WORDS: Final = {
    "missing": "It is missing and has to be given.",
    "extra_forbidden": "The model has no such parameter: leave it out.",
    "multiple_of": "It must be a multiple of {multiple_of}.",
    "string_pattern_mismatch": "It must have the form {pattern}.",
}
"""For what pydantic says less clearly."""
_ABOUT_THE_ACCOUNT: Final = frozenset({Category.AUTH, Category.QUOTA})


def refusal(error: ErrorItem, task_uuid: UUID | None = None) -> TaskRefused:
    """The service's error as ours."""
    category = category_of(error.code)
    RUNWARE_REFUSALS.labels(category.value).inc()
    return TaskRefused(
        error.code,
        error.message,
        parameter=", ".join(error.parameter) or None,
        task_uuid=task_uuid or error.task_uuid,
        retryable=category in RETRYABLE,
        about_task=category not in _ABOUT_THE_ACCOUNT,
    )


def unsendable(error: ValidationError, task_uuid: UUID | None = None) -> TaskRefused:
    """A task that our own models refuse, as the service would refuse it: `parameter` in its spelling, with dots.

    Only the first thing that is wrong is named; what was written there is not repeated.
    """
    wrong = error.errors(include_input=False, include_url=False)[0]
    context = wrong.get("ctx", {})
    dotted = ".".join(wire_name(part) if isinstance(part, str) else str(part) for part in wrong["loc"])
    message = _WORDS[wrong["type"]].format(**context) if wrong["type"] in _WORDS else wrong["msg"]
    return TaskRefused("invalidTask", message, parameter=dotted or context.get("parameters"), task_uuid=task_uuid)
