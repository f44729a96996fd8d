"""People's files are made anew in processes of their own: the good ones arrive, and the hostile ones harm nobody."""

import asyncio
import os
import signal
import struct
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import Any

import av
import numpy as np
import psutil
import pytest
from PIL import Image, ImageCms

from bot.errors import FileNotNow, FileRefused
from bot.media.child import CPU_SECONDS, MEMORY_BYTES
from bot.media.cleaned import Cleaned
from bot.media.cleaning import LONGEST_SIDE
from bot.media.limits import Kind
from bot.media.workshop import clean_file
from tests.bot.media.hostile import PICTURES, RECORDINGS, saved
from tests.bot.media.samples import RECORDINGS as ENDINGS
from tests.bot.media.samples import picture, recording

ROOM_BYTES = 64 * 1000**2
"""What the process that Herald runs in may grow by, whatever people give it."""


def opened(cleaned: Cleaned) -> Image.Image:
    """The picture that the service gets."""
    return Image.open(BytesIO(cleaned.content))


@asynccontextmanager
async def watched_memory() -> AsyncIterator[list[int]]:
    """By how many bytes this process grew at most, in one number, once the block has ended."""
    me, most, running = psutil.Process(), [0], True
    before = me.memory_info().rss

    async def watch() -> None:
        while running:
            most[0] = max(most[0], me.memory_info().rss - before)
            await asyncio.sleep(0.005)

    watching = asyncio.create_task(watch())
    try:
        yield most
    finally:
        running = False
        await watching


async def outcome(kind: Kind, content: bytes) -> str | None:
    """The code that a file is refused with, if it is."""
    try:
        await clean_file(kind, content)
    except FileRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("kind", "name"), [*(("picture", name) for name in PICTURES), *(("recording", name) for name in RECORDINGS)]
)
async def test_a_hostile_file_is_refused_or_tamed_and_costs_little(kind: Kind, name: str) -> None:
    make, code = (PICTURES if kind == "picture" else RECORDINGS)[name]
    content = make()
    async with watched_memory() as grown:
        got = await outcome(kind, content)

    assert got == code if code is not None else got in {None, "file_damaged", "file_wrong_kind", "file_too_long"}
    assert grown[0] < ROOM_BYTES


@pytest.mark.parametrize("name", ["a JPEG whose end is a ZIP", "a PNG whose end is a web page"])
async def test_what_a_file_was_besides_a_picture_is_gone(name: str) -> None:
    cleaned = await clean_file("picture", PICTURES[name][0]())

    assert b"PK\x03\x04" not in cleaned.content
    assert b"script" not in cleaned.content


async def test_a_pictures_notes_are_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    photo = saved(Image.new("RGB", (80, 40), (200, 30, 30)), "JPEG", exif=exif, comment=b"a remark")

    made = opened(await clean_file("picture", photo))

    assert (made.size, dict(made.getexif())) == ((40, 80), {})
    assert {"exif", "comment", "icc_profile", "xmp"} & set(made.info) == set()


