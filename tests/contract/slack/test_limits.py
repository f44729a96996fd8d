"""What an app may not do, and the code that Slack says it with."""

import json
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.contract.slack.cases import HERE
from tests.contract.slack.conftest import Call
from tests.contract.slack.listening import listening
from tests.contract.slack.stage import Stage
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import MODAL, plain, section

LONG_LABEL = {"type": "input", "block_id": "name", "label": plain("x" * 2001), "element": {"type": "plain_text_input"}}


async def refused(call: Call, method: str, **args: Any) -> dict[str, Any]:
    """The refusal of a call."""
    body = await call(method, args, None)
    assert not body["ok"]
    return body


async def test_a_message_holds_fifty_blocks(call: Call) -> None:
    assert (await call("chat.postMessage", {"channel": HERE, "text": "x", "blocks": [section()] * 50}, None))["ok"]
    body = await refused(call, "chat.postMessage", channel=HERE, text="x", blocks=[section()] * 51)
    assert body["error"] == "invalid_blocks"
    assert body["response_metadata"]["messages"] == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]


async def test_a_label_that_is_too_long_is_named_with_its_block(call: Call, stage: Stage) -> None:
    view = {**MODAL, "blocks": [section(), LONG_LABEL]}
    body = await refused(call, "views.open", trigger_id=await stage.thing("trigger"), view=view)
    assert body["error"] == "invalid_arguments"
    pointer = "[json-pointer:/view/blocks/1/label/text]"
    assert body["response_metadata"]["messages"] == [f"[ERROR] must be less than 2001 characters {pointer}"]


@pytest.mark.parametrize(
    ("trigger", "error"), [("used_trigger", "exchanged_trigger_id"), ("old_trigger", "expired_trigger_id")]
)
async def test_a_trigger_works_once_and_for_three_seconds(call: Call, stage: Stage, trigger: str, error: str) -> None:
    body = await refused(call, "views.open", trigger_id=await stage.thing(trigger), view=MODAL)
    assert body["error"] == error


async def test_a_stale_hash_changes_nothing(call: Call, desk: Desk, stage: Stage) -> None:
    stale, view_id = await stage.thing("stale_hash"), await stage.thing("view")
    before = (await desk.state())["views"]
    other = {**MODAL, "title": plain("Other")}
    assert (await refused(call, "views.update", view_id=view_id, hash=stale, view=other))["error"] == "hash_conflict"
    assert (await desk.state())["views"] == before


async def test_a_fourth_view_is_one_too_many(call: Call, desk: Desk, stage: Stage) -> None:
    trigger_id = await stage.thing("trigger_over_three")
    assert (await refused(call, "views.push", trigger_id=trigger_id, view=MODAL))["error"] == "push_limit_reached"
    assert len((await desk.state())["views"]) == 3


async def test_an_upload_is_completed_once_and_shown_once(call: Call, desk: Desk, stage: Stage) -> None:
    files = [{"id": await stage.thing("uploaded")}]
    assert (await call("files.completeUploadExternal", {"files": files, "channel_id": HERE}, None))["ok"]
    body = await refused(call, "files.completeUploadExternal", files=files, channel_id=HERE)
    assert body["error"] == "file_not_found"
    assert len((await desk.state())["messages"][HERE]) == 1


async def test_a_response_url_works_five_times(desk: Desk) -> None:
    async with listening(desk) as ear:
        await desk.act("command", channel=HERE, text="/herald")
    (command,) = ear.payloads
    client = AsyncWebhookClient(command["response_url"], retry_handlers=[])
    for _ in range(5):
        assert (await client.send(text="Hi")).body == "ok"
    sixth = await client.send(text="Hi")
    assert (sixth.status_code, json.loads(sixth.body)) == (404, {"ok": False, "error": "used_url"})
    assert len((await desk.state())["ephemerals"]) == 5
