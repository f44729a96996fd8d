"""A video's own file says that it was generated, and is otherwise what it was."""

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.media.marking import COMMENT, SOURCE_TYPE, mark_video

KINDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "MP4": ("mp4", "mpeg4", {}),
    "MP4 for streaming": ("mp4", "mpeg4", {"movflags": "faststart"}),
    "MP4 with notes": ("mp4", "mpeg4", {"movflags": "faststart"}),
    "MP4 in pieces": ("mp4", "mpeg4", {"movflags": "frag_keyframe+empty_moov"}),
    "QuickTime": ("mov", "mpeg4", {"movflags": "faststart"}),
    "WebM": ("webm", "libvpx", {}),
    "WebM, live": ("webm", "libvpx", {"live": "1"}),
}


def video(path: Path, kind: str, *, notes: dict[str, str] | None = None) -> Path:
    """A moving grey ramp."""
    container_name, codec, options = KINDS[kind]
    with av.open(str(path), "w", format=container_name, options=options) as container:
        container.metadata.update(notes or {})
        stream: Any = container.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for index in range(12):
            pixels = np.full((64, 64, 3), index * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return path


def notes_of(path: Path) -> dict[str, str]:
    """What a player reads of the file, the names in small letters."""
    with av.open(str(path), "r") as container:
        return {name.lower(): text for name, text in container.metadata.items()}


def pictures_of(path: Path) -> list[bytes]:
    """Each picture of the video."""
    with av.open(str(path), "r") as container:
        return [frame.to_ndarray(format="rgb24").tobytes() for frame in container.decode(video=0)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_player_shows_the_mark_and_the_same_pictures(tmp_path: Path, kind: str) -> None:
    path = video(tmp_path / "v", kind)
    before = pictures_of(path)

    assert mark_video(path)

    assert pictures_of(path) == before
    assert SOURCE_TYPE.encode() in path.read_bytes()
    if kind not in {"WebM, live", "MP4 in pieces"}:  # their notes stand where no player looks for a comment
        assert notes_of(path)["comment"] == COMMENT


@pytest.mark.parametrize("kind", ["MP4 for streaming", "QuickTime"])
def test_a_video_that_plays_while_it_loads_still_does(tmp_path: Path, kind: str) -> None:
    path = video(tmp_path / "v", kind)

    mark_video(path)

    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_notes_of_others_stay(tmp_path: Path) -> None:
    path = video(tmp_path / "v", "MP4 with notes", notes={"title": "Good morning", "comment": "theirs"})

    mark_video(path)

    assert (notes_of(path)["title"], notes_of(path)["comment"]) == ("Good morning", COMMENT)


@pytest.mark.parametrize("kind", KINDS)
def test_a_video_is_marked_once(tmp_path: Path, kind: str) -> None:
    path = video(tmp_path / "v", kind)
    mark_video(path)
    once = path.read_bytes()

    assert mark_video(path)

    assert path.read_bytes() == once


def test_a_video_in_pieces_is_marked_behind_them(tmp_path: Path) -> None:
    path = video(tmp_path / "v", "MP4 in pieces")
    before = path.read_bytes()

    assert mark_video(path)

    assert path.read_bytes().startswith(before)
    assert SOURCE_TYPE.encode() in path.read_bytes()


def box(name: bytes, body: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(body), name) + body


def test_long_places_are_counted_anew_too(tmp_path: Path) -> None:
    def header(places: bytes) -> bytes:
        return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"co64", bytes(4) + places))))))

    empty = header(struct.pack(">IQQ", 2, 0, 0))
    first = len(empty) + 16 + 8
    path = tmp_path / "v"
    places = struct.pack(">IQQ", 2, first, first + 2)
    path.write_bytes(box(b"ftyp", b"isom\0\0\0\0") + header(places) + box(b"mdat", b"ABCD"))

    mark_video(path)

    content = path.read_bytes()
    at = content.index(b"co64") + 12
    found = [content[place : place + 2] for place in struct.unpack_from(">QQ", content, at)]
    assert found == [b"AB", b"CD"]


def test_a_last_box_without_a_size_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "v"
    path.write_bytes(box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", b"") + struct.pack(">I4s", 0, b"mdat") + b"ABCD")

    assert mark_video(path)

    assert box(b"mdat", b"ABCD") in path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [b"", b"no video", b"\x1aE\xdf\xa3", box(b"ftyp", b"isom"), box(b"moov", b"")[:-1] + b"\xff", b"\0\0\0\x10moovABC"],
)
def test_what_leaves_no_place_stays_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v"
    path.write_bytes(content)

    assert not mark_video(path)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_video_is_marked_or_left_alone(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["MP4 for streaming", "WebM"]))
    whole = (tmp_path / kind if (tmp_path / kind).exists() else video(tmp_path / kind, kind)).read_bytes()
    at = data.draw(st.integers(0, 900))
    damaged = whole[:at] + data.draw(st.binary(min_size=1, max_size=8)) + whole[at + data.draw(st.integers(0, 8)) :]
    path = tmp_path / "v"
    path.write_bytes(damaged)

    done = mark_video(path)

    assert done or path.read_bytes() == damaged
