"""A studio on a free port, a caller for it, and a short video to answer with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.studio.service.settings import ReadyAnswer, Settings
from tests.playground.studio.service.caller import KEY, Caller, calling
from tests.videos import write_video


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 2.4 seconds."""
    return write_video(tmp_path_factory.mktemp("ready") / "ready.mp4", seconds=2.4)


@pytest.fixture
def ready_settings(tmp_path: Path, ready_file: Path) -> Settings:
    """A studio that answers at once with the ready file."""
    return Settings(KEY, tmp_path / "data", ready=ReadyAnswer(ready_file, 0.0))


@pytest.fixture
def slow_settings(tmp_path: Path, ready_file: Path) -> Settings:
    """A studio that is not done with any task while a test runs."""
    return Settings(KEY, tmp_path / "data", ready=ReadyAnswer(ready_file, 3600.0))


@pytest.fixture
async def studio(ready_settings: Settings) -> AsyncIterator[Caller]:
    """A caller of a studio that answers at once."""
    async with calling(ready_settings) as caller:
        yield caller


@pytest.fixture
async def slow_studio(slow_settings: Settings) -> AsyncIterator[Caller]:
    """A caller of a studio that is not done with any task while the test runs."""
    async with calling(slow_settings) as caller:
        yield caller