async def test_colours_of_another_profile_look_as_they_did() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = bytearray(lab.tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    photo = saved(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG", icc_profile=bytes(swapped))

    made = opened(await clean_file("picture", photo))

    red_value, green_value, _ = np.asarray(made)[32, 32]
    assert (green_value > 200, red_value < 60) == (True, True)


async def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    half = saved(Image.new("I;16", (64, 64), 0x8000), "PNG")

    made = opened(await clean_file("picture", half))

    assert np.asarray(made).mean() == pytest.approx(128, abs=2)


async def test_what_can_be_seen_through_stays_so() -> None:
    made = await clean_file("picture", saved(Image.new("RGBA", (64, 64), (9, 9, 9, 100)), "PNG"))

    assert (made.media_type, opened(made).mode) == ("image/png", "RGBA")


async def test_a_cameras_picture_is_made_as_large_as_a_video_and_holds_nothing_up() -> None:
    photo = saved(Image.new("RGB", (6_000, 4_000), (90, 120, 60)), "JPEG")
    async with watched_memory() as grown:
        made = opened(await clean_file("picture", photo))

    assert max(made.size) == LONGEST_SIDE
    assert grown[0] < ROOM_BYTES


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_recording_keeps_its_sound_and_loses_its_notes(ending: str) -> None:
    given = with_title(recording(ending, seconds=1.5), ending)
    cleaned = await clean_file("recording", given)

    assert b"secret title" in given or ending in {"aac"}
    assert b"secret title" not in cleaned.content
    assert samples_of(cleaned.content) == pytest.approx(samples_of(recording(ending, seconds=1.5)), abs=1e-4)


def with_title(content: bytes, ending: str) -> bytes:
    """The same recording with a title in it, by the means of its kind."""
    if ending == "mp3":
        frame = b"TIT2" + struct.pack(">I", 13) + b"\0\0\0secret title"
        return b"ID3\x03\0\0\0\0\0" + bytes([len(frame)]) + frame + content[content.index(b"\xff\xfb") :]
    if ending == "wav":
        note = b"LIST" + struct.pack("<I", 24) + b"INFOINAM" + struct.pack("<I", 12) + b"secret title"
        return content[:12] + note + content[12:]
    if ending == "aac":
        return content
    file, source = BytesIO(), BytesIO(content)
    container_name = ENDINGS[ending][0]
    with av.open(source, "r") as read, av.open(file, "w", format=container_name) as written:
        stream: Any = written.add_stream_from_template(read.streams.audio[0])
        written.metadata["title"] = "secret title"
        for packet in read.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                written.mux(packet)
    return file.getvalue()


def samples_of(content: bytes) -> list[float]:
    """What is heard, coarsely: the loudness of each tenth of a second."""
    with av.open(BytesIO(content), "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    sound = np.concatenate([np.atleast_2d(frame).astype(float).ravel() for frame in frames])
    scale = np.abs(sound).max()
    return [float(np.abs(piece).mean() / scale) for piece in np.array_split(sound, 15)]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what a process does in its own time."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - another process gives no event
            await asyncio.sleep(0.005)


async def children() -> list[psutil.Process]:
    """The processes that were started here."""
    return [child for child in psutil.Process().children() if "bot.media.child" in " ".join(child.cmdline())]


async def started() -> psutil.Process:
    """The process of the file that is being read, as soon as there is one."""
    while True:
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            found = await children()
            if found:
                return found[0]
        await asyncio.sleep(0.002)


async def test_a_process_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-a-secret")
    cleaning = asyncio.create_task(clean_file("picture", picture("png")))
    child = await started()

    with suppress(psutil.NoSuchProcess):
        assert "SLACK_BOT_TOKEN" not in child.environ()
    await cleaning


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGSEGV, "file_damaged"), (signal.SIGXCPU, "file_too_heavy"), (signal.SIGKILL, None)]
)
async def test_the_end_of_a_process_is_told_by_its_cause(how: signal.Signals, code: str | None) -> None:
    cleaning = asyncio.create_task(clean_file("picture", picture("png", width=2_000, height=2_000)))
    os.kill((await started()).pid, how)

    with pytest.raises(FileRefused if code else FileNotNow) as raised:
        await cleaning

    assert code is None or (isinstance(raised.value, FileRefused) and raised.value.code == code)


async def test_who_does_not_wait_any_more_leaves_no_process_behind() -> None:
    cleaning = asyncio.create_task(clean_file("picture", picture("png", width=3_000, height=3_000)))
    child = await started()
    cleaning.cancel()

    with pytest.raises(asyncio.CancelledError):
        await cleaning

    assert not child.is_running()


async def test_without_room_for_a_process_the_file_is_not_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")

    with pytest.raises(FileNotNow, match="No such file"):
        await clean_file("picture", picture("png"))


async def test_a_process_may_take_only_so_much() -> None:
    waiting = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.media.child", "picture", stdin=PIPE, stdout=PIPE
    )
    child = psutil.Process(waiting.pid)
    await until(lambda: child.rlimit(psutil.RLIMIT_FSIZE)[0] == 0)

    assert child.rlimit(psutil.RLIMIT_AS)[0] == MEMORY_BYTES
    assert child.rlimit(psutil.RLIMIT_CPU)[0] == CPU_SECONDS
    assert child.rlimit(psutil.RLIMIT_NOFILE)[0] == 3
    await waiting.communicate(b"")
