"""The `chat.*` methods."""

from typing import Any

from tests.contract.slack.cases import ELSEWHERE, HERE, Case, channel_cases, fails, works
from tests.playground.slack.samples import plain, section

TEXT: dict[str, Any] = {"channel": HERE, "text": "Hello"}
LONG_MARKDOWN = [{"type": "markdown", "text": "x" * 7_000}] * 2
METADATA = {"event_type": "render", "event_payload": {"id": "7"}}
BIG = {"event_type": "render", "event_payload": {"id": "x" * 17_000}}
LONG_LABEL = {"type": "input", "label": plain("x" * 2001), "element": {"type": "plain_text_input"}}
FOR_ALICE: dict[str, Any] = {"recipient_user_id": "U0ALICE", "recipient_team_id": "T0PLAY"}

CONTENT_ERRORS: list[tuple[str, dict[str, Any]]] = [
    ("no_text", {"text": ""}),
    ("invalid_blocks", {"blocks": [section()] * 51}),
    ("invalid_blocks", {"blocks": [LONG_LABEL]}),
    ("invalid_blocks_format", {"blocks": "no list"}),
    ("too_many_attachments", {"attachments": [{"text": "x"}] * 101}),
]
POSTED_ERRORS: list[tuple[str, dict[str, Any]]] = [
    *CONTENT_ERRORS,
    ("msg_blocks_too_long", {"blocks": LONG_MARKDOWN}),
    ("markdown_text_conflict", {"markdown_text": "*Hi*"}),
    ("invalid_metadata_format", {"metadata": {"event_type": "render"}}),
    ("metadata_too_large", {"metadata": BIG}),
]
POST = [
    works("chat.postMessage", "channel", "ts", "message", **TEXT),
    works("chat.postMessage", "message", channel="U0BOB", text="Hello"),
    works("chat.postMessage", "message", channel="#launch", markdown_text="*Hi*"),
    works("chat.postMessage", "message", **TEXT, thread_ts="{mine}", reply_broadcast=True, metadata=METADATA),
    *channel_cases("chat.postMessage", text="Hello"),
    fails("chat.postMessage", "cannot_dm_bot", channel="U0HERALD", text="Hello"),
    fails("chat.postMessage", "is_archived", channel="{archived}", text="Hello"),
    fails("chat.postMessage", "cannot_reply_to_message", **TEXT, thread_ts="{reply}"),
    *(fails("chat.postMessage", code, **{**TEXT, **wrong}) for code, wrong in POSTED_ERRORS),
    works("chat.meMessage", "channel", "ts", channel=HERE, text="waves"),
    *channel_cases("chat.meMessage", text="waves"),
    fails("chat.meMessage", "is_archived", channel="{archived}", text="waves"),
    fails("chat.meMessage", "no_text", channel=HERE, text=""),
]
UPDATE = [
    works("chat.update", "channel", "ts", "text", "message", **TEXT, ts="{mine}"),
    works("chat.update", "message", channel=HERE, ts="{mine}", blocks=[section()]),
    *channel_cases("chat.update", ts="1.000001", text="Hello"),
    fails("chat.update", "message_not_found", **TEXT, ts="{gone}"),
    fails("chat.update", "cant_update_message", **TEXT, ts="{theirs}"),
    fails("chat.update", "cant_broadcast_message", **TEXT, ts="{mine}", reply_broadcast=True),
    fails("chat.update", "msg_too_long", channel=HERE, ts="{mine}", text="x" * 4001),
    fails("chat.update", "streaming_state_conflict", **TEXT, ts="{stream}"),
    *(fails("chat.update", code, **{**TEXT, "ts": "{mine}", **wrong}) for code, wrong in POSTED_ERRORS),
    works("chat.delete", "channel", "ts", channel=HERE, ts="{mine}"),
    *channel_cases("chat.delete", ts="1.000001"),
    fails("chat.delete", "message_not_found", channel=HERE, ts="{gone}"),
    fails("chat.delete", "cant_delete_message", channel=HERE, ts="{theirs}"),
    works("chat.getPermalink", "channel", "permalink", channel=HERE, message_ts="{mine}"),
    *channel_cases("chat.getPermalink", message_ts="1.000001", joined=False),
    fails("chat.getPermalink", "message_not_found", channel=HERE, message_ts="{gone}"),
]
EPHEMERAL = [
    works("chat.postEphemeral", "message_ts", **TEXT, user="U0ALICE"),
    *channel_cases("chat.postEphemeral", text="Psst", user="U0ALICE"),
    fails("chat.postEphemeral", "is_archived", channel="{archived}", text="Psst", user="U0ALICE"),
    fails("chat.postEphemeral", "user_not_in_channel", **TEXT, user="U0CAROL"),
    fails("chat.postEphemeral", "cannot_reply_to_message", **TEXT, user="U0ALICE", thread_ts="{reply}"),
    fails("chat.postEphemeral", "markdown_text_conflict", **TEXT, user="U0ALICE", markdown_text="*Hi*"),
    *(fails("chat.postEphemeral", code, **{**TEXT, "user": "U0ALICE", **wrong}) for code, wrong in CONTENT_ERRORS),
]
SCHEDULE = [
    works("chat.scheduleMessage", "scheduled_message_id", "post_at", "message", **TEXT, post_at="{soon}"),
    fails("chat.scheduleMessage", "time_in_past", **TEXT, post_at=1),
    fails("chat.scheduleMessage", "time_too_far", **TEXT, post_at=1 << 40),
    fails("chat.scheduleMessage", "invalid_time", **TEXT, post_at="tomorrow"),
    fails("chat.scheduleMessage", "restricted_too_many", **TEXT, post_at="{crowded_hour}"),
    fails("chat.scheduleMessage", "is_archived", channel="{archived}", text="Hello", post_at="{soon}"),
    *channel_cases("chat.scheduleMessage", text="Hello", post_at="{soon}"),
    *(fails("chat.scheduleMessage", code, **{**TEXT, "post_at": "{soon}", **wrong}) for code, wrong in POSTED_ERRORS),
    works("chat.deleteScheduledMessage", channel=HERE, scheduled_message_id="{scheduled}"),
    fails("chat.deleteScheduledMessage", "invalid_scheduled_message_id", channel=HERE, scheduled_message_id="Q0"),
    fails(
        "chat.deleteScheduledMessage",
        "invalid_scheduled_message_id",
        channel=ELSEWHERE,
        scheduled_message_id="{scheduled}",
    ),
    *channel_cases("chat.deleteScheduledMessage", scheduled_message_id="Q0", joined=False),
    works("chat.scheduledMessages.list", "scheduled_messages", "response_metadata", channel=HERE),
    fails("chat.scheduledMessages.list", "invalid_channel", channel="C0NOWHERE"),
    fails("chat.scheduledMessages.list", "invalid_cursor", cursor="x"),
]
STREAMS = [
    works("chat.startStream", "channel", "ts", channel=HERE, thread_ts="{mine}", markdown_text="Hi", **FOR_ALICE),
    works("chat.startStream", "ts", channel="{direct}", thread_ts="{direct_message}"),
    *channel_cases("chat.startStream", thread_ts="1.000001"),
    fails("chat.startStream", "is_archived", channel="{archived}", thread_ts="1.000001"),
    fails("chat.startStream", "missing_recipient_user_id", channel=HERE, thread_ts="{mine}"),
    fails("chat.startStream", "missing_recipient_team_id", channel=HERE, thread_ts="{mine}", recipient_user_id="U0BOB"),
    fails(
        "chat.startStream",
        "user_not_found",
        channel=HERE,
        thread_ts="{mine}",
        **{**FOR_ALICE, "recipient_user_id": "U0"},
    ),
    fails("chat.startStream", "invalid_chunks", channel=HERE, thread_ts="{mine}", chunks=[{"type": "x"}], **FOR_ALICE),
    works("chat.appendStream", "channel", "ts", channel=HERE, ts="{stream}", markdown_text="more"),
    *channel_cases("chat.appendStream", ts="1.000001", markdown_text="more"),
    fails("chat.appendStream", "no_text", channel=HERE, ts="{stream}"),
    fails("chat.appendStream", "invalid_chunks", channel=HERE, ts="{stream}", chunks=[{"type": "task_update"}]),
    fails("chat.appendStream", "msg_blocks_too_long", channel=HERE, ts="{stream}", markdown_text="x" * 12_001),
    works("chat.stopStream", "message", channel=HERE, ts="{stream}", blocks=[section()], metadata=METADATA),
    fails("chat.stopStream", "invalid_blocks", channel=HERE, ts="{stream}", blocks=[section("")]),
    fails("chat.stopStream", "invalid_metadata_format", channel=HERE, ts="{stream}", metadata={"event_type": ""}),
    *(
        fails(method, code, channel=HERE, ts=ts, markdown_text="more")
        for method in ("chat.appendStream", "chat.stopStream")
        for code, ts in (
            ("message_not_found", "{gone}"),
            ("message_not_owned_by_app", "{theirs}"),
            ("message_not_in_streaming_state", "{mine}"),
            ("message_not_in_streaming_state", "{old_stream}"),
        )
    ),
]
CASES: list[Case] = [*POST, *UPDATE, *EPHEMERAL, *SCHEDULE, *STREAMS]
