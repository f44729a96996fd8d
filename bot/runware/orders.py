"""From an order to the task that the service understands."""

from pydantic import ValidationError

from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.runware.models import VideoInference
from bot.runware.refusals import unsendable


def task_for(order: TaskOrder) -> VideoInference:
    """The task as Runware wants it; raises TaskRefused for what its contract does not allow.

    A recording takes the place of the script, which is then not spoken.
    """
    choices = order.choices
    try:
        return VideoInference.model_validate(
            {
                "task_uuid": order.task_uuid,
                "webhook_url": order.webhook_url,
                "ttl": order.ttl_seconds,
                "output_format": choices.output_format,
                "output_quality": choices.output_quality,
                "number_results": choices.number_results,
                "positive_prompt": choices.motion_prompt,
                "width": choices.width,
                "height": choices.height,
                "resolution": choices.resolution,
                "inputs": {
                    "image": choices.image,
                    "audio": choices.audio,
                    "avatar": choices.avatar,
                    "background": choices.background,
                },
                "speech": _speech(order),
                "settings": _settings(choices),
                "safety": _safety(choices),
            }
        )
    except ValidationError as error:
        refused = unsendable(error, order.task_uuid)
    raise refused


def _speech(order: TaskOrder) -> dict[str, object] | None:
    choices = order.choices
    manner = {"voice": choices.voice, "language": choices.language, "speed": choices.speed, "pitch": choices.pitch}
    if choices.audio is not None and not any(value is not None for value in manner.values()):
        return None
    return {"text": order.script, **manner}


def _settings(choices: Choices) -> dict[str, object] | None:
    settings: dict[str, object] = {
        "background_color": choices.background_color,
        "expressiveness": choices.expressiveness,
        "remove_background": choices.remove_background,
    }
    return settings if any(value is not None for value in settings.values()) else None


def _safety(choices: Choices) -> dict[str, object] | None:
    if choices.safety_mode is None:
        return None
    return {"check_content": choices.safety_mode != "none", "mode": choices.safety_mode}
