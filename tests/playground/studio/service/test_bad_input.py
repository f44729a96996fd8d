"""Pictures, recordings and addresses that cannot be used: each task fails by name, and the next one is rendered."""

import io
import struct
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import psutil
import pytest

from playground.studio.service.settings import Settings
from tests.playground.studio.render import samples
from tests.playground.studio.service.caller import KEY, Caller, Json, calling, speech_task, video_task
from tests.playground.studio.service.receiver import receiving
from tests.playground.studio.service.samples import PNG, as_base64
from tests.playground.studio.service.test_media import stored

SMALL: Final = samples.halves(64, 64)
PICTURES: Final = {
    "decompression bomb": (samples.png_bomb(60_000, 60_000), "invalidImage"),
    "hollow": (samples.png_bomb(2000, 2000), "invalidImage"),
    "truncated JPEG": (samples.encoded(SMALL, ".jpg")[:-40], "invalidImage"),
    "animated PNG": (samples.animated_png(SMALL), "unsupportedMedia"),
    "CMYK": (samples.cmyk_jpeg(SMALL), "unsupportedMedia"),
    "only a start": (b"\xff\xd8\xff\xe0" * 4, "unsupportedMedia"),
}
AT_ONCE: Final = {
    "animated GIF": samples.encoded(SMALL, ".gif"),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "GIF that is also a script": b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)",
    "random bytes": b"\x00\x01random\xfe",
    "nothing": b"",
}


def wav(frames: bytes, rate: int = 8_000) -> bytes:
    """A WAV file of eight bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, rate, 0, "NONE", "not compressed"))
        sound.writeframes(frames)
    return file.getvalue()


RECORDINGS: Final = {
    "silence": (wav(b"\x80" * 8_000), "invalidAudio"),
    "one sample": (wav(b"\xf0"), "invalidAudio"),
    "claims to be longer than it is": (b"RIFF" + struct.pack("<I", 2**31) + b"WAVEfmt ", "invalidAudio"),
    "random bytes behind a tag": (b"ID3" + bytes(range(200)) * 20, "invalidAudio"),
}


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[Caller]:
    """A studio with its own renderer."""
    async with calling(Settings(KEY, tmp_path / "data")) as caller:
        yield caller


def before(background: str) -> Json:
    task = speech_task(text="Hello.") | {"resolution": "360p"}
    return task | {"inputs": {**task["inputs"], "background": background}}


def heard(media_uuid: str) -> Json:
    task = video_task(speech=None, resolution="360p")
    return task | {"inputs": {**task["inputs"], "audio": media_uuid}}


async def failures(studio: Caller, tasks: dict[str, Json]) -> dict[str, tuple[str, object, object]]:
    """How each task fails; afterwards the studio renders as before and has not grown by much."""
    resident = psutil.Process().memory_info().rss
    for task in tasks.values():
        await studio.submit(task)
    found = {}
    for name, task in tasks.items():
        body = await studio.finished(task)
        assert body["data"] == []
        (error,) = body["errors"]
        assert len(error["message"]) > 20
        found[name] = (error["code"], error["parameter"], error["status"])
    good = await studio.submit(speech_task(text="Hello.") | {"resolution": "360p"})
    assert (await studio.finished(good))["data"][0]["status"] == "success"
    assert psutil.Process().memory_info().rss - resident < 100 * 2**20
    return found


async def test_unusable_pictures_fail_their_tasks_and_nothing_else(real: Caller) -> None:
    tasks = {name: before(as_base64(content)) for name, (content, _) in PICTURES.items()}
    expected = {name: (code, "inputs.background", "error") for name, (_, code) in PICTURES.items()}
    assert await failures(real, tasks) == expected


async def test_unusable_recordings_fail_their_tasks_and_nothing_else(real: Caller, tmp_path: Path) -> None:
    film = samples.write_silent_film(tmp_path / "film.mp4").read_bytes()
    recordings = {**RECORDINGS, "film without sound": (film, "unsupportedMedia")}
    tasks = {name: heard((await stored(real, content))["mediaUUID"]) for name, (content, _) in recordings.items()}
    expected = {name: (code, "inputs.audio", "error") for name, (_, code) in recordings.items()}
    assert await failures(real, tasks) == expected


async def test_recording_of_five_hours_is_refused_at_once(studio: Caller) -> None:
    item = await stored(studio, wav(b"\x90" * (1_000 * 5 * 3_600), rate=1_000))
    status, body = await studio.send(heard(item["mediaUUID"]))
    (error,) = body["errors"]
    assert (status, error["code"], error["parameter"]) == (400, "invalidAudio", "inputs.audio")
    assert "longer than 10 minutes" in error["message"]


@pytest.mark.parametrize("name", list(AT_ONCE))
async def test_files_of_other_kinds_are_refused_at_once(studio: Caller, name: str) -> None:
    content = AT_ONCE[name]
    status, body = await studio.send(before(f"data:image/png;base64,{as_base64(content)}"))
    (error,) = body["errors"]
    assert (status, error["code"], error["parameter"]) == (400, "invalidBackground", "inputs.background")


async def test_address_that_redirects_to_a_private_one_fails_its_task(studio: Caller) -> None:
    async with receiving(content=PNG, redirects={"/a": "http://169.254.169.254/latest/meta-data"}) as host:
        task = await studio.submit(before(f"{host.url}/a"))
        (error,) = (await studio.finished(task))["errors"]
    assert (error["code"], error["parameter"]) == ("downloadFailed", "inputs.background")
    assert "private" in error["message"]
