"""Each kind of payload has all the keys of Slack's, of the right types, and no others."""

from base64 import b64encode
from typing import Any, Final

import pytest

from tests.contract.bolt import shapes
from tests.contract.bolt.apps import Seen
from tests.contract.bolt.shapes import misfits
from tests.contract.bolt.test_bolt import open_modal
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import FILLED, RETRY, option, plain

Pair = tuple[Desk, Seen]

TWO: Final = [option("One"), option("Two")]
CHOSEN: Final = {"text": {**plain("One"), "emoji": True}, "value": "one"}
RICH: Final = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hi"}]}],
}
ELEMENTS: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "overflow": ({"options": TWO}, {"selected_option": CHOSEN}),
    "static_select": ({"options": TWO, "placeholder": plain("Pick")}, {"selected_option": CHOSEN}),
    "external_select": ({"min_query_length": 1}, {"selected_option": CHOSEN}),
    "users_select": ({}, {"selected_user": "U0BOB"}),
    "channels_select": ({}, {"selected_channel": "C0LAUNCH"}),
    "conversations_select": ({}, {"selected_conversation": "C0LAUNCH"}),
    "multi_static_select": ({"options": TWO}, {"selected_options": [CHOSEN]}),
    "multi_external_select": ({}, {"selected_options": [CHOSEN]}),
    "multi_users_select": ({}, {"selected_users": ["U0BOB"]}),
    "multi_channels_select": ({}, {"selected_channels": ["C0LAUNCH"]}),
    "multi_conversations_select": ({}, {"selected_conversations": ["C0LAUNCH"]}),
    "datepicker": ({}, {"selected_date": "2026-11-23"}),
    "timepicker": ({}, {"selected_time": "09:30"}),
    "datetimepicker": ({}, {"selected_date_time": 1795337070}),
    "checkboxes": ({"options": TWO}, {"selected_options": [CHOSEN]}),
    "radio_buttons": ({"options": TWO}, {"selected_option": CHOSEN}),
}
INPUTS: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "plain_text_input": ({}, {"value": "Hi"}),
    "email_text_input": ({}, {"value": "alice@playground.example"}),
    "url_text_input": ({}, {"value": "https://playground.example"}),
    "number_input": ({"is_decimal_allowed": False}, {"value": "7"}),
    "rich_text_input": ({}, {"rich_text_value": RICH}),
}


