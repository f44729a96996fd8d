"""The `files.*` methods about files that are there: one, many, and their end."""

from copy import deepcopy
from typing import Final

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.news import tell_changed
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.wire import Json

_TYPES: Final = {
    "images": ("image/",),
    "pdfs": ("application/pdf",),
    "zips": ("application/zip",),
    "snippets": ("text/",),
    "videos": ("video/",),
    "audio": ("audio/",),
    "all": ("",),
}
_PAGE: Final = 100


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`files.info`."""
    stored = completed_file(slack, args)
    paging = {"count": _PAGE, "total": 0, "page": 1, "pages": 0}
    return {"file": stored.with_shares(slack.origin), "comments": [], "paging": paging}


async def list_files(slack: LocalSlack, args: Arguments) -> Json:
    """`files.list`: newest first, by channel, person, time and type."""
    user, count, number = args.text("user"), args.number("count", _PAGE), args.number("page", 1)
    if user and user not in slack.workspace.users:
        raise SlackError("user_not_found")
    kinds = args.names("types") or ["all"]
    if not set(kinds) <= set(_TYPES):
        raise SlackError("unknown_type")
    prefixes = tuple(prefix for kind in kinds for prefix in _TYPES[kind])
    found = [f for f in slack.workspace.files.values() if _is_wanted(f, args) and f.mimetype.startswith(prefixes)]
    found.reverse()
    count, number = max(1, count), max(1, number)
    pages = -(-len(found) // count)
    shown = [stored.with_shares(slack.origin) for stored in found[(number - 1) * count : number * count]]
    return {"files": shown, "paging": {"count": count, "total": len(found), "page": number, "pages": pages}}


async def delete(slack: LocalSlack, args: Arguments) -> Json:
    """`files.delete`: the bytes go, and messages show a tombstone."""
    stored = completed_file(slack, args)
    if stored.user != slack.workspace.bot_user:
        raise SlackError("cant_delete_file")
    stored.deleted = True
    stored.path.unlink(missing_ok=True)
    for shared in stored.shares.values():
        for channel_id, entries in shared.items():
            for entry in entries:
                _bury(slack, slack.workspace.channels[channel_id], (entry["ts"], stored.id))
    slack.changes.mark()
    return {}


def completed_file(slack: LocalSlack, args: Arguments) -> StoredFile:
    """The file that a call names."""
    stored = slack.workspace.files.get(args.text("file") or "")
    if stored is None or not stored.completed:
        raise SlackError("file_not_found")
    if stored.deleted:
        raise SlackError("file_deleted")
    return stored


def _is_wanted(stored: StoredFile, args: Arguments) -> bool:
    channel, user = args.text("channel"), args.text("user")
    places = [channel_id for shared in stored.shares.values() for channel_id in shared]
    since, until = args.number("ts_from", 0), args.number("ts_to", 1 << 62)
    there = stored.completed and not stored.deleted and since <= int(stored.created) <= until
    return there and (not channel or channel in places) and (not user or user == stored.user)


def _bury(slack: LocalSlack, channel: Channel, what: tuple[str, str]) -> None:
    ts, file_id = what
    message = channel.messages.get(ts)
    if message is None or message.get("subtype") == "tombstone":
        return
    previous = deepcopy(message)
    buried = [{"id": file_id, "mode": "tombstone"} if f["id"] == file_id else f for f in message.get("files", [])]
    message["files"] = buried
    tell_changed(slack, channel, message, previous)
