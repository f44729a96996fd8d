"""A person's files in a render's choices: by reference, until the service knows them by its own ids."""

from collections.abc import Mapping
from typing import Final

from bot.rendering.render import Choices, Render

_SCHEME: Final = "slack-file:"
_ADDRESS: Final = "https://"
FIELDS: Final = ("image", "audio", "background")
"""The choices that a file can stand in."""


def reference_to(file_id: str) -> str:
    """How the choices name a file that a person gave in Slack: `slack-file:F0123ABCD`."""
    return f"{_SCHEME}{file_id}"


def is_file(value: str | None) -> bool:
    """Whether a choice is such a reference."""
    return value is not None and value.startswith(_SCHEME)


def is_address(value: str | None) -> bool:
    """Whether a choice is the address of a file on the web, which Herald fetches itself and nobody else."""
    return value is not None and value.startswith(_ADDRESS)


def file_id_of(reference: str) -> str:
    """The id that Slack knows the file by."""
    return reference.removeprefix(_SCHEME)


def files_of(choices: Choices) -> Mapping[str, str]:
    """The references and addresses among the choices, by the field that they stand in."""
    values: dict[str, str | None] = {name: getattr(choices, name) for name in FIELDS}
    return {
        name: value for name, value in values.items() if value is not None and (is_file(value) or is_address(value))
    }


def awaited(render: Render) -> Mapping[str, str]:
    """The references whose files are not at the service yet, by field."""
    return {name: value for name, value in files_of(render.choices).items() if value not in render.media}


def next_step(render: Render) -> str:
    """The step that an anchored render is to be woken for."""
    if render.awaits_consent:
        return "consent"
    return "media" if awaited(render) else "submit"


def sendable(render: Render) -> Choices:
    """The choices as the service is told them: files by its own ids."""
    named = {name: render.media[value] for name, value in files_of(render.choices).items()}
    return render.choices.model_copy(update=named)
