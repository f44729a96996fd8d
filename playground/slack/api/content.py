"""Reading and checking what a message says: text, blocks, attachments, metadata."""

import json
from typing import Any, Final

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.blocks.checks import markdown_length, message_block_problems
from playground.slack.blocks.normal import normal_blocks
from playground.slack.model.wire import Json

TEXT_CUT: Final = 40_000
MARKDOWN_MOST: Final = 12_000
_ATTACHMENTS_MOST: Final = 100
_METADATA_BYTES: Final = 16 << 10  # https://docs.slack.dev/messaging/message-metadata


def read_content(args: Arguments) -> Json:
    """The fields of a message that a call gives. Raises SlackError when there is nothing to show."""
    content = given_content(args)
    if not any(content.get(key) for key in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    return {"text": "", **{key: value for key, value in content.items() if value}}


def given_content(args: Arguments) -> Json:
    """Only those of text, blocks, attachments and metadata that a call gives."""
    content: Json = {}
    if "text" in args:
        content["text"] = (args.text("text") or "")[:TEXT_CUT]
    blocks = args.document("blocks", "invalid_blocks_format")
    if blocks is not None:
        content["blocks"] = checked_blocks(blocks)
    if "markdown_text" in args:
        content.update(_markdown(args, content))
    attachments = args.document("attachments", "invalid_attachments")
    if attachments is not None:
        content["attachments"] = _checked_attachments(attachments)
    metadata = args.document("metadata", "invalid_metadata_format")
    if metadata is not None:
        content["metadata"] = checked_metadata(metadata)
    return content


def checked_blocks(blocks: Any) -> list[Json]:
    """A message's blocks, with ids and defaults in place."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = message_block_problems(blocks)
    if problems:
        raise invalid("invalid_blocks", problems)
    if markdown_length(blocks) > MARKDOWN_MOST:
        raise SlackError("msg_blocks_too_long")
    return normal_blocks(blocks)


def checked_metadata(given: Any) -> Json:
    """A message's metadata; an empty object means none."""
    if given == {}:
        return {}
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    metadata: Json = given
    if metadata.get("event_payload", ...) is None:  # as Bolt's assistant sends it where it knows no context
        metadata = {**metadata, "event_payload": {}}
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > _METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def _markdown(args: Arguments, content: Json) -> Json:
    if content.get("text") or content.get("blocks"):
        raise SlackError("markdown_text_conflict")
    text = args.text("markdown_text") or ""
    if len(text) > MARKDOWN_MOST:
        raise SlackError("msg_too_long")
    return {"text": text, "blocks": normal_blocks([{"type": "markdown", "text": text}])} if text else {}


def _checked_attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > _ATTACHMENTS_MOST:
        raise SlackError("too_many_attachments")
    return [{"id": number, **_with_blocks(attachment)} for number, attachment in enumerate(attachments, 1)]


def _with_blocks(attachment: Json) -> Json:
    return {**attachment, "blocks": checked_blocks(attachment["blocks"])} if "blocks" in attachment else attachment
