"""Stages for journeys: one that renders for real, one whose studio answers with a file that is ready."""

from collections.abc import AsyncIterator
from pathlib import Path

import av
import pytest

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import STUDIO_KEY, Stage, services


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of two seconds."""
    file = tmp_path_factory.mktemp("ready") / "ready.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return file


@pytest.fixture
def ready_studio(tmp_path: Path, ready_file: Path) -> StudioSettings:
    """A studio that answers every task after two seconds."""
    return StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 2.0))


@pytest.fixture
async def stage(ready_studio: StudioSettings, redis_url: str) -> AsyncIterator[Stage]:
    """A stage without a bot, whose studio is quick."""
    async with services(ready_studio, redis_url) as built:
        yield built
