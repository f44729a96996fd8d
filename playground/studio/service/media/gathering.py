"""Bringing a task's media together before it is rendered: stored ones where they are, others fetched beside it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playground.studio.render.media.sniffing import sniff
from playground.studio.service.engine import Materials, RenderFailed
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.media.fetching import NotFetched, fetch
from playground.studio.service.media.intake import MediaIntake, check_family
from playground.studio.service.media.sources import source_of
from playground.studio.service.tasks import Task


class Gatherer:
    """Makes files of what tasks name."""

    def __init__(self, intake: MediaIntake, folder: Path) -> None:
        self._intake = intake
        self._folder = folder

    @asynccontextmanager
    async def gathered(self, task: Task, name: str) -> AsyncIterator[Materials]:
        """The files of a task; what was fetched is removed afterwards. Raises `RenderFailed` when one is missing."""
        folder = self._folder / name
        try:
            yield Materials(
                image=await self._file(task.image, "image", folder),
                audio=await self._file(task.audio, "audio", folder),
                background=await self._file(task.background, "background", folder),
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def remove_leftovers(self) -> None:
        """Remove what an earlier run fetched and could not clear away."""
        for folder in self._folder.iterdir():
            shutil.rmtree(folder, ignore_errors=True)

    async def _file(self, text: str | None, key: str, folder: Path) -> Path | None:
        if text is None:
            return None
        if source_of(text) == "URL":
            return await _fetched(text, key, folder)
        stored = self._intake.stored_file(text)
        if stored is None:
            raise RenderFailed(ApiError("mediaExpired", f"'inputs.{key}' is no longer there.", f"inputs.{key}"))
        return stored


async def _fetched(url: str, key: str, folder: Path) -> Path:
    parameter = f"inputs.{key}"
    try:
        content = await fetch(url)
        found = sniff(content)
        check_family(found, key)
    except NotFetched as error:
        message = f"'{parameter}' could not be fetched: {error}."
        raise RenderFailed(ApiError("downloadFailed", message, parameter)) from error
    except Refused as refusal:
        raise RenderFailed(refusal.error) from refusal
    assert found is not None
    file = folder / f"{key}{found.suffix}"
    await asyncio.to_thread(_write, file, content)
    return file


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
