"""The `files.*` methods: the upload in three steps, and what became of it."""

from typing import Any

from playground.slack.api.access import own_channel, thread_root
from playground.slack.api.arguments import Arguments
from playground.slack.api.content import checked_blocks
from playground.slack.api.errors import SlackError, invalid
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_USER, TEAM_ID
from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.wire import Json
from playground.slack.model.workspace import from_bot


async def get_upload_url_external(slack: LocalSlack, args: Arguments) -> Json:
    """`files.getUploadURLExternal`."""
    name, length, alt_txt = args.text("filename"), args.number("length", 0), args.text("alt_txt")
    if not name or length <= 0:
        raise SlackError("missing_argument")
    if len(alt_txt or "") > 1000:
        raise SlackError("alt_txt_too_large")
    stored = slack.workspace.new_file(name, length, directory=slack.files_directory, alt_txt=alt_txt)
    return {"upload_url": f"{slack.origin}/upload/{stored.id}", "file_id": stored.id}


async def complete_upload_external(slack: LocalSlack, args: Arguments) -> Json:
    """`files.completeUploadExternal`: once for each file; with `channel_id`, a message of the app shows them.

    Sharing is asynchronous in Slack, so the answer does not know the message yet; `files.info` does.
    """
    wanted = _wanted_files(slack, args)
    channel = own_channel(slack, args, "channel_id") if "channel_id" in args else None
    if channel is not None and channel.is_archived:
        raise SlackError("is_archived")
    root = thread_root(channel, args.text("thread_ts")) if channel is not None else None
    blocks = args.document("blocks", "invalid_blocks_format")
    checked = checked_blocks(blocks) if blocks is not None else None
    for stored, title in wanted:
        stored.completed, stored.title = True, title or stored.name
    files = [stored for stored, _ in wanted]
    answer = {"files": [stored.with_shares(slack.origin) for stored in files]}
    if channel is not None:
        text = "" if checked is not None else args.text("initial_comment") or ""
        _share(slack, channel, files, {"text": text, "blocks": checked, "thread_ts": root})
    slack.workspace.changes.mark()
    return answer


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`files.info`."""
    stored = _completed_file(slack, args)
    paging = {"count": 100, "total": 0, "page": 1, "pages": 0}
    return {"file": stored.with_shares(slack.origin), "comments": [], "paging": paging}


async def delete(slack: LocalSlack, args: Arguments) -> Json:
    """`files.delete`: the bytes go, and messages show a tombstone."""
    stored = _completed_file(slack, args)
    if stored.user != BOT_USER:
        raise SlackError("cant_delete_file")
    stored.deleted = True
    stored.path.unlink(missing_ok=True)
    for shared in stored.shares.values():
        for channel_id, entries in shared.items():
            for entry in entries:
                _bury(slack.workspace.channels[channel_id], entry["ts"], stored.id)
    slack.workspace.changes.mark()
    return {}


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


def _completed_file(slack: LocalSlack, args: Arguments) -> StoredFile:
    stored = slack.workspace.files.get(args.text("file") or "")
    if stored is None or not stored.completed:
        raise SlackError("file_not_found")
    if stored.deleted:
        raise SlackError("file_deleted")
    return stored


def _share(slack: LocalSlack, channel: Channel, files: list[StoredFile], content: Json) -> None:
    documents: list[Json] = []
    message = slack.workspace.post(
        channel, from_bot(**content, files=documents, subtype="file_share", upload=True, display_as_bot=False)
    )
    entry = {"ts": message["ts"], "channel_name": channel.name, "team_id": TEAM_ID, "share_user_id": BOT_USER}
    if content["thread_ts"] is not None:
        entry["thread_ts"] = content["thread_ts"]
    for stored in files:
        stored.share(channel.id, private=channel.is_private or channel.is_im, entry=entry)
        documents.append(stored.document(slack.origin))


def _bury(channel: Channel, ts: str, file_id: str) -> None:
    message = channel.messages.get(ts)
    if message is None:
        return
    buried = [{"id": file_id, "mode": "tombstone"} if f["id"] == file_id else f for f in message.get("files", [])]
    message["files"] = buried
