"""The check of a task's content: a few words that trip it, so that a refusal can be seen."""

import re
from typing import Final

from playground.studio.service.errors import ApiError
from playground.studio.service.tasks import Task

TRIPPING_WORDS: Final = ("bloodbath", "gore", "massacre", "nude", "porn", "torture")
_ALONE: Final = re.compile(rf"\b(?:{'|'.join(TRIPPING_WORDS)})\b", re.IGNORECASE)
_ANYWHERE: Final = re.compile("|".join(TRIPPING_WORDS), re.IGNORECASE)
_MESSAGE: Final = "The content was refused by the safety check, and nothing is charged. Change the text and try again."


def check_content(task: Task) -> ApiError | None:
    """Why a task is refused, or None.

    `fast` looks for the words in the script; `full` looks inside longer words and at the prompt, too.
    """
    if task.safety_mode == "none":
        return None
    if task.safety_mode == "fast":
        found = _ALONE.search(task.text or "") is not None
        return _refusal("speech.text") if found else None
    for parameter, text in (("speech.text", task.text), ("positivePrompt", task.prompt)):
        if _ANYWHERE.search(text or ""):
            return _refusal(parameter)
    return None


def _refusal(parameter: str) -> ApiError:
    return ApiError("contentPolicyViolation", _MESSAGE, parameter)
