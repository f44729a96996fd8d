"""What the image's steps make, from `requirements.txt` alone, is a Herald that delivers."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.deploy.rehearsal import NothingToFetch, python_of, rehearse
from tests.journeys.processes import environment
from tests.journeys.stage import STUDIO_KEY, Stage, is_up, services, until
from tests.videos import write_video

DEVELOPMENT = ("av", "cv2", "pytest", "playwright", "yaml", "playground", "tests")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the steps made."""
    made = tmp_path_factory.mktemp("image")
    try:
        rehearse(made)
    except NothingToFetch as failed:
        pytest.skip(f"the packages cannot be fetched here: {failed}")
    return made


@pytest.fixture
async def stage(tmp_path: Path, redis_url: str) -> AsyncIterator[Stage]:
    """A local Slack, and a studio that answers with a file after a second."""
    ready = ReadyAnswer(write_video(tmp_path / "ready.mp4", seconds=2), 1.0)
    async with services(StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ready), redis_url) as built:
        yield built


@asynccontextmanager
async def started(folder: Path, stage: Stage, *call: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A part of Herald as the image starts it."""
    process = await asyncio.create_subprocess_exec(
        python_of(folder), "-m", "bot", *call, cwd=folder / "herald", env=environment(stage.settings)
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_what_is_there_is_released_once_and_again(folder: Path, stage: Stage) -> None:
    for _ in range(2):
        async with started(folder, stage, "release", "--without-persistence") as release, asyncio.timeout(30):
            assert await release.wait() == 0


async def test_web_and_worker_deliver_a_video(folder: Path, stage: Stage) -> None:
    async with started(folder, stage, "web") as web, started(folder, stage, "worker") as worker:
        await until(lambda: is_up(stage))
        await stage.ask_for("Good morning, team.")
        await stage.delivered()
        for process in (web, worker):
            process.terminate()
        async with asyncio.timeout(10):
            codes = [await web.wait(), await worker.wait()]

    assert codes == [0, 0]
    assert len(await stage.final_posts()) == 1


def test_only_what_the_bot_needs_is_in_it(folder: Path) -> None:
    code = f"import importlib.util as u; print([n for n in {DEVELOPMENT!r} if u.find_spec(n)])"
    run = subprocess.run(
        [python_of(folder), "-c", code], cwd=folder / "herald", capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_it_is_compiled_since_it_cannot_be_later(folder: Path) -> None:
    sources = list((folder / "herald" / "bot").rglob("*.py"))
    compiled = {path.name.partition(".")[0] for path in (folder / "herald" / "bot").rglob("__pycache__/*.pyc")}
    assert sources
    assert [path.name for path in sources if path.stem not in compiled] == []
