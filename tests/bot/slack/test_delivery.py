"""How a finished video reaches a thread of a local Slack."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.posting import Posting
from bot.rendering.render import Choices, Destination, Render, RenderState
from bot.slack.surfaces.blocks import RENDER_AGAIN
from tests.bot.slack.conftest import Herald
from tests.bot.slack.samples import URL, make_posting, make_render, make_result

BYTES = b"\0" * 300_000
Finished = tuple[Render, Posting]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A file of some size."""
    path = tmp_path / "video"
    path.write_bytes(BYTES)
    return path


@pytest.fixture
async def finished(herald: Herald) -> Finished:
    """A render that is ready and anchored, and the posting of its result, about to be sent."""
    requested = make_render(requested_at=herald.watch())
    ts = await herald.thread.post_anchor(requested)
    render = requested.model_copy(update={"state": RenderState.READY, "anchor_ts": ts, "thread_ts": ts})
    result = make_result(expires_at=herald.watch() + timedelta(hours=1))
    return render, make_posting(render, result=result, due_at=herald.watch(), intent_at=herald.watch())


async def in_thread(herald: Herald) -> list[dict[str, Any]]:
    """The replies to the anchor."""
    state = await herald.desk.state()
    return [
        message for message in state["messages"]["C0GENERAL"] if message.get("thread_ts") not in (None, message["ts"])
    ]


async def anchor(herald: Herald) -> dict[str, Any]:
    """The anchor as it stands."""
    first: dict[str, Any] = (await herald.desk.state())["messages"]["C0GENERAL"][0]
    return first


async def dms(herald: Herald) -> list[dict[str, Any]]:
    """What was sent to people privately."""
    state = await herald.desk.state()
    return [message for channel, sent in state["messages"].items() if channel.startswith("D") for message in sent]


async def test_a_kept_file_is_seen_by_nobody_until_it_is_shared(
    herald: Herald, finished: Finished, video: Path
) -> None:
    _, posting = finished

    file_id = await herald.delivery.keep(posting, video)

    kept = posting.model_copy(update={"file_id": file_id, "intent_at": None})
    assert await in_thread(herald) == []
    assert not await herald.delivery.is_shared(kept)


async def test_a_shared_file_stands_in_the_thread_with_the_answer_above_it(
    herald: Herald, finished: Finished, video: Path
) -> None:
    render, posting = finished
    kept = posting.model_copy(update={"file_id": await herald.delivery.keep(posting, video)})

    await herald.delivery.share(render, kept)

    (reply,) = await in_thread(herald)
    assert (reply["files"][0]["size"], reply["files"][0]["mimetype"]) == (len(BYTES), "video/mp4")
    assert "<@U0ALICE>" in reply["text"]
    assert URL.replace("&", "&amp;") in reply["text"]
    assert await herald.delivery.is_shared(kept)


async def test_the_files_of_several_results_have_names_of_their_own(
    herald: Herald, finished: Finished, video: Path
) -> None:
    render, posting = finished
    for position in range(2):
        one = posting.model_copy(update={"position": position, "file_type": "webm"})
        await herald.delivery.share(render, one.model_copy(update={"file_id": await herald.delivery.keep(one, video)}))

    names = [reply["files"][0]["name"] for reply in await in_thread(herald)]
    assert names == [f"herald-{render.id[:8]}.webm", f"herald-{render.id[:8]}-2.webm"]


async def test_a_share_whose_answer_was_lost_is_found(herald: Herald, finished: Finished, video: Path) -> None:
    render, posting = finished
    kept = posting.model_copy(update={"file_id": await herald.delivery.keep(posting, video)})
    await herald.desk.fault("files.completeUploadExternal", "cut_after")
    with pytest.raises(PostUncertain):
        await herald.delivery.share(render, kept)

    assert await herald.delivery.is_shared(kept)
    assert len(await in_thread(herald)) == 1


