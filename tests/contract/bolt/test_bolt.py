"""All that people can do reaches a Bolt app, async and sync, over HTTP and by Socket Mode, and its answers count."""

from typing import Any

from tests.contract.bolt.apps import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import FILLED, MODAL, RETRY, plain

Pair = tuple[Desk, Seen]


async def open_modal(desk: Desk, view: dict[str, Any] = MODAL) -> str:
    """The id of a modal that the app opened on a command."""
    trigger_id = (await desk.act("command", channel="C0LAUNCH", text="/herald"))["trigger_id"]
    opened = await desk.client().views_open(trigger_id=trigger_id, view=view)
    view_id: str = opened["view"]["id"]
    return view_id


async def test_a_command_is_answered(pair: Pair) -> None:
    desk, seen = pair
    seen.answers["command"] = "Type a script."
    answer = await desk.act("command", channel="C0LAUNCH", text="/herald hello")
    assert (answer["failed"], answer["reply"]["text"]) == (None, "Type a script.")
    assert seen.last("command")["text"] == "hello"


async def test_a_search_is_answered(pair: Pair) -> None:
    desk, seen = pair
    seen.answers["block_suggestion"] = {"options": [{"text": plain("Ada"), "value": "ada"}]}
    view_id = await open_modal(desk)
    found = await desk.act("suggest", view_id=view_id, block_id="avatar", action_id="avatar", value="a")
    assert [option["value"] for option in found["options"]] == ["ada"]


async def test_a_submission_shows_errors_and_then_closes(pair: Pair) -> None:
    desk, seen = pair
    view_id = await open_modal(desk)
    seen.answers["view_submission"] = {"response_action": "errors", "errors": {"script": "Too rude"}}
    refused = await desk.act("submit", view_id=view_id, values=FILLED)
    assert refused["errors"] == {"script": "Too rude"}
    seen.answers["view_submission"] = {}
    assert (await desk.act("submit", view_id=view_id, values=FILLED))["failed"] is None
    assert (await desk.state())["views"] == []


async def test_a_closed_modal_a_button_and_shortcuts_are_taken(pair: Pair) -> None:
    desk, seen = pair
    await desk.act("close", view_id=await open_modal(desk))
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Failed", blocks=[RETRY]))["ts"]
    done = [
        await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry"),
        await desk.act("shortcut", callback_id="create_video"),
        await desk.act("message_shortcut", channel="C0LAUNCH", message_ts=ts, callback_id="video_from_message"),
    ]
    assert [each["failed"] for each in done] == [None, None, None]
    assert {"view_closed", "block_actions", "shortcut", "message_action"} <= set(seen.bodies)


async def test_events_are_taken(pair: Pair) -> None:
    desk, seen = pair
    written = await desk.act("post", channel="C0LAUNCH", text="@Herald hello")
    await desk.act("open_home")
    await desk.act("react", channel="C0LAUNCH", message_ts=written["ts"], name="tada")
    wanted = {"message", "app_mention", "app_home_opened", "reaction_added"}
    await desk.until(lambda state: wanted <= set(seen.bodies))
    assert {dispatch["failed"] for dispatch in (await desk.state())["dispatches"]} == {None}


async def test_a_function_completes_with_its_own_token(pair: Pair) -> None:
    desk, _ = pair
    run = await desk.act("run_function", callback_id="place_order", inputs={"item": "pizza"})
    state = await desk.until(lambda state: state["executions"][0]["status"] != "running")
    (execution,) = state["executions"]
    assert (execution["id"], execution["status"]) == (run["execution_id"], "completed")
    assert execution["outputs"] == {"order_id": "order of pizza"}


async def test_a_function_fails_with_words(pair: Pair) -> None:
    desk, _ = pair
    await desk.act("run_function", callback_id="place_order", inputs={"item": "nothing"})
    state = await desk.until(lambda state: state["executions"][0]["status"] != "running")
    assert state["executions"][0]["error"] == "Nothing to order"


async def test_an_app_hears_of_its_end(pair: Pair) -> None:
    desk, seen = pair
    await desk.act("uninstall")
    await desk.until(lambda state: {"tokens_revoked", "app_uninstalled"} <= set(seen.bodies))
    assert seen.last("tokens_revoked")["event"]["tokens"] == {"oauth": [], "bot": ["U0HERALD"]}
