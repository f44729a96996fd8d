"""Studios on free ports that the contract's tests talk to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.studio.service.settings import ReadyAnswer, Settings
from tests.playground.studio.service.caller import KEY, Caller, calling
from tests.videos import write_video


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of one second."""
    return write_video(tmp_path_factory.mktemp("ready") / "ready.mp4", seconds=1.0)


@pytest.fixture
async def studio(tmp_path: Path, ready_file: Path) -> AsyncIterator[Caller]:
    """A studio that answers at once, with $50 to spend."""
    settings = Settings(KEY, tmp_path / "data", ready=ReadyAnswer(ready_file, 0.0), balance_cents=50_00)
    async with calling(settings) as caller:
        yield caller