async def test_a_completed_file_that_stands_nowhere_yet_is_looked_for_again(
    herald: Herald, finished: Finished, video: Path
) -> None:
    _, posting = finished
    file_id = await herald.delivery.keep(posting, video)
    await herald.desk.client().files_completeUploadExternal(files=[{"id": file_id}])
    kept = posting.model_copy(update={"file_id": file_id})

    with pytest.raises(SlackBusy):
        await herald.delivery.is_shared(kept)
    herald.watch.added = timedelta(minutes=2)
    assert not await herald.delivery.is_shared(kept)


async def test_an_upload_cut_in_the_middle_is_to_be_made_again(herald: Herald, finished: Finished, video: Path) -> None:
    await herald.desk.fault("upload", "cut_before")

    with pytest.raises(SlackBusy):
        await herald.delivery.keep(finished[1], video)
    assert await herald.delivery.keep(finished[1], video)


async def test_a_workspace_without_uploads_is_refused_with_slacks_code(
    herald: Herald, finished: Finished, video: Path
) -> None:
    await herald.desk.fault("files.getUploadURLExternal", "error", error="file_uploads_disabled")

    with pytest.raises(PostRefused) as raised:
        await herald.delivery.keep(finished[1], video)

    assert raised.value.code == "file_uploads_disabled"


async def test_a_link_that_could_not_be_shared_as_a_file_is_one_reply(herald: Herald, finished: Finished) -> None:
    render, posting = finished
    await herald.desk.fault("chat.postMessage", "cut_after")
    with pytest.raises(PostUncertain):
        await herald.delivery.reply_with_link(render, posting)

    found = await herald.delivery.find_reply(posting)

    (reply,) = await in_thread(herald)
    assert reply["ts"] == found
    assert URL.replace("&", "&amp;") in reply["text"]


async def test_a_reply_that_was_never_sent_is_not_found(herald: Herald, finished: Finished) -> None:
    assert await herald.delivery.find_reply(finished[1]) is None


async def test_the_anchor_of_a_finished_video_carries_its_link_while_it_lives(
    herald: Herald, finished: Finished
) -> None:
    render, posting = finished
    await herald.delivery.show_results(render, [posting])
    assert URL.replace("&", "&amp;") in (await anchor(herald))["blocks"][0]["text"]["text"]

    herald.watch.added = timedelta(hours=1)
    await herald.delivery.show_results(render, [posting.model_copy(update={"file_id": "F1"})])

    assert URL.replace("&", "&amp;") not in str(await anchor(herald))


async def test_a_video_that_came_too_late_is_told_in_the_anchor_and_by_dm(herald: Herald, finished: Finished) -> None:
    render, posting = finished
    herald.watch.added = timedelta(hours=2)

    await herald.delivery.show_results(render, [posting])
    await herald.delivery.tell_expired(render, posting)

    for message in (await anchor(herald), *await dms(herald)):
        assert message["blocks"][-1]["elements"][0]["action_id"] == RENDER_AGAIN
        assert URL.replace("&", "&amp;") not in str(message)
    assert len(await dms(herald)) == 1


async def test_a_person_whose_anchor_is_gone_is_told_by_dm_all_the_same(herald: Herald, finished: Finished) -> None:
    render, posting = finished

    await herald.delivery.tell_expired(render.model_copy(update={"anchor_ts": "1.000001"}), posting)

    assert len(await dms(herald)) == 1


@pytest.mark.parametrize(("hours", "alive"), [(0, True), (2, False)])
async def test_an_undelivered_video_is_told_by_dm_with_its_link_while_it_lives(
    herald: Herald, finished: Finished, hours: int, alive: bool
) -> None:
    render, posting = finished
    gone = posting.model_copy(update={"destination": Destination(channel_id="C0RANDOM")})
    herald.watch.added = timedelta(hours=hours)

    await herald.delivery.tell_undelivered(render, gone)

    (dm,) = await dms(herald)
    assert (URL.replace("&", "&amp;") in str(dm["blocks"])) == alive


