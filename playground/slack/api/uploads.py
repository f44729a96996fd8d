"""The upload in three steps: an address, the bytes (`links/upload.py`), the completion."""

from typing import Any, Final

from playground.slack.api.access import own_channel, thread_root
from playground.slack.api.arguments import Arguments
from playground.slack.api.content import checked_blocks
from playground.slack.api.errors import SlackError, invalid
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.wire import Json

_CHANNELS_MOST: Final = 100
_SNIPPET_BYTES: Final = 1 << 20
_FILE_BYTES: Final = 1 << 30
_ALT_MOST: Final = 1000


async def get_upload_url_external(slack: LocalSlack, args: Arguments) -> Json:
    """`files.getUploadURLExternal`."""
    name, length, alt_txt = args.text("filename"), args.number("length", 0), args.text("alt_txt")
    if not name or length <= 0:
        raise SlackError("missing_argument")
    if length > _FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    if "snippet_type" in args and length > _SNIPPET_BYTES:
        raise SlackError("snippet_too_large")
    if len(alt_txt or "") > _ALT_MOST:
        raise SlackError("alt_txt_too_large")
    stored = slack.workspace.new_file(name, length, directory=slack.files_directory, alt_txt=alt_txt)
    return {"upload_url": f"{slack.origin}/upload/{stored.id}", "file_id": stored.id}


async def complete_upload_external(slack: LocalSlack, args: Arguments) -> Json:
    """`files.completeUploadExternal`: once for each file; where it is shared, a message of the app shows the files.

    Sharing is asynchronous in Slack, so the answer does not know the messages yet; `files.info` does.
    """
    wanted = _wanted_files(slack, args)
    places = _places(slack, args)
    blocks = args.document("blocks", "invalid_blocks_format")
    checked = checked_blocks(blocks) if blocks is not None else None
    for stored, title in wanted:
        stored.completed, stored.title = True, title or stored.name
    files = [stored for stored, _ in wanted]
    answer = {"files": [stored.with_shares(slack.origin) for stored in files]}
    text = "" if checked is not None else args.text("initial_comment") or ""
    for channel, root in places:
        _share(slack, channel, files, {"text": text, "blocks": checked, "thread_ts": root})
    slack.changes.mark()
    return answer


def _places(slack: LocalSlack, args: Arguments) -> list[tuple[Channel, str | None]]:
    """The channels to share in, each with the thread's root there."""
    names = list(dict.fromkeys([*args.names("channel_id"), *args.names("channels")]))
    if len(names) > _CHANNELS_MOST:
        raise SlackError("channels_limit_exceeded")
    places = []
    for name in names:
        channel = own_channel(slack, Arguments({"channel": name}))
        if channel.is_archived:
            raise SlackError("is_archived")
        places.append((channel, thread_root(channel, args.text("thread_ts"))))
    return places


def _wanted_files(slack: LocalSlack, args: Arguments) -> list[tuple[StoredFile, str | None]]:
    items = args.document("files", "invalid_arguments")
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise invalid("invalid_arguments", ["must be an array of files [json-pointer:/files]"])
    return [(_uploaded_file(slack, item.get("id")), item.get("title")) for item in items]


def _uploaded_file(slack: LocalSlack, file_id: Any) -> StoredFile:
    stored = slack.workspace.files.get(str(file_id))
    if stored is None or stored.completed or stored.uploaded_bytes is None:
        raise SlackError("file_not_found")
    return stored


def _share(slack: LocalSlack, channel: Channel, files: list[StoredFile], content: Json) -> None:
    workspace = slack.workspace
    shown = {**content, "subtype": "file_share", "upload": True, "display_as_bot": False}
    message = workspace.keep(channel, workspace.from_bot(**shown))
    entry = {"ts": message["ts"], "channel_name": channel.name, "team_id": workspace.team.id}
    entry["share_user_id"] = workspace.bot_user
    if content["thread_ts"] is not None:
        entry["thread_ts"] = content["thread_ts"]
    for stored in files:
        stored.share(channel.id, private=channel.kind != "channel", entry=entry)
    message["files"] = [stored.document(slack.origin) for stored in files]
    workspace.assistant.answered(channel.id, content["thread_ts"])
    slack.emit(occurrences.message_posted(channel, message))
    for stored in files:
        slack.emit(occurrences.file_shared(channel.id, stored.id, workspace.bot_user, workspace.mint.ts()))
