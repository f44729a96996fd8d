"""From a command to a video in the thread, over HTTP and in Socket Mode."""

from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import FILLED, option

Pair = tuple[Desk, Seen]


async def test_a_command_ends_in_a_file_in_the_thread(both: Pair) -> None:
    desk, seen = both
    command = await desk.act("command", channel="C0LAUNCH", text="/herald")
    assert command["failed"] is None
    view = (await desk.until(lambda state: len(state["views"]) == 1))["views"][0]["view"]

    found = await desk.act("suggest", view_id=view["id"], block_id="avatar", action_id="avatar", value="ad")
    assert [each["value"] for each in found["options"]] == ["ada", "adam"]

    submitted = await desk.act("submit", view_id=view["id"], values=FILLED)
    assert (submitted["failed"], submitted["response_action"]) == (None, None)
    assert (await desk.state())["views"] == []
    values = seen.one("submission")["view"]["state"]["values"]
    assert values["script"]["text"]["value"] == "Good morning"
    assert values["language"]["language"]["selected_option"]["value"] == option("English")["value"]

    anchor = await desk.client().chat_postMessage(channel="C0LAUNCH", text="On its way")
    file_id = await desk.upload(b"not really a video")
    await desk.client().files_completeUploadExternal(
        files=[{"id": file_id, "title": "Video"}], channel_id="C0LAUNCH", thread_ts=anchor["ts"], initial_comment="Here"
    )
    root, reply = (await desk.state())["messages"]["C0LAUNCH"]
    assert root["reply_count"] == 1
    assert (reply["thread_ts"], reply["text"]) == (anchor["ts"], "Here")
    assert reply["files"][0]["id"] == file_id
