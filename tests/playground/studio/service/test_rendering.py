"""The queue and its child processes, with renderers of a few lines that keep to the renderer's protocol."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil
import pytest

from playground.studio.catalogue import avatar_ids
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import KEY, Caller, Json, calling, speech_task, until, video_task

READ: Final = """
import json, os, pathlib, sys, time
order = json.loads(sys.stdin.readline())
out = pathlib.Path(order["out"])
def say(**word): print(json.dumps(word), flush=True)
"""
RENDER: Final = """
out.write_text(json.dumps(order))
say(progress=1.0)
say(done={"duration_seconds": 1.26, "width": 64, "height": 64, "format": "MP4", "frames": 30})
"""
WAIT: Final = """
pathlib.Path(order["out"] + ".begun").touch()
say(progress=0.25)
gate = out.parent / "go"
while not gate.exists(): time.sleep(0.01)
"""
REFUSE: Final = """
say(error={"code": "invalidText", "message": "Nothing to say.", "parameter": "speech.text"})
sys.exit(1)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[str], Settings]:
    """Settings of a studio whose renderer is the given program."""

    def with_renderer(program: str) -> Settings:
        return Settings(KEY, tmp_path, renderer=(sys.executable, "-c", READ + program), stall_seconds=20.0)

    return with_renderer


async def states(studio: Caller) -> list[str]:
    """The states of all tasks, in the order of submission."""
    return [task["state"] for task in (await studio.state())["tasks"]]


async def until_rendering(studio: Caller) -> None:
    """Wait until the first task's renderer has said how far it is."""

    async def begun() -> bool:
        result = (await studio.state())["tasks"][0]["results"][0]
        return bool(result["progress"] == 0.25)

    await until(begun)


async def test_renderer_is_told_the_whole_task(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(RENDER)) as studio:
        task = speech_task(text="Zwölf Boxkämpfer", language="de-DE", speed=1.25, pitch=-3) | {"resolution": "480p"}
        url = await studio.video_of(await studio.submit(task))
        async with studio.session.get(url) as answer:
            order = await answer.json(content_type=None)
    spoken = {"script": "Zwölf Boxkämpfer", "language": "de-DE", "speed": 1.25, "pitch": -3}
    shown = {
        "avatar": task["inputs"]["avatar"],
        "width": None,
        "resolution": "480p",
        "format": "MP4",
        "quality": 95,
        "label": True,
    }
    assert (spoken | shown).items() <= order.items()


async def test_cost_follows_the_length_that_was_rendered(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(RENDER)) as studio:
        body = await studio.finished(await studio.submit(video_task(includeCost=True)))
    assert body["data"][0]["cost"] == 0.13


async def test_one_result_is_rendered_at_a_time_in_the_order_of_submission(settings: Callable[[str], Settings]) -> None:
    renderer = settings(WAIT + RENDER)
    async with calling(renderer) as studio:
        tasks = [await studio.submit(video_task()) for _ in range(3)]
        await until_rendering(studio)
        assert await states(studio) == ["rendering", "queued", "queued"]
        assert len(list((renderer.data_dir / "videos").glob("*.begun"))) == 1
        (renderer.data_dir / "videos" / "go").touch()
        await studio.finished(tasks[2])
        assert await states(studio) == ["success", "success", "success"]


async def test_what_the_renderer_refuses_is_told_in_its_words(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(REFUSE)) as studio:
        (error,) = (await studio.finished(await studio.submit(video_task())))["errors"]
    assert (error["code"], error["message"]) == ("invalidText", "Nothing to say.")
    assert (error["parameter"], error["status"]) == ("speech.text", "error")


@pytest.mark.parametrize("program", ["sys.exit(3)", "print('soon', flush=True)", "os.abort()"])
async def test_renderer_that_breaks_fails_its_task_and_the_queue_goes_on(
    settings: Callable[[str], Settings], program: str
) -> None:
    break_once = f"""
flag = out.parent / "broken"
if not flag.exists():
    flag.touch()
    {program}
"""
    async with calling(settings(break_once + RENDER)) as studio:
        first, second = await studio.submit(video_task()), await studio.submit(video_task())
        assert (await studio.finished(first))["errors"][0]["code"] == "inferenceError"
        assert (await studio.finished(second))["data"][0]["status"] == "success"


HELD: Final = """
while True:
    say(progress=0.0)
    pathlib.Path(order["out"]).write_text(str(os.getpid()))
    say(done={"duration_seconds": 1.0, "width": 64, "height": 64, "format": "MP4", "frames": 25})
    line = sys.stdin.readline()
    if not line: break
    order = json.loads(line)
"""


async def made_by(studio: Caller, task: Json) -> list[int]:
    """The process that made each result of a finished task."""
    found = []
    for item in (await studio.finished(task))["data"]:
        async with studio.session.get(item["videoURL"]) as answer:
            found.append(int(await answer.text()))
    return found


async def test_one_renderer_makes_all_results_of_a_task(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(HELD)) as studio:
        task = await studio.submit(video_task(numberResults=4))
        makers = await made_by(studio, task)
        seeds = [item["seed"] for item in (await studio.poll(task))["data"]]
    assert len(makers) == 4
    assert len(set(makers)) == 1
    assert len(set(seeds)) == 4
    assert not psutil.pid_exists(makers[0])


