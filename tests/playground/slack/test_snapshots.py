"""Keeping the whole state and coming back to it; named states."""

from typing import Any

from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.refusals import code


async def control(desk: Desk, path: str, **body: Any) -> tuple[int, str]:
    """Ask the control API."""
    async with desk.http.post(f"{desk.url}/_control/{path}", json=body) as answer:
        return answer.status, await answer.text()


async def texts(desk: Desk) -> list[str]:
    """What stands in #launch."""
    return [message["text"] for message in (await desk.state())["messages"]["C0LAUNCH"]]


async def test_a_snapshot_is_come_back_to_more_than_once(desk: Desk) -> None:
    client = desk.client()
    await client.chat_postMessage(channel="C0LAUNCH", text="Before")
    assert (await control(desk, "snapshot", name="start"))[0] == 200
    for _ in range(2):
        await client.chat_postMessage(channel="C0LAUNCH", text="After")
        assert await texts(desk) == ["Before", "After"]
        assert (await control(desk, "restore", name="start"))[0] == 200
        assert await texts(desk) == ["Before"]


async def test_files_and_tokens_come_back(desk: Desk) -> None:
    client, file_id = desk.client(), await desk.upload(b"abc")
    await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    await control(desk, "snapshot", name="start")
    await client.files_delete(file=file_id)
    await client.auth_revoke()
    await control(desk, "restore", name="start")
    url = (await client.files_info(file=file_id))["file"]["url_private"]
    async with desk.http.get(url, headers={"Authorization": f"Bearer {desk.settings.bot_token}"}) as answer:
        assert await answer.read() == b"abc"


async def test_the_shared_channel_stays_shared(desk: Desk) -> None:
    await control(desk, "snapshot", name="start")
    await control(desk, "restore", name="start")
    await desk.act("post", user="U0CAROL", channel="C0SHARED", text="Hello")
    assert len((await desk.state("U0ALICE"))["messages"]["C0SHARED"]) == 1


async def test_what_was_put_off_is_still_posted_after_coming_back(desk: Desk) -> None:
    at = int((await desk.state())["now"]) + 60
    await desk.client().chat_scheduleMessage(channel="C0LAUNCH", post_at=at, text="Later")
    await control(desk, "snapshot", name="start")
    await control(desk, "restore", name="start")
    await desk.advance(61)
    state = await desk.until(lambda state: bool(state["messages"]["C0LAUNCH"]))
    assert [message["text"] for message in state["messages"]["C0LAUNCH"]] == ["Later"]


async def test_an_unknown_snapshot_is_refused(desk: Desk) -> None:
    await control(desk, "snapshot", name="start")
    assert await control(desk, "restore", name="end") == (400, "there is no snapshot end; there are: start")
    assert (await control(desk, "snapshot", name=""))[0] == 400


async def test_channels_are_put_into_named_states(desk: Desk) -> None:
    client = desk.client()
    await control(desk, "set", archive=["C0LAUNCH"], remove_bot=["C0GENERAL"])
    assert await code(client.chat_postMessage(channel="C0LAUNCH", text="Hi")) == "is_archived"
    assert await code(client.chat_postMessage(channel="C0GENERAL", text="Hi")) == "not_in_channel"
    await control(desk, "set", unarchive=["C0LAUNCH"], add_bot=["C0GENERAL"])
    for channel in ("C0LAUNCH", "C0GENERAL"):
        assert (await client.chat_postMessage(channel=channel, text="Hi"))["ok"]


async def test_a_token_is_revoked(desk: Desk) -> None:
    await control(desk, "set", revoke_token=True)
    assert await code(desk.client().auth_test()) == "token_revoked"
    assert (await control(desk, "set", revoke_token=True))[0] == 400


async def test_a_wrong_state_changes_nothing(desk: Desk) -> None:
    status, text = await control(desk, "set", archive=["C0LAUNCH", "C0NONE"])
    assert status == 400
    assert "no channel C0NONE in Playground; there are C0GENERAL" in text
    launch = next(each for each in (await desk.state())["channels"] if each["id"] == "C0LAUNCH")
    assert launch["is_archived"] is False
    assert (await control(desk, "set", team="T0NONE"))[0] == 400
    assert (await control(desk, "set", colour="red"))[0] == 400


async def test_a_request_url_is_used_once_it_answers_rightly(with_app: tuple[Desk, Seen]) -> None:
    desk, seen = with_app
    wrong = f"{desk.url}/api/api.test"
    assert (await control(desk, "set", request_url=wrong))[1] == '{"ok": true, "verified": false}'
    await desk.act("command", channel="C0LAUNCH", text="/herald help")
    right = f"{desk.settings.app_url}?again"
    assert (await control(desk, "set", request_url=right))[1] == '{"ok": true, "verified": true}'
    await desk.act("command", channel="C0LAUNCH", text="/herald help")
    assert len(seen.payloads["command"]) == 2
