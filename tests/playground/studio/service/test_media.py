"""Pictures and recordings: stored, named, carried within a task, or fetched."""

import uuid
from pathlib import Path
from typing import Final

import pytest

from playground.studio.catalogue import avatar_ids
from playground.studio.render.media.sniffing import sniff
from playground.studio.service.media.library import LARGEST_BYTES
from playground.studio.service.media.sources import inline_content, source_of
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import Caller, Json, calling, until, video_task
from tests.playground.studio.service.receiver import receiving
from tests.playground.studio.service.samples import PNG, WAV, as_base64

MP3: Final = b"\xff\xfb\x90\x00" + bytes(400)


def storage_task(**fields: object) -> Json:
    """A `mediaStorage` task with a new UUID."""
    return {"taskType": "mediaStorage", "taskUUID": str(uuid.uuid4()), **fields}


async def stored(studio: Caller, content: bytes) -> Json:
    """The answer to an upload that must work."""
    status, body = await studio.send(storage_task(operation="upload", media=as_base64(content)))
    assert status == 200, body
    item: Json = body["data"][0]
    return item


async def error_of(studio: Caller, task: Json) -> tuple[int, str, object]:
    """Status, code and parameter of a task's refusal."""
    status, body = await studio.send(task)
    (error,) = body["errors"]
    return status, error["code"], error.get("parameter")


def with_inputs(**inputs: object) -> Json:
    """A task of an avatar with other inputs beside it."""
    task = video_task(inputs={"avatar": avatar_ids()[0], **inputs})
    if "audio" in inputs:
        del task["speech"]
    return task


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (WAV, "audio/wav"),
        (MP3, "audio/mpeg"),
        (b"ID3\x04" + bytes(9), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(9), "audio/aac"),
        (b"\xff\xf0\x50\x80" + bytes(9), "audio/aac"),
        (b"\xff\xe3\x18\xc4" + bytes(9), "audio/mpeg"),
        (b"OggS" + bytes(9), "audio/ogg"),
        (b"fLaC" + bytes(9), "audio/flac"),
        (b"\0\0\0\x20ftypM4A " + bytes(9), "audio/mp4"),
        (b"\0\0\0\x20ftypisom" + bytes(9), "video/mp4"),
    ],
)
async def test_upload_is_served_as_what_its_bytes_are(studio: Caller, content: bytes, content_type: str) -> None:
    item = await stored(studio, content)
    assert item["mediaURL"].startswith(f"{studio.url}/media/{item['mediaUUID']}.")
    async with studio.session.get(item["mediaURL"]) as answer:
        assert (answer.status, answer.content_type, await answer.read()) == (200, content_type, content)


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"", b"\xff", b"\xff\xeb\x90\x00", b"%PDF-1.7"]
)
def test_files_of_other_types_are_not_taken(content: bytes) -> None:
    assert sniff(content) is None


async def test_upload_of_another_type_is_refused(studio: Caller) -> None:
    task = storage_task(operation="upload", media=as_base64(b"GIF89a" * 8))
    assert await error_of(studio, task) == (400, "unsupportedMedia", "media")


async def test_upload_above_the_limit_is_refused(studio: Caller) -> None:
    task = storage_task(operation="upload", media=as_base64(PNG + bytes(LARGEST_BYTES)))
    assert await error_of(studio, task) == (400, "maxMediaSizeExceeded", "media")


@pytest.mark.parametrize(
    ("fields", "code", "parameter"),
    [
        ({"media": "x"}, "missingOperation", "operation"),
        ({"operation": "rename", "media": as_base64(PNG)}, "invalidOperation", "operation"),
        ({"operation": "upload"}, "missingMedia", "media"),
        ({"operation": "upload", "media": "portrait.png"}, "invalidMedia", "media"),
        ({"operation": "upload", "media": str(uuid.uuid4())}, "invalidMedia", "media"),
        ({"operation": "delete", "media": str(uuid.uuid4())}, "mediaNotFound", "media"),
        ({"operation": "delete", "media": as_base64(PNG)}, "mediaNotFound", "media"),
        ({"operation": "upload", "media": as_base64(PNG), "name": "me"}, "unsupportedParameter", "name"),
    ],
)
async def test_malformed_storage_task_is_refused_by_name(
    studio: Caller, fields: Json, code: str, parameter: str
) -> None:
    _, body = await studio.send(storage_task(**fields))
    assert (code, parameter) in [(error["code"], error["parameter"]) for error in body["errors"]]


async def test_upload_from_a_url_keeps_a_copy(studio: Caller) -> None:
    async with receiving(content=PNG) as host:
        _, body = await studio.send(storage_task(operation="upload", media=f"{host.url}/me.gif"))
    async with studio.session.get(body["data"][0]["mediaURL"]) as answer:
        assert await answer.read() == PNG