async def test_a_transcript_and_captions_are_shared_in_the_same_message(
    herald: Herald, finished: Finished, video: Path
) -> None:
    render, posting = finished
    kept = posting.model_copy(update={"file_id": await herald.delivery.keep(posting, video), "length_seconds": 4.0})

    texts = await herald.companions.keep(render, kept)
    await herald.delivery.share(render, kept.model_copy(update={"text_file_ids": texts}))

    (reply,) = await in_thread(herald)
    assert [file["filetype"] for file in reply["files"]] == ["mp4", "txt", "vtt"]
    assert [file["title"] for file in reply["files"]][1:] == ["Transcript", "Captions"]


async def test_nothing_is_written_down_of_a_recording(herald: Herald, finished: Finished) -> None:
    render, posting = finished
    spoken = render.model_copy(update={"choices": Choices(avatar="emma-1", audio="slack-file:F1")})

    assert await herald.companions.keep(spoken, posting) == ()


async def test_a_posting_to_a_person_goes_to_their_dm(herald: Herald, finished: Finished, video: Path) -> None:
    render, posting = finished
    alone = posting.model_copy(update={"destination": Destination(channel_id="U0ALICE"), "thread_ts": ""})
    kept = alone.model_copy(update={"file_id": await herald.delivery.keep(alone, video)})

    await herald.delivery.share(render, kept)

    assert [message["files"][0]["id"] for message in await dms(herald)] == [kept.file_id]
    assert await in_thread(herald) == []
    assert await herald.delivery.is_shared(kept)


async def test_a_share_to_a_channel_stands_there_and_not_in_a_thread(
    herald: Herald, finished: Finished, video: Path
) -> None:
    render, posting = finished
    there = posting.model_copy(update={"thread_ts": "", "elsewhere": True})

    await herald.delivery.share(render, there.model_copy(update={"file_id": await herald.delivery.keep(there, video)}))

    assert await in_thread(herald) == []
    assert "shares a video" in (await herald.desk.state())["messages"]["C0GENERAL"][-1]["text"]


async def test_the_bytes_of_a_kept_file_come_back_whole(
    herald: Herald, finished: Finished, video: Path, tmp_path: Path
) -> None:
    render, posting = finished
    kept = posting.model_copy(update={"file_id": await herald.delivery.keep(posting, video)})
    await herald.delivery.share(render, kept)

    await herald.delivery.bring_back(posting.model_copy(update={"copy_of": kept.file_id}), tmp_path / "back")

    assert (tmp_path / "back").read_bytes() == BYTES


@pytest.mark.parametrize(
    ("method", "kind", "code"), [("files.info", "error", "missing_scope"), ("files.info", "error", "file_deleted")]
)
async def test_a_kept_file_that_cannot_be_read_is_refused_with_slacks_code(
    herald: Herald, finished: Finished, tmp_path: Path, method: str, kind: str, code: str
) -> None:
    await herald.desk.fault(method, kind, error=code)

    with pytest.raises(PostRefused) as raised:
        await herald.delivery.bring_back(finished[1].model_copy(update={"copy_of": "F1"}), tmp_path / "back")

    assert raised.value.code == code


async def test_an_unsharable_video_is_told_by_dm_with_what_to_do(herald: Herald, finished: Finished) -> None:
    render, posting = finished
    there = {"destination": Destination(channel_id="C0RANDOM"), "elsewhere": True, "failure": "not_in_channel"}

    await herald.delivery.tell_undelivered(render, posting.model_copy(update=there))

    (dm,) = await dms(herald)
    assert "I could not share your video with <#C0RANDOM>" in dm["text"]
    assert "/invite @Herald" in dm["text"]


async def test_captions_that_the_service_made_are_taken_as_they_are(
    herald: Herald, finished: Finished, video: Path, tmp_path: Path
) -> None:
    render, posting = finished
    told = posting.model_copy(update={"result": make_result(captions="WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n")})
    kept = told.model_copy(update={"file_id": await herald.delivery.keep(told, video)})
    texts = await herald.companions.keep(render, kept)
    await herald.delivery.share(render, kept.model_copy(update={"text_file_ids": texts}))

    await herald.delivery.bring_back(posting.model_copy(update={"copy_of": texts[1]}), tmp_path / "captions")

    assert (tmp_path / "captions").read_text() == told.result.captions