async def test_another_presenter_gets_another_renderer_and_the_first_one_ends(
    settings: Callable[[str], Settings],
) -> None:
    async with calling(settings(HELD)) as studio:
        first = await made_by(studio, await studio.submit(video_task()))
        other = video_task(inputs={"avatar": avatar_ids()[1]})
        second = await made_by(studio, await studio.submit(other))
        assert first != second
        assert not psutil.pid_exists(first[0])


async def test_renderer_that_ended_while_it_was_held_is_replaced(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(HELD)) as studio:
        (maker,) = await made_by(studio, await studio.submit(video_task()))
        psutil.Process(maker).kill()
        (other,) = await made_by(studio, await studio.submit(video_task()))
    assert other != maker


async def test_renderer_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = "while True: say(progress=0.5); time.sleep(0.02)"
    command = (sys.executable, "-c", READ + endless)
    async with calling(Settings(KEY, tmp_path, renderer=command, render_seconds=0.6)) as studio:
        (error,) = (await studio.finished(await studio.submit(video_task())))["errors"]
    assert error["code"] == "timeoutProvider"
    assert "0.01 minutes" in error["message"]


async def test_nothing_is_rendered_onto_a_full_disk(tmp_path: Path) -> None:
    command = (sys.executable, "-c", READ + RENDER)
    async with calling(Settings(KEY, tmp_path, renderer=command, least_free_bytes=2**62)) as studio:
        (error,) = (await studio.finished(await studio.submit(video_task())))["errors"]
    assert (error["code"], "room left" in error["message"]) == ("processingFailed", True)


async def test_what_an_earlier_run_fetched_is_cleared_away(settings: Callable[[str], Settings]) -> None:
    renderer = settings(RENDER)
    left = renderer.data_dir / "work" / "video"
    left.mkdir(parents=True)
    (left / "image.png").touch()
    async with calling(renderer):
        assert not left.exists()


async def test_label_can_be_left_out(tmp_path: Path) -> None:
    command = (sys.executable, "-c", READ + RENDER)
    async with calling(Settings(KEY, tmp_path, renderer=command, label=False)) as studio:
        url = await studio.video_of(await studio.submit(video_task()))
        async with studio.session.get(url) as answer:
            assert (await answer.json(content_type=None))["label"] is False


async def test_captions_beside_the_video_are_told_and_served(settings: Callable[[str], Settings]) -> None:
    write = """
out.with_suffix(".vtt").write_text("WEBVTT\\n\\n00:00.000 --> 00:01.000\\nJa.\\n")
out.with_suffix(".srt").write_text("1\\n")
"""
    renderer = settings(write + RENDER)
    async with calling(renderer) as studio:
        (item,) = (await studio.finished(await studio.submit(video_task(ttl=60))))["data"]
        beside = item["videoURL"].replace(".mp4", ".vtt")
        async with studio.session.get(beside) as answer:
            assert (answer.content_type, await answer.text()) == ("text/vtt", item["captions"]["vtt"])
        assert item["captions"] == {"vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nJa.\n", "srt": "1\n"}
        await studio.control("clock", advance_seconds=61)

        async def gone() -> bool:
            return not list((renderer.data_dir / "videos").iterdir())

        assert await until(gone)
        assert await studio.status_of(beside) == 404


async def test_video_without_captions_tells_none(settings: Callable[[str], Settings]) -> None:
    async with calling(settings(RENDER)) as studio:
        (item,) = (await studio.finished(await studio.submit(video_task())))["data"]
        assert "captions" not in item
        assert await studio.status_of(item["videoURL"].replace(".mp4", ".srt")) == 404


async def test_renderer_that_falls_silent_is_stopped(tmp_path: Path) -> None:
    command = (sys.executable, "-c", READ + "time.sleep(600)")
    async with calling(Settings(KEY, tmp_path, renderer=command, stall_seconds=0.5)) as studio:
        (error,) = (await studio.finished(await studio.submit(video_task())))["errors"]
    assert error["code"] == "timeoutProvider"


async def test_stopping_the_studio_ends_the_renderer_and_keeps_the_task(settings: Callable[[str], Settings]) -> None:
    tell_pid = "(out.parent / 'pid').write_text(str(os.getpid()))\n"
    renderer = settings(tell_pid + WAIT + RENDER)
    async with calling(renderer) as studio:
        task = await studio.submit(video_task())
        await until_rendering(studio)
    pid = int((renderer.data_dir / "videos" / "pid").read_text())
    assert not psutil.pid_exists(pid)
    (renderer.data_dir / "videos" / "go").touch()
    async with calling(renderer) as again:
        assert (await again.finished(task))["data"][0]["status"] == "success"


async def test_starting_over_stops_the_renderer(settings: Callable[[str], Settings]) -> None:
    renderer = settings(WAIT + RENDER)
    async with calling(renderer) as studio:
        task = await studio.submit(video_task())
        await until_rendering(studio)
        await studio.control("reset")
        assert (await studio.poll(task))["data"] == []
        assert list((renderer.data_dir / "videos").iterdir()) == []
