"""The media of a task: looked at when it is submitted, and what it carries within itself put into the library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playground.studio.render.media.sniffing import SNIFFED_BYTES, MediaType, sniff
from playground.studio.service.envelope import Body
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.media.library import LARGEST_BYTES, Library, too_large
from playground.studio.service.media.sources import inline_content, source_of

FAMILIES: Final = {"image": ("image",), "background": ("image",), "audio": ("audio", "video")}
_WORDS: Final = {"image": "a PNG, JPEG or WebP picture", "audio": "a recording"}


class MediaIntake:
    """Checks and keeps media for tasks."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def check(self, task: Body) -> None:
        """Raise `Refused` for media that are not there, or not of the kind that their place asks for."""
        for key, text in _media_of(task):
            parameter = f"inputs.{key}"
            match source_of(text):
                case "UUID":
                    self._check_stored(text, key)
                case "data URI" | "base64":
                    content = inline_content(text)
                    check_family(None if content is None else sniff(content), key)
                    if content is not None and len(content) > LARGEST_BYTES:
                        raise Refused(too_large(parameter))

    def keep(self, task: Body) -> dict[str, Any]:
        """The task with everything that it carries within itself stored, and named by its UUID instead."""
        inputs = dict(task.get("inputs", {}))
        for key, text in _media_of(task):
            if source_of(text) in ("data URI", "base64"):
                content = inline_content(text)
                assert content is not None
                inputs[key] = self._library.store(content, f"inputs.{key}").media_uuid
        return {**task, "inputs": inputs} if inputs else dict(task)

    def stored_file(self, text: str) -> Path | None:
        """Where the bytes of a stored one are; None when it is given in another way, or is gone."""
        media = self._library.find(text) if source_of(text) == "UUID" else None
        return None if media is None else self._library.path_of(media)

    def _check_stored(self, media_uuid: str, key: str) -> None:
        file = self.stored_file(media_uuid)
        if file is None:
            message = f"'inputs.{key}' names no media that the studio has."
            raise Refused(ApiError("mediaNotFound", message, f"inputs.{key}"))
        with file.open("rb") as opened:
            check_family(sniff(opened.read(SNIFFED_BYTES)), key)


def check_family(found: MediaType | None, key: str) -> None:
    """Raise `Refused` for a file that is not what its place among the inputs asks for."""
    if found is None or found.family not in FAMILIES[key]:
        word = _WORDS.get(key, _WORDS["image"])
        message = f"Invalid value for 'inputs.{key}'. It is not {word} that the studio takes."
        raise Refused(ApiError(f"invalid{key.capitalize()}", message, f"inputs.{key}"))


def _media_of(task: Body) -> Iterator[tuple[str, str]]:
    inputs = task.get("inputs", {})
    return ((key, inputs[key]) for key in FAMILIES if key in inputs)
