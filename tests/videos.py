"""A video that is ready, for a studio that answers with it instead of rendering."""

from pathlib import Path

import av


def write_video(file: Path, *, seconds: float) -> Path:
    """A small video without sound; returns `file`."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(round(seconds * 10)):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return file
