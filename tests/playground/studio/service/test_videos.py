"""Downloads, and the end of their time."""

from contextlib import closing

import aiohttp
import pytest

from playground.studio.service import store
from playground.studio.service.database import Database
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import Caller, calling, until, video_task


async def test_part_of_a_video_can_be_asked_for(studio: Caller, ready_settings: Settings) -> None:
    url = await studio.video_of(await studio.submit(video_task()))
    async with studio.session.get(url, headers={"Range": "bytes=10-19"}) as answer:
        assert (answer.status, len(await answer.read())) == (206, 10)
        assert ready_settings.ready is not None
        size = ready_settings.ready.file.stat().st_size
        assert answer.headers["Content-Range"] == f"bytes 10-19/{size}"


@pytest.mark.parametrize(("output_format", "content_type"), [("WEBM", "video/webm"), ("MOV", "video/quicktime")])
async def test_video_is_named_after_its_format(studio: Caller, output_format: str, content_type: str) -> None:
    url = await studio.video_of(await studio.submit(video_task(outputFormat=output_format)))
    async with studio.session.get(url) as answer:
        assert (url.rpartition(".")[2], answer.content_type) == (output_format.lower(), content_type)


async def test_video_lives_until_its_time_is_over(studio: Caller) -> None:
    url = await studio.video_of(await studio.submit(video_task(ttl=60)))
    await studio.control("clock", advance_seconds=58)
    assert await studio.status_of(url) == 200
    await studio.control("clock", advance_seconds=2)
    assert await studio.status_of(url) == 404


async def test_time_counts_from_the_finish_and_is_a_day_by_default(studio: Caller) -> None:
    task = await studio.submit(video_task())
    await studio.finished(task)
    await studio.control("clock", advance_seconds=86_390)
    (state,) = (await studio.state())["tasks"]
    assert state["results"][0]["expired"] is False
    assert 86_399 < state["results"][0]["expires_at"] - state["submitted_at"] < 86_405


async def test_expired_file_is_removed(studio: Caller, ready_settings: Settings) -> None:
    await studio.video_of(await studio.submit(video_task(ttl=60)))
    folder = ready_settings.data_dir / "videos"
    assert len(list(folder.iterdir())) == 1
    await studio.control("clock", advance_seconds=61)

    async def gone() -> bool:
        return not list(folder.iterdir())

    assert await until(gone)


async def test_removing_goes_on_after_the_database_refused(
    ready_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    refuse_at_first(ready_settings)
    async with calling(ready_settings) as studio:
        await studio.video_of(await studio.submit(video_task(ttl=60)))
        await studio.control("clock", advance_seconds=61)

        async def refused() -> bool:
            return "no room" in caplog.text

        assert await until(refused)
        await studio.video_of(await studio.submit(video_task(ttl=60)))
        await studio.control("clock", advance_seconds=61)

        async def gone() -> bool:
            return not list((ready_settings.data_dir / "videos").iterdir())

        assert await until(gone)


def refuse_at_first(settings: Settings) -> None:
    """Have the database take no video for removed while it knows of one alone."""
    settings.data_dir.mkdir(parents=True)
    database = Database(settings.data_dir / "studio.sqlite3", [store.TABLES])
    database.open()
    with closing(database), database.connection:
        database.connection.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON results WHEN NEW.removed = 1 "
            "AND (SELECT count(*) FROM results) < 2 BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )


async def test_unfinished_and_unknown_videos_are_not_found(slow_studio: Caller) -> None:
    await slow_studio.submit(video_task())
    (state,) = (await slow_studio.state())["tasks"]
    video_uuid = state["results"][0]["video_uuid"]
    for path in (f"/video/{video_uuid}.mp4", "/video/other.mp4", "/video/..%2Fstudio.sqlite3"):
        assert await slow_studio.status_of(path) == 404


async def test_download_can_be_cut_halfway(studio: Caller) -> None:
    url = await studio.video_of(await studio.submit(video_task()))
    await studio.control("faults", faults=[{"on": "video", "kind": "cut_after"}])
    async with studio.session.get(url) as answer:
        assert answer.status == 200
        with pytest.raises(aiohttp.ClientError):
            await answer.read()
    assert await studio.status_of(url) == 200
