"""The service together with the renderer it is shipped with."""

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from playground.studio.catalogue import avatar_ids, voices
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import KEY, calling, speech_task
from tests.playground.studio.service.samples import PNG, as_base64


def codecs_and_length(file: Path) -> tuple[set[str], float]:
    """The codecs of a file's streams, and its length in seconds."""
    with av.open(str(file)) as container:
        assert container.duration is not None
        return {stream.codec_context.name for stream in container.streams}, container.duration / av.time_base


async def test_service_renders_a_spoken_video(tmp_path: Path) -> None:
    async with calling(Settings(KEY, tmp_path)) as studio:
        task = speech_task(text="Good morning, team.") | {"resolution": "360p", "includeCost": True}
        (item,) = (await studio.finished(await studio.submit(task)))["data"]
        async with studio.session.get(item["videoURL"]) as answer:
            (tmp_path / "downloaded.mp4").write_bytes(await answer.read())
    codecs, seconds = codecs_and_length(tmp_path / "downloaded.mp4")
    assert codecs == {"h264", "aac"}
    assert 1 <= seconds <= 5
    assert item["cost"] == pytest.approx(seconds / 10, abs=0.011)


async def test_service_hands_colour_and_size_on_to_the_renderer(tmp_path: Path) -> None:
    async with calling(Settings(KEY, tmp_path)) as studio:
        looks = {"settings": {"backgroundColor": "#00ff00", "removeBackground": True}, "width": 360, "height": 640}
        url = await studio.video_of(await studio.submit(speech_task(text="Hello.") | looks))
        async with studio.session.get(url) as answer:
            (tmp_path / "green.mp4").write_bytes(await answer.read())
    with av.open(str(tmp_path / "green.mp4")) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24")
    red, green, blue = frame[20, 20].tolist()
    assert frame.shape == (640, 360, 3)
    assert green > 200
    assert max(red, blue) < 60


async def test_service_tells_the_renderers_refusal_of_a_photo(tmp_path: Path) -> None:
    async with calling(Settings(KEY, tmp_path)) as studio:
        task = speech_task(text="Hello.") | {"inputs": {"image": as_base64(PNG)}}
        (error,) = (await studio.finished(await studio.submit(task)))["errors"]
    assert (error["parameter"], error["status"]) == ("inputs.image", "error")


def command_rendered(out: Path, label: str) -> Path:
    """The file that the render command writes with the label switched so."""
    asked = ["--script", "Hello.", "--avatar", avatar_ids()[0], "--voice", voices()[0].id, "--out", str(out)]
    size = ["--width", "320", "--height", "180"]
    command = [sys.executable, "-m", "playground.studio", "render", *asked, *size]
    environment = {**os.environ, "HERALD_STUDIO_LABEL": label}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
    return out


def test_render_command_writes_the_file_with_or_without_a_label(tmp_path: Path) -> None:
    labelled, plain = (command_rendered(tmp_path / f"{label}.mp4", label) for label in ("on", "off"))
    assert codecs_and_length(labelled)[0] == {"h264", "aac"}
    corners = []
    for file in (labelled, plain):
        with av.open(str(file)) as container:
            corners.append(next(container.decode(video=0)).to_ndarray(format="gray")[-22:, -60:].astype(int))
    assert abs(corners[0] - corners[1]).max() > 40
