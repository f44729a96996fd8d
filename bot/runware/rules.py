"""The contract's rules, said of a person's choices before anything is priced or sent."""

import re
from typing import Final
from uuid import UUID

from bot.errors import InvalidField, TaskRefused
from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.runware.orders import task_for

FILE_PREFIX: Final = "slack-file:"
_DECIMAL: Final = re.compile(r"Decimal\('([^']*)'\)")
_SOME_UUID: Final = UUID("00000000-0000-4000-8000-000000000000")
_FIELDS: Final = {
    "ttl": "ttl_seconds",
    "outputFormat": "output_format",
    "outputQuality": "output_quality",
    "numberResults": "number_results",
    "positivePrompt": "motion_prompt",
    "width": "width",
    "height": "height",
    "resolution": "resolution",
    "inputs.image": "image",
    "inputs.audio": "audio",
    "inputs.avatar": "avatar",
    "inputs.background": "background",
    "speech.text": "script",
    "speech.voice": "voice",
    "speech.language": "language",
    "speech.speed": "speed",
    "speech.pitch": "pitch",
    "settings.backgroundColor": "background_color",
    "settings.expressiveness": "expressiveness",
    "settings.removeBackground": "remove_background",
    "safety.mode": "safety_mode",
}
"""The name of each parameter among a render's choices."""


def check_choices(script: str, choices: Choices, ttl_seconds: int) -> None:
    """Raise InvalidField for the first choice that the service's contract does not allow.

    A person's file counts as good here: it is looked at on its way to the service.
    """
    media = ("image", "audio", "background")
    files = {name: str(_SOME_UUID) for name in media if str(getattr(choices, name) or "").startswith(FILE_PREFIX)}
    order = TaskOrder(_SOME_UUID, script, choices.model_copy(update=files), ttl_seconds)
    try:
        task_for(order)
    except TaskRefused as refused:
        first = (refused.parameter or "").partition(",")[0].strip()
        problem = InvalidField(_FIELDS.get(first, "script"), _sentence(refused.message))
    else:
        return
    raise problem


def _sentence(text: str) -> str:
    """The contract's words, as one says them to a person."""
    words = _DECIMAL.sub(r"\1", text).strip().rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."
