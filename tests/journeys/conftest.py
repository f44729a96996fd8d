"""Stages for journeys: one that renders for real, one whose studio answers with a file that is ready."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.exercised import JOURNEYS
from tests.journeys.heard import RECORD
from tests.journeys.stage import STUDIO_KEY, Stage, services
from tests.videos import write_video


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of two seconds."""
    return write_video(tmp_path_factory.mktemp("ready") / "ready.mp4", seconds=2)


@pytest.fixture
def ready_studio(tmp_path: Path, ready_file: Path) -> StudioSettings:
    """A studio that answers every task after a second."""
    return StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 1.0))


@pytest.fixture
async def stage(ready_studio: StudioSettings, redis_url: str) -> AsyncIterator[Stage]:
    """A stage without a bot, whose studio is quick."""
    async with services(ready_studio, redis_url) as built:
        yield built


@pytest.fixture(autouse=True)
def _reaches_what_it_is_for(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a journey that Herald did not hear what the table says of it, or in which it sent what Slack never takes."""
    RECORD.begin()
    yield
    if RECORD.whole:
        module = request.node.path.stem
        assert RECORD.unheard(JOURNEYS.get(module, {}).get(request.node.originalname, ())) == []
        assert RECORD.spoilt == []
