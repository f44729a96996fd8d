"""The finished file, as a player sees it."""

import os
from pathlib import Path
from typing import Any

import av
import pytest

from tests.playground.studio.render.conftest import Render, small_order

CODECS = {"MP4": ("h264", "aac"), "MOV": ("h264", "aac"), "WEBM": ("vp9", "opus")}


def seconds(stream: Any, container: Any) -> float:
    """How long the packets of a stream last."""
    packets = [packet for packet in container.demux(stream) if packet.pts is not None]
    container.seek(0)
    return float(max(packet.pts + packet.duration for packet in packets) * stream.time_base)


@pytest.fixture(params=list(CODECS))
def clip(request: pytest.FixtureRequest, render: Render, tmp_path: Path) -> tuple[str, Path]:
    out = tmp_path / "clip"
    answer = render(small_order(out, format=request.param))
    assert answer.status == 0, answer.last
    return request.param, out


def test_each_container_holds_its_codecs(clip: tuple[str, Path]) -> None:
    container_format, path = clip
    with av.open(str(path)) as container:
        names = tuple(stream.codec_context.name for stream in (container.streams.video[0], container.streams.audio[0]))
    assert names == CODECS[container_format] or names == ("libvpx-vp9", "libopus")


def test_sound_and_picture_last_equally_long(clip: tuple[str, Path]) -> None:
    with av.open(str(clip[1])) as container:
        picture, sound = (
            seconds(stream, container) for stream in (container.streams.video[0], container.streams.audio[0])
        )
    assert abs(picture - sound) <= 0.040


def test_the_file_says_that_it_is_a_preview(clip: tuple[str, Path]) -> None:
    with av.open(str(clip[1])) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    assert tags["comment"] == "preview render"
    assert tags["title"] == "Herald preview"


def test_the_picture_is_tagged_as_bt709_at_25_frames(clip: tuple[str, Path]) -> None:
    with av.open(str(clip[1])) as container:
        video = container.streams.video[0]
        context = video.codec_context
        assert (context.colorspace, context.color_range, float(video.average_rate or 0)) == (1, 1, 25.0)


def test_a_film_without_its_captions_does_not_stay(render: Render, tmp_path: Path) -> None:
    (tmp_path / "a.srt").symlink_to(tmp_path / "missing" / "a.srt")
    answer = render(small_order(tmp_path / "a.mp4"))
    assert (answer.status, answer.last["error"]["code"]) == (1, "renderFailed")
    assert os.listdir(tmp_path) == []


def test_an_mp4_can_be_played_before_it_is_loaded(render: Render, tmp_path: Path) -> None:
    render(small_order(tmp_path / "a.mp4"))
    data = (tmp_path / "a.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