async def test_url_that_does_not_answer_well_is_refused_as_an_upload(studio: Caller) -> None:
    async with receiving(statuses=[404]) as host:
        task = storage_task(operation="upload", media=host.url)
        assert await error_of(studio, task) == (400, "invalidMediaURL", "media")


async def test_older_upload_takes_pictures_only(studio: Caller) -> None:
    task = {"taskType": "imageUpload", "taskUUID": str(uuid.uuid4()), "image": as_base64(WAV)}
    assert await error_of(studio, task) == (400, "invalidImage", "image")


async def test_deleted_media_are_gone(studio: Caller, ready_settings: Settings) -> None:
    item = await stored(studio, PNG)
    status, body = await studio.send(storage_task(operation="delete", media=item["mediaUUID"].upper()))
    assert (status, body["data"][0]["mediaUUID"]) == (200, item["mediaUUID"])
    assert await studio.status_of(item["mediaURL"]) == 404
    assert list((ready_settings.data_dir / "media").iterdir()) == []


async def test_media_survive_a_restart_and_expire_after_a_week(ready_settings: Settings) -> None:
    async with calling(ready_settings) as studio:
        item = await stored(studio, PNG)
    path = item["mediaURL"].removeprefix(studio.url)
    async with calling(ready_settings) as again:
        assert await again.status_of(path) == 200
        await again.control("clock", advance_seconds=7 * 86_400 + 1)
        assert await again.status_of(path) == 404

        async def removed() -> bool:
            return not list((ready_settings.data_dir / "media").iterdir())

        assert await until(removed)


@pytest.mark.parametrize(
    ("inputs", "status", "code"),
    [
        ({"background": str(uuid.uuid4())}, 404, "mediaNotFound"),
        ({"background": as_base64(WAV)}, 400, "invalidBackground"),
        ({"background": "data:image/png;base64,iVBOR==="}, 400, "invalidBackground"),
        ({"background": "data:text/plain;base64,aGVsbG8="}, 400, "invalidBackground"),
        ({"audio": str(uuid.uuid4())}, 404, "mediaNotFound"),
    ],
)
async def test_media_that_cannot_serve_are_refused_at_once(
    studio: Caller, inputs: Json, status: int, code: str
) -> None:
    (key,) = inputs
    assert await error_of(studio, with_inputs(**inputs)) == (status, code, f"inputs.{key}")


async def test_stored_recording_is_no_background(studio: Caller) -> None:
    item = await stored(studio, WAV)
    task = with_inputs(background=item["mediaUUID"])
    assert await error_of(studio, task) == (400, "invalidBackground", "inputs.background")


async def test_picture_within_a_task_is_kept_and_named_in_the_archive(studio: Caller) -> None:
    task = await studio.submit(with_inputs(background=f"data:image/png;base64,{as_base64(PNG)}"))
    details = {"taskType": "getTaskDetails", "taskUUID": task["taskUUID"]}
    _, body = await studio.send(details)
    kept = body["data"][0]["request"][0]["inputs"]["background"]
    assert await studio.status_of(f"/media/{kept}.png") == 200


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("4f2b6c1e-9a7d-1c3b-8e5f-0a1b2c3d4e5f", "UUID"),
        ("https://e.example/a", "URL"),
        ("HTTP://e.example/a", "URL"),
        ("data:image/png;base64,AAAA", "data URI"),
        ("data:image/svg+xml;charset=utf-8,%3Csvg/%3E", "data URI"),
        ("AAAA", "base64"),
        ("AAA", None),
        ("data:,x", None),
        ("https:///a", None),
        ("file:///etc/passwd", None),
        ("https://e.example/\n", None),
        ("", None),
    ],
)
def test_ways_to_give_media_are_told_apart(text: str, source: str | None) -> None:
    assert source_of(text) == source


def test_broken_base64_has_no_content() -> None:
    assert inline_content("data:image/png;base64,%%%") is None
    assert inline_content("data:image/png,%41") == b"A"


async def test_folder_holds_no_strangers_after_a_restart(ready_settings: Settings) -> None:
    async with calling(ready_settings) as studio:
        kept = await stored(studio, PNG)
        put_stranger(ready_settings.data_dir / "media")
    async with calling(ready_settings):
        assert names_in(ready_settings.data_dir / "media") == [f"{kept['mediaUUID']}.png"]


def put_stranger(folder: Path) -> None:
    """Leave a file that no upload brought."""
    (folder / "stranger.png").touch()


def names_in(folder: Path) -> list[str]:
    """The names of all files in a folder."""
    return [file.name for file in folder.iterdir()]
