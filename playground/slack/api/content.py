"""Reading and checking what a message says: text, blocks, attachments, metadata."""

from collections.abc import Sequence
from typing import Any, Final

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.blocks.checks import message_block_problems
from playground.slack.blocks.normal import normal_blocks
from playground.slack.model.wire import Json

TEXT_CUT: Final = 40_000


def read_content(args: Arguments) -> Json:
    """The fields of a message that a call gives. Raises SlackError when there is nothing to show."""
    content = given_content(args)
    if not content.get("text") and not content.get("blocks") and not content.get("attachments"):
        raise SlackError("no_text")
    return {"text": "", **content}


def given_content(args: Arguments) -> Json:
    """Only those of text, blocks, attachments and metadata that a call gives."""
    content: Json = {}
    if "text" in args:
        content["text"] = (args.text("text") or "")[:TEXT_CUT]
    blocks = args.document("blocks", "invalid_blocks_format")
    if blocks is not None:
        content["blocks"] = checked_blocks(blocks)
    attachments = args.document("attachments", "invalid_attachments")
    if attachments is not None:
        content["attachments"] = _checked_attachments(attachments)
    metadata = args.document("metadata", "invalid_metadata_format")
    if metadata is not None:
        content["metadata"] = _checked_metadata(metadata)
    return content


def checked_blocks(blocks: Any) -> list[Json]:
    """A message's blocks, with ids and defaults in place."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        raise SlackError("invalid_blocks_format")
    problems = message_block_problems(blocks)
    if problems:
        raise invalid("invalid_blocks", problems)
    return normal_blocks(list(blocks))


def _checked_attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    return [{"id": number, **attachment} for number, attachment in enumerate(attachments, 1)]


def _checked_metadata(metadata: Any) -> Json:
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return metadata
