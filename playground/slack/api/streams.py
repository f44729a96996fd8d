"""`chat.startStream`, `chat.appendStream` and `chat.stopStream`: a message that grows in a thread."""

from copy import deepcopy
from typing import Any, Final

from playground.slack.api.access import existing_message, postable_channel, thread_root
from playground.slack.api.arguments import Arguments
from playground.slack.api.chat import publish
from playground.slack.api.content import MARKDOWN_MOST, checked_blocks, checked_metadata
from playground.slack.api.errors import SlackError
from playground.slack.api.news import tell_changed
from playground.slack.blocks.checks import MESSAGE_BLOCKS
from playground.slack.blocks.normal import normal_blocks
from playground.slack.blocks.problems import Problems
from playground.slack.blocks.progress import check_task_card
from playground.slack.local import LocalSlack
from playground.slack.model.assistant import Stream
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

OPEN_SECONDS: Final = 300.0
"""After this long Slack ends a stream by itself (https://github.com/slackapi/python-slack-sdk/issues/1859)."""

_TASK_KEYS: Final = ("title", "status", "details", "output", "sources")
_RICH_KEYS: Final = ("details", "output")


async def start(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.startStream`: in a thread; outside direct messages it says for whom."""
    channel = postable_channel(slack, args)
    root = thread_root(channel, args.required("thread_ts"))
    _check_recipient(slack, channel, args)
    stream = Stream(started=slack.clock.now(), as_plan=args.text("task_display_mode") == "plan")
    _grow(stream, args)
    content = slack.workspace.from_bot(text=stream.text, thread_ts=root, streaming_state="in_progress")
    message = publish(slack, channel, _with_blocks(content, stream))
    slack.workspace.assistant.streams[channel.id, message["ts"]] = stream
    return {"channel": channel.id, "ts": message["ts"]}


async def append(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.appendStream`."""
    channel, message, stream = _open_stream(slack, args)
    if "markdown_text" not in args and "chunks" not in args:
        raise SlackError("no_text")
    _grow(stream, args)
    message["text"] = stream.text
    _with_blocks(message, stream)
    slack.changes.mark()
    return {"channel": channel.id, "ts": message["ts"]}


async def stop(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.stopStream`: with last words, blocks and metadata."""
    channel, message, stream = _open_stream(slack, args)
    blocks = args.document("blocks", "invalid_blocks_format")
    last = checked_blocks(blocks) if blocks is not None else []
    metadata = checked_metadata(args.document("metadata", "invalid_metadata_format") or {})
    _grow(stream, args)
    previous = deepcopy(message)
    message.update(text=stream.text, streaming_state="completed", **({"metadata": metadata} if metadata else {}))
    _with_blocks(message, stream, last)
    del slack.workspace.assistant.streams[channel.id, message["ts"]]
    slack.changes.mark()
    tell_changed(slack, channel, message, previous)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _check_recipient(slack: LocalSlack, channel: Channel, args: Arguments) -> None:
    if channel.is_im:
        return
    user = args.text("recipient_user_id")
    if not user:
        raise SlackError("missing_recipient_user_id")
    if not args.text("recipient_team_id"):
        raise SlackError("missing_recipient_team_id")
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")


def _open_stream(slack: LocalSlack, args: Arguments) -> tuple[Channel, Json, Stream]:
    channel = postable_channel(slack, args)
    message = existing_message(channel, args.text("ts"))
    if message.get("bot_id") != slack.workspace.bot_id:
        raise SlackError("message_not_owned_by_app")
    streams = slack.workspace.assistant.streams
    stream = streams.get((channel.id, message["ts"]))
    if stream is not None and slack.clock.now() - stream.started > OPEN_SECONDS:
        del streams[channel.id, message["ts"]]
        message["streaming_state"] = "errored"
        slack.changes.mark()
        stream = None
    if stream is None:
        raise SlackError("message_not_in_streaming_state")
    return channel, message, stream


def _grow(stream: Stream, args: Arguments) -> None:
    """Add what a call brings; a call that is refused adds nothing."""
    chunks = args.document("chunks", "invalid_chunks") or []
    if not isinstance(chunks, list):
        raise SlackError("invalid_chunks")
    grown = deepcopy(stream)
    for chunk in [{"type": "markdown_text", "text": args.text("markdown_text") or ""}, *chunks]:
        _take(grown, chunk)
    if len(grown.tasks) > MESSAGE_BLOCKS:
        raise SlackError("msg_blocks_too_many")
    stream.text, stream.plan_title, stream.tasks = grown.text, grown.plan_title, grown.tasks


def _take(stream: Stream, chunk: Any) -> None:
    kind = chunk.get("type") if isinstance(chunk, dict) else None
    if kind == "markdown_text" and isinstance(chunk.get("text"), str):
        if len(chunk["text"]) > MARKDOWN_MOST:
            raise SlackError("msg_blocks_too_long")
        stream.text += chunk["text"]
    elif kind == "plan_update" and isinstance(chunk.get("title"), str):
        stream.plan_title = chunk["title"]
    elif kind == "task_update" and isinstance(chunk.get("id"), str) and chunk.get("status") is not None:
        earlier = stream.tasks.get(chunk["id"], {"type": "task_card", "task_id": chunk["id"], "title": chunk["id"]})
        stream.tasks[chunk["id"]] = _checked({**earlier, **_told(chunk)})
    else:
        raise SlackError("invalid_chunks")


def _told(chunk: Json) -> Json:
    """What a chunk says of its task; texts that are written plainly are rich text on the card."""
    told = {key: chunk[key] for key in _TASK_KEYS if key in chunk}
    return {key: _rich(value) if key in _RICH_KEYS and isinstance(value, str) else value for key, value in told.items()}


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text or " "}]}
    return {"type": "rich_text", "elements": [section]}


def _checked(card: Json) -> Json:
    problems = Problems()
    check_task_card(problems, card, "")
    if problems.found:
        raise SlackError("invalid_chunks")
    return card


def _with_blocks(message: Json, stream: Stream, last: list[Json] | None = None) -> Json:
    blocks = [*normal_blocks(stream.blocks), *(last or [])]
    if blocks:
        message["blocks"] = blocks
    return message