def element(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """An element of a kind."""
    return {"type": kind, "action_id": "use", **fields}


def in_block(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A block with an element; only a section takes a multi-select."""
    if kind.startswith("multi_"):
        return {"type": "section", "block_id": "place", "text": plain("It"), "accessory": element(kind, fields)}
    return {"type": "actions", "block_id": "place", "elements": [element(kind, fields)]}


def in_input(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A modal with one input that tells of each change."""
    told = {"type": "input", "block_id": "place", "dispatch_action": True, "label": plain("It")}
    frame = {"type": "modal", "title": plain("One input"), "submit": plain("Go")}
    return {**frame, "blocks": [{**told, "element": element(kind, fields)}]}


async def post(desk: Desk, **content: Any) -> str:
    """The timestamp of a message of the app in #launch."""
    ts: str = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Here", **content))["ts"]
    return ts


async def test_a_command(told: Pair) -> None:
    desk, seen = told
    await desk.act("command", channel="C0LAUNCH", text="/herald hello")
    assert misfits(seen.last("command"), shapes.COMMAND) == []


async def test_a_search_in_a_modal(told: Pair) -> None:
    desk, seen = told
    seen.answers["block_suggestion"] = {"options": []}
    await desk.act("suggest", view_id=await open_modal(desk), block_id="avatar", action_id="avatar", value="a")
    assert misfits(seen.last("block_suggestion"), shapes.VIEW_SUGGESTION) == []


async def test_a_search_in_a_message(told: Pair) -> None:
    desk, seen = told
    seen.answers["block_suggestion"] = {"options": [option("Ada")]}
    search = {"type": "actions", "block_id": "place", "elements": [element("external_select", {"min_query_length": 1})]}
    ts = await post(desk, blocks=[search])
    found = await desk.act("suggest", channel="C0LAUNCH", message_ts=ts, action_id="use", value="a")
    assert found["options"] == [option("Ada")]
    assert misfits(seen.last("block_suggestion"), shapes.MESSAGE_SUGGESTION) == []


@pytest.mark.parametrize("kind", ELEMENTS)
async def test_an_element_of_a_message(told: Pair, kind: str) -> None:
    desk, seen = told
    fields, value = ELEMENTS[kind]
    ts = await post(desk, blocks=[in_block(kind, fields)])
    done = await desk.act("select", channel="C0LAUNCH", message_ts=ts, action_id="use", value={"type": kind, **value})
    assert done["failed"] is None
    body = seen.last("block_actions")
    assert misfits(body, shapes.MESSAGE_ACTIONS) == []
    assert misfits(body["actions"], [{"type": kind, **shapes.ACTION[kind]}]) == []
    held = {} if kind == "overflow" else {"place": {"use": {"type": kind, **value}}}
    assert body["state"]["values"] == held


@pytest.mark.parametrize("kind", ELEMENTS)
async def test_an_element_of_the_home_tab(told: Pair, kind: str) -> None:
    desk, seen = told
    fields, value = ELEMENTS[kind]
    blocks = [in_block(kind, fields)]
    home = await desk.client().views_publish(user_id="U0ALICE", view={"type": "home", "blocks": blocks})
    await desk.act("select", view_id=home["view"]["id"], action_id="use", value={"type": kind, **value})
    body = seen.last("block_actions")
    assert misfits(body, shapes.VIEW_ACTIONS) == []
    assert misfits(body["actions"], [{"type": kind, **shapes.ACTION[kind]}]) == []


@pytest.mark.parametrize("kind", [kind for kind in {**ELEMENTS, **INPUTS} if kind != "overflow"])
async def test_an_input_of_a_modal(told: Pair, kind: str) -> None:
    desk, seen = told
    fields, value = {**ELEMENTS, **INPUTS}[kind]
    view_id = await open_modal(desk, in_input(kind, fields))
    await desk.act("select", view_id=view_id, block_id="place", action_id="use", value={"type": kind, **value})
    body = seen.last("block_actions")
    assert misfits(body, shapes.VIEW_ACTIONS) == []
    assert misfits(body["actions"], [{"type": kind, **shapes.ACTION[kind]}]) == []
    assert body["view"]["state"]["values"] == {"place": {"use": {"type": kind, **value}}}


async def test_a_button_of_a_message(told: Pair) -> None:
    desk, seen = told
    ts = await post(desk, blocks=[RETRY])
    await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    body = seen.last("block_actions")
    assert misfits(body, shapes.MESSAGE_ACTIONS) == []
    assert misfits(body["actions"], [{"type": "button", **shapes.ACTION["button"]}]) == []


async def test_a_button_of_a_message_in_a_thread_names_the_thread(told: Pair) -> None:
    desk, seen = told
    root = await post(desk)
    ts = await post(desk, thread_ts=root, blocks=[RETRY])
    await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    assert misfits(seen.last("block_actions"), shapes.MESSAGE_ACTIONS) == []
    assert seen.last("block_actions")["container"]["thread_ts"] == root


async def test_a_button_of_a_private_message(told: Pair) -> None:
    desk, seen = told
    client = desk.client()
    posted = await client.chat_postEphemeral(channel="C0LAUNCH", user="U0ALICE", text="Hi", blocks=[RETRY])
    await desk.act("click", channel="C0LAUNCH", message_ts=posted["message_ts"], action_id="retry")
    assert misfits(seen.last("block_actions"), shapes.EPHEMERAL_ACTIONS) == []


async def test_a_button_that_a_step_of_a_workflow_posted(told: Pair) -> None:
    desk, seen = told
    await desk.act("run_function", callback_id="place_order", inputs={"item": "pizza"})
    await desk.until(lambda state: "function_executed" in seen.bodies)
    event = seen.last("function_executed")["event"]
    step = desk.client(event["bot_access_token"])
    ts = (await step.chat_postMessage(channel="C0LAUNCH", text="Sure?", blocks=[RETRY]))["ts"]
    await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    body = seen.last("block_actions")
    assert misfits(body, {**shapes.MESSAGE_ACTIONS, **shapes.STEP}) == []
    assert body["bot_access_token"] == event["bot_access_token"]
    assert body["function_data"]["execution_id"] == event["function_execution_id"]


async def test_a_view_that_a_step_of_a_workflow_opened(told: Pair) -> None:
    desk, seen = told
    run = await desk.act("run_function", callback_id="place_order", inputs={"item": "pizza"})
    await desk.until(lambda state: "function_executed" in seen.bodies)
    step = desk.client(seen.last("function_executed")["event"]["bot_access_token"])
    ts = (await step.chat_postMessage(channel="C0LAUNCH", text="Sure?", blocks=[RETRY]))["ts"]
    pressed = await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    search = in_block("external_select", {"min_query_length": 0})
    modal = {"type": "modal", "title": plain("Order"), "blocks": [search]}
    view = (await step.views_open(trigger_id=pressed["trigger_id"], view=modal))["view"]["id"]
    await desk.act("suggest", view_id=view, action_id="use", value="")
    await desk.act("select", view_id=view, action_id="use", value={"type": "external_select", "selected_option": None})
    assert misfits(seen.last("block_suggestion"), {**shapes.VIEW_SUGGESTION, **shapes.STEP}) == []
    assert misfits(seen.last("block_actions"), {**shapes.VIEW_ACTIONS, **shapes.STEP}) == []
    assert seen.last("block_actions")["function_data"]["execution_id"] == run["execution_id"]


async def test_a_submission_and_its_response_urls(told: Pair) -> None:
    desk, seen = told
    view = in_input("conversations_select", {"response_url_enabled": True, "default_to_current_conversation": True})
    await desk.act("submit", view_id=await open_modal(desk, view))
    body = seen.last("view_submission")
    assert misfits(body, shapes.SUBMISSION) == []
    assert [each["channel_id"] for each in body["response_urls"]] == ["C0LAUNCH"]


async def test_a_submission_tells_every_input(told: Pair) -> None:
    desk, seen = told
    await desk.act("submit", view_id=await open_modal(desk), values=FILLED)
    body = seen.last("view_submission")
    assert misfits(body, shapes.SUBMISSION) == []
    assert set(body["view"]["state"]["values"]) == {"script", "avatar", "language"}


async def test_a_submission_tells_the_files_that_were_chosen(told: Pair) -> None:
    desk, seen = told
    content = b64encode(b"photo").decode()
    file_id = (await desk.act("upload", name="photo.png", content_base64=content))["file_id"]
    view_id = await open_modal(desk, in_input("file_input", {"filetypes": ["png"]}))
    chosen = {"place": {"use": {"type": "file_input", "files": [{"id": file_id}]}}}
    await desk.act("submit", view_id=view_id, values=chosen)
    (file,) = seen.last("view_submission")["view"]["state"]["values"]["place"]["use"]["files"]
    assert (file["id"], file["name"], file["mimetype"]) == (file_id, "photo.png", "image/png")
    assert file["url_private"].startswith(desk.url)


async def test_a_closed_modal(told: Pair) -> None:
    desk, seen = told
    await desk.act("close", view_id=await open_modal(desk))
    assert misfits(seen.last("view_closed"), shapes.CLOSED) == []


async def test_shortcuts(told: Pair) -> None:
    desk, seen = told
    ts = (await desk.act("post", channel="C0LAUNCH", text="Hello"))["ts"]
    await desk.act("shortcut", callback_id="create_video")
    await desk.act("message_shortcut", channel="C0LAUNCH", message_ts=ts, callback_id="video_from_message")
    assert misfits(seen.last("shortcut"), shapes.SHORTCUT) == []
    assert misfits(seen.last("message_action"), shapes.MESSAGE_SHORTCUT) == []


async def happen(desk: Desk, name: str) -> None:
    """Do what makes an event happen, from a message that mentions the app on."""
    ts = (await desk.act("post", channel="C0LAUNCH", text="@Herald hello"))["ts"]
    if name == "app_home_opened":
        await desk.client().views_publish(user_id="U0ALICE", view={"type": "home", "blocks": [RETRY]})
    for act, fields in ACTS.get(name, []):
        await desk.act(act, **{key: ts if value == "TS" else value for key, value in fields.items()})


ON_MESSAGE: Final = {"channel": "C0LAUNCH", "message_ts": "TS"}
UPLOAD: Final = {"channel": "C0LAUNCH", "name": "a.txt", "content_base64": b64encode(b"abc").decode(), "text": "Look"}
REACTED: Final = ("react", {**ON_MESSAGE, "name": "tada"})
LEFT: Final = ("leave", {"user": "U0BOB", "channel": "C0LAUNCH"})
ACTS: Final[dict[str, list[tuple[str, dict[str, Any]]]]] = {
    "message_changed": [("edit_message", {**ON_MESSAGE, "text": "Better"})],
    "message_deleted": [("delete_message", ON_MESSAGE)],
    "thread_broadcast": [("post", {"channel": "C0LAUNCH", "text": "Also", "thread_ts": "TS", "broadcast": True})],
    "file_share": [("upload", UPLOAD)],
    "file_shared": [("upload", UPLOAD)],
    "reaction_added": [REACTED],
    "reaction_removed": [REACTED, ("react", {**ON_MESSAGE, "name": "tada", "remove": True})],
    "member_left_channel": [LEFT],
    "member_joined_channel": [LEFT, ("join", {"user": "U0BOB", "channel": "C0LAUNCH"})],
    "app_home_opened": [("open_home", {})],
    "function_executed": [("run_function", {"callback_id": "place_order", "inputs": {"item": "pizza"}})],
    "tokens_revoked": [("uninstall", {})],
    "app_uninstalled": [("uninstall", {})],
}


@pytest.mark.parametrize("name", [name for name in shapes.EVENT if name != "bot_message"])
async def test_an_event(told: Pair, name: str) -> None:
    desk, seen = told
    await happen(desk, name)
    await desk.until(lambda state: name in seen.bodies)
    body = seen.last(name)
    assert misfits(body, shapes.WRAPPER) == []
    assert misfits(body["event"], shapes.EVENT[name]) == []


async def test_the_apps_own_message_comes_back(told: Pair) -> None:
    desk, seen = told
    await post(desk, blocks=[RETRY])
    await desk.until(lambda state: "message" in seen.bodies)
    assert misfits(seen.last("message")["event"], shapes.EVENT["bot_message"]) == []


def test_a_shape_finds_what_is_missing_wrong_and_too_much() -> None:
    shape = {"a": str, "b": shapes.Maybe(int)}
    assert misfits({"a": "x"}, shape) == []
    assert misfits({"a": 1, "c": 2}, shape) == ["/c: not sent by Slack", "/a: 1 is no <class 'str'>"]
    assert misfits({}, shape) == ["/a: missing"]
