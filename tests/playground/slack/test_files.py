"""The upload in three steps, and reading the bytes back."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code
from tests.playground.slack.samples import section

DATA = bytes(range(256)) * 8


async def shared(desk: Desk, channel: str = "C0LAUNCH") -> str:
    """A file in a channel."""
    file_id = await desk.upload(DATA)
    await desk.client().files_completeUploadExternal(files=[{"id": file_id, "title": "Video"}], channel_id=channel)
    return file_id


async def test_a_shared_file_knows_its_message(desk: Desk) -> None:
    file_id = await shared(desk)
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    file = (await desk.client().files_info(file=file_id))["file"]
    assert file["shares"]["public"]["C0LAUNCH"][0]["ts"] == message["ts"]
    assert (file["mimetype"], file["size"], file["title"]) == ("video/mp4", len(DATA), "Video")
    assert (message["subtype"], message["user"]) == ("file_share", "U0HERALD")


async def test_the_answer_does_not_know_the_message_yet(desk: Desk) -> None:
    file_id = await desk.upload(DATA)
    answer = await desk.client().files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    assert answer["files"][0]["shares"] == {}


async def test_an_upload_is_completed_once(desk: Desk) -> None:
    file_id = await shared(desk)
    again = desk.client().files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    assert await code(again) == "file_not_found"
    assert len((await desk.state())["messages"]["C0LAUNCH"]) == 1


async def test_an_upload_without_its_bytes_cannot_be_completed(desk: Desk) -> None:
    ticket = await desk.client().files_getUploadURLExternal(filename="a.mp4", length=3)
    call = desk.client().files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert await code(call) == "file_not_found"


@pytest.mark.parametrize(("channel", "error"), [("C0RANDOM", "not_in_channel"), ("G0SECRET", "channel_not_found")])
async def test_a_file_is_shared_only_where_the_app_is_a_member(desk: Desk, channel: str, error: str) -> None:
    file_id = await desk.upload(DATA)
    client = desk.client()
    assert await code(client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=channel)) == error
    assert (await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH"))["ok"]


async def test_blocks_take_the_place_of_the_comment(desk: Desk) -> None:
    file_id = await desk.upload(DATA)
    await desk.client().files_completeUploadExternal(
        files=[{"id": file_id}], channel_id="C0LAUNCH", initial_comment="Comment", blocks=json.dumps([section("Block")])
    )
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert (message["text"], message["blocks"][0]["text"]["text"]) == ("", "Block")


async def test_the_sdks_own_upload_works(desk: Desk) -> None:
    answer = await desk.client().files_upload_v2(content=DATA, filename="a.mp4", channel="C0LAUNCH")
    assert answer["files"][0]["size"] == len(DATA)


async def test_bytes_may_come_as_multipart(desk: Desk) -> None:
    ticket = await desk.client().files_getUploadURLExternal(filename="a.mp4", length=len(DATA))
    form = aiohttp.FormData()
    form.add_field("file", DATA, filename="a.mp4")
    async with desk.http.post(ticket["upload_url"], data=form) as answer:
        assert (answer.status, await answer.text()) == (200, f"OK - {len(DATA)}")


@pytest.mark.parametrize("sent", [DATA[:-1], DATA + b"!"])
async def test_an_upload_of_another_length_is_refused(desk: Desk, sent: bytes) -> None:
    ticket = await desk.client().files_getUploadURLExternal(filename="a.mp4", length=len(DATA))
    async with desk.http.post(ticket["upload_url"], data=sent) as answer:
        assert answer.status == 400


async def test_an_upload_that_was_cut_off_leaves_nothing_and_can_be_made_again(desk: Desk, tmp_path: Path) -> None:
    async with open_desk(replace(desk.settings, data=tmp_path)) as kept:
        ticket = await kept.client().files_getUploadURLExternal(filename="a.mp4", length=len(DATA))
        address = urlsplit(ticket["upload_url"])
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        head = f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: {len(DATA)}\r\n\r\n"
        writer.write(head.encode() + DATA[:100])
        await writer.drain()
        writer.transport.abort()
        async with kept.http.post(ticket["upload_url"], data=DATA) as answer:
            assert answer.status == 200
        files = tmp_path / "files"
        async with asyncio.timeout(5):
            while [path.name for path in files.iterdir()] != [ticket["file_id"]]:  # noqa: ASYNC110 - the service's own
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [({"length": 0}, "missing_argument"), ({"length": 3, "alt_txt": "x" * 1001}, "alt_txt_too_large")],
)
async def test_an_upload_url_needs_a_length(desk: Desk, arguments: dict[str, object], error: str) -> None:
    call = desk.client().api_call("files.getUploadURLExternal", params={"filename": "a.mp4", **arguments})
    assert await code(call) == error


async def test_a_part_of_a_file_can_be_read(desk: Desk) -> None:
    url = (await desk.client().files_info(file=await shared(desk)))["file"]["url_private"]
    headers = {"Authorization": f"Bearer {desk.settings.bot_token}", "Range": "bytes=10-19"}
    async with desk.http.get(url, headers=headers) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (206, "video/mp4")
        assert await answer.read() == DATA[10:20]


async def test_a_person_reads_what_is_shared_where_they_are(desk: Desk) -> None:
    client = desk.client()
    channel = (await client.conversations_open(users="U0BOB"))["channel"]["id"]
    url = (await client.files_info(file=await shared(desk, channel)))["file"]["url_private"]
    for user, status in (("U0BOB", 200), ("U0ALICE", 302), ("", 302)):
        async with desk.http.get(url, params={"user": user}, allow_redirects=False) as answer:
            assert answer.status == status


async def test_another_sites_page_reads_no_file(desk: Desk) -> None:
    url = (await desk.client().files_info(file=await shared(desk)))["file"]["url_private"]
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with desk.http.get(url, params={"user": "U0ALICE"}, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 302


async def test_a_deleted_file_leaves_a_tombstone(desk: Desk) -> None:
    file_id = await shared(desk)
    url = (await desk.client().files_info(file=file_id))["file"]["url_private"]
    await desk.client().files_delete(file=file_id)
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    assert await code(desk.client().files_info(file=file_id)) == "file_deleted"
    async with desk.http.get(url, params={"user": "U0ALICE"}) as answer:
        assert answer.status == 404
