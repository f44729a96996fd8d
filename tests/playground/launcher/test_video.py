"""Saved videos are probed by reading them."""

from pathlib import Path

import av
import numpy as np
import pytest

from playground.launcher.video import NotAVideo, Probed, probe


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "h264"), ("a.mov", "h264"), ("a.webm", "libvpx")])
def test_length_size_and_format_are_read_from_the_bytes(tmp_path: Path, name: str, codec: str) -> None:
    path = tmp_path / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert probe(path) == Probed(1.0, 64, 32, name.partition(".")[2].upper())


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"not a video")
    with pytest.raises(NotAVideo, match=r"a\.mp4 cannot be read"):
        probe(path)
