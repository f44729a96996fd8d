"""What is done about a posted result in a local Slack: its link is taken out, or all of it is removed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.posting.posting import Posting
from bot.rendering.render import Render, RenderState
from tests.bot.slack.conftest import Herald
from tests.bot.slack.samples import URL, make_posting, make_render, make_result
from tests.bot.slack.test_delivery import dms, in_thread

LINK = URL.replace("&", "&amp;")
Posted = tuple[Render, Posting]


@pytest.fixture
async def posted(herald: Herald, tmp_path: Path) -> Posted:
    """A video in its thread, with its transcript and captions."""
    requested = make_render(requested_at=herald.watch())
    ts = await herald.thread.post_anchor(requested)
    render = requested.model_copy(update={"state": RenderState.READY, "anchor_ts": ts, "thread_ts": ts})
    result = make_result(expires_at=herald.watch() + timedelta(hours=1))
    times = {"due_at": herald.watch(), "intent_at": herald.watch(), "posted_at": herald.watch()}
    posting = make_posting(render, result=result, **times)
    path = tmp_path / "video"
    path.write_bytes(b"\0" * 1000)
    posting = posting.model_copy(update={"file_id": await herald.delivery.keep(posting, path)})
    posting = posting.model_copy(update={"text_file_ids": await herald.companions.keep(render, posting)})
    await herald.delivery.share(render, posting)
    return render, posting


async def located(herald: Herald, posting: Posting) -> Posting:
    """The posting with where its message is."""
    return posting.model_copy(update={"message_ts": await herald.aftercare.locate(posting)})


async def files(herald: Herald) -> list[dict[str, Any]]:
    """The files that are left."""
    return [file for message in await in_thread(herald) for file in message.get("files", []) if "name" in file]


async def test_a_link_that_ended_is_taken_out_and_the_files_stay(herald: Herald, posted: Posted) -> None:
    render, posting = posted
    assert LINK in (await in_thread(herald))[0]["text"]
    herald.watch.added = timedelta(hours=1)

    await herald.aftercare.end_link(render, await located(herald, posting))

    (message,) = await in_thread(herald)
    assert LINK not in str(message)
    assert "Its link has ended; the file stays." in message["text"]
    assert len(message["files"]) == 3


async def test_an_edit_whose_answer_was_lost_is_made_again(herald: Herald, posted: Posted) -> None:
    render, posting = posted
    herald.watch.added = timedelta(hours=1)
    await herald.desk.fault("chat.update", "cut_after")

    await herald.aftercare.end_link(render, await located(herald, posting))

    assert LINK not in str(await in_thread(herald))


async def test_a_text_reply_is_found_and_its_link_taken_out(herald: Herald, posted: Posted) -> None:
    render, posting = posted
    alone = posting.model_copy(update={"file_id": None, "id": "another"})
    ts = await herald.delivery.reply_with_link(render, alone)
    herald.watch.added = timedelta(minutes=59, seconds=55)

    found = await located(herald, alone)
    await herald.aftercare.end_link(render, found)

    assert found.message_ts == ts
    assert LINK not in (await in_thread(herald))[1]["text"]


async def test_a_deletion_takes_message_and_files_away(herald: Herald, posted: Posted) -> None:
    found = await located(herald, posted[1])

    assert await herald.aftercare.remove(found) == ()

    assert await in_thread(herald) == []
    with pytest.raises(PostRefused, match="file_deleted"):
        await herald.delivery.bring_back(found.model_copy(update={"copy_of": found.file_id}), Path("/nowhere"))


@pytest.mark.parametrize("method", ["chat.delete", "files.delete"])
async def test_a_deletion_whose_answer_was_lost_is_carried_on(herald: Herald, posted: Posted, method: str) -> None:
    found = await located(herald, posted[1])
    await herald.desk.fault(method, "cut_after")

    assert await herald.aftercare.remove(found) == ()
    assert await herald.aftercare.remove(found) == ()
    assert await in_thread(herald) == []


@pytest.mark.parametrize("what", ["message", "file"])
async def test_what_slack_does_not_let_herald_remove_is_named(herald: Herald, posted: Posted, what: str) -> None:
    found = await located(herald, posted[1])
    method = "chat.delete" if what == "message" else "files.delete"
    await herald.desk.fault(method, "error", error=f"cant_delete_{what}")

    assert await herald.aftercare.remove(found) == (f"{what}:cant_delete_{what}",)


async def test_a_busy_slack_is_asked_again_to_remove_it(herald: Herald, posted: Posted) -> None:
    found = await located(herald, posted[1])
    await herald.desk.fault("files.delete", "error", error="fatal_error")

    with pytest.raises(SlackBusy):
        await herald.aftercare.remove(found)
    assert await herald.aftercare.remove(found) == ()


async def test_a_message_that_somebody_deleted_already_is_no_trouble(herald: Herald, posted: Posted) -> None:
    found = await located(herald, posted[1])
    await herald.desk.client().files_delete(file=found.file_id or "")

    assert await herald.aftercare.locate(found) is None
    assert await herald.aftercare.remove(found) == ()


async def test_what_is_left_is_told_by_dm(herald: Herald, posted: Posted) -> None:
    render, posting = posted

    await herald.aftercare.tell_leftover(render, [posting.model_copy(update={"leftover": ("file:cant_delete_file",)})])

    (dm,) = await dms(herald)
    assert "This could not be removed: the file in <#C0GENERAL>" in dm["text"]
