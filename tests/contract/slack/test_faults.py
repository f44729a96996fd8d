"""Codes that come of a workspace's own rules or of Slack's bad days, which a test sets with the fault dial."""

import pytest

from tests.contract.slack.cases import HERE, Case, fails
from tests.contract.slack.conftest import Call
from tests.contract.slack.stage import Stage
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import MODAL

POST, UPDATE = {"channel": HERE, "text": "Hello"}, {"channel": HERE, "text": "Hello", "ts": "{mine}"}
SHARE = {"files": [{"id": "{uploaded}"}], "channel_id": HERE}
CODES: list[Case] = [
    *(
        fails("chat.postMessage", code, **POST)
        for code in (
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "restricted_action_thread_locked",
            "messages_tab_disabled",
            "message_limit_exceeded",
            "team_not_found",
            "fatal_error",
            "internal_error",
            "service_unavailable",
            "account_inactive",
            "token_revoked",
            "token_expired",
        )
    ),
    *(fails("chat.update", code, **UPDATE) for code in ("edit_window_closed", "update_failed", "is_inactive")),
    *(
        fails("files.getUploadURLExternal", code, filename="a.mp4", length=3)
        for code in ("file_uploads_disabled", "storage_limit_reached", "file_type_not_allowed")
    ),
    *(fails("files.completeUploadExternal", code, **SHARE) for code in ("posting_to_channel_denied", "access_denied")),
    fails("views.publish", "not_enabled", user_id="U0ALICE", view={"type": "home", "blocks": []}),
    fails("views.open", "internal_error", trigger_id="{trigger}", view=MODAL),
]


@pytest.mark.parametrize("case", CODES, ids=str)
async def test_a_code_that_was_set_is_answered_once_and_without_effect(
    case: Case, call: Call, desk: Desk, stage: Stage
) -> None:
    args = await stage.filled(case.args)
    before = await desk.state()
    await desk.fault(case.method, "error", error=case.error)
    assert await call(case.method, args, None) == {"ok": False, "error": case.error}
    after = await desk.state()
    assert (after["messages"], after["views"], after["homes"]) == (before["messages"], before["views"], before["homes"])
    assert (await call(case.method, args, None))["ok"]


async def test_too_many_calls_say_when_to_come_again(call: Call, desk: Desk) -> None:
    await desk.fault("chat.postMessage", "status", status=429, retry_after=7)
    assert await call("chat.postMessage", POST, None) == {"ok": False, "error": "ratelimited"}
    await desk.fault("chat.postMessage", "status", status=429, retry_after=7)
    headers = {"Authorization": f"Bearer {desk.settings.bot_token}"}
    async with desk.http.post(f"{desk.url}/api/chat.postMessage", json=POST, headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (await desk.state())["messages"][HERE] == []
