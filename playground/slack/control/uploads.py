"""A person shares a file."""

from playground.slack.control.acts import Upload
from playground.slack.control.lookup import ActError, find_open_channel, find_root, find_user
from playground.slack.control.messages import summed_up, written
from playground.slack.dispatch.outcome import NOTHING_SENT
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel, User
from playground.slack.model.files import StoredFile
from playground.slack.model.wire import Json


async def upload(slack: LocalSlack, act: Upload) -> Json:
    """Share a file in a conversation; without a channel, keep it for a file input of a modal."""
    user = find_user(slack, act.user)
    if not act.content_base64:
        raise ActError(f"{act.name} is empty")
    if act.channel is None:
        stored = _store(slack, user, act)
        return {**NOTHING_SENT.summary, "file_id": stored.id, "file": stored.document(slack.origin)}
    channel = find_open_channel(slack, act.channel, user)
    root = find_root(channel, act.thread_ts)
    stored = _store(slack, user, act)
    message = _share(slack, channel, stored, written(slack, user, act.text, root))
    events = [
        occurrences.file_shared(channel.id, stored.id, user.id, message["ts"]),
        occurrences.message_posted(channel, message),
    ]
    outcomes = [outcome for event in events for outcome in await slack.events.deliver(slack.team_id, event)]
    return {**summed_up(outcomes), "file_id": stored.id, "ts": message["ts"], "message": message}


def _store(slack: LocalSlack, user: User, act: Upload) -> StoredFile:
    size = len(act.content_base64)
    stored = slack.workspace.new_file(act.name, size, directory=slack.files_directory, alt_txt=None)
    stored.path.write_bytes(act.content_base64)
    stored.user, stored.uploaded_bytes, stored.completed = user.id, size, True
    slack.changes.mark()
    return stored


def _share(slack: LocalSlack, channel: Channel, stored: StoredFile, content: Json) -> Json:
    shared = {**content, "subtype": "file_share", "upload": True, "display_as_bot": False, "files": []}
    message = slack.workspace.keep(channel, shared)
    entry = {"ts": message["ts"], "channel_name": channel.name, "team_id": slack.team_id, "share_user_id": stored.user}
    if "thread_ts" in message:
        entry["thread_ts"] = message["thread_ts"]
    stored.share(channel.id, private=channel.kind != "channel", entry=entry)
    message["files"].append(stored.document(slack.origin))
    return message
