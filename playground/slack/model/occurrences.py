"""What happens in a workspace, as the inner events that Slack tells the app."""

from copy import deepcopy

from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


def message_posted(channel: Channel, message: Json) -> Json:
    """A message, whoever wrote it; `subtype` tells files, broadcasts and comings."""
    place = {"channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}
    root = channel.messages.get(message.get("thread_ts", ""))
    broadcast = {"root": root} if message.get("subtype") == "thread_broadcast" and root is not None else {}
    return deepcopy({**message, **broadcast, **place})


def app_mentioned(channel: Channel, message: Json) -> Json:
    """A message that names the app."""
    return deepcopy({**message, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]})


def message_changed(channel: Channel, message: Json, previous: Json, ts: str) -> Json:
    """A message that reads otherwise now; `previous` is a copy of how it was, `ts` the time of the change."""
    return deepcopy({**_hidden(channel, "message_changed", ts), "message": message, "previous_message": previous})


def message_deleted(channel: Channel, previous: Json, ts: str) -> Json:
    """A message that is gone; `ts` is the time of its end."""
    told = {"previous_message": previous, "deleted_ts": previous["ts"]}
    return deepcopy({**_hidden(channel, "message_deleted", ts), **told})


def _hidden(channel: Channel, subtype: str, ts: str) -> Json:
    place = {"channel": channel.id, "channel_type": channel.kind, "ts": ts, "event_ts": ts}
    return {"type": "message", "subtype": subtype, "hidden": True, **place}


def reaction(kind: str, user: str, name: str, where: tuple[Channel, Json], ts: str) -> Json:
    """`reaction_added` or `reaction_removed`, by `user`, on the message of `where`."""
    channel, message = where
    item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
    author = {"item_user": message["user"]} if "user" in message else {}
    return {"type": kind, "user": user, "reaction": name, "item": item, **author, "event_ts": ts}


def pin(kind: str, user: str, where: tuple[Channel, Json], ts: str) -> Json:
    """`pin_added` or `pin_removed`, by `user`, of the message of `where`."""
    channel, message = where
    item = {"type": "message", "channel": channel.id, "message": deepcopy(message)}
    counts = {"pin_count": len(channel.pins), "has_pins": bool(channel.pins)}
    told = {"type": kind, "user": user, "channel_id": channel.id, "item": item, **counts}
    return {**told, "item_user": message.get("user"), "event_ts": ts}


def file_shared(channel_id: str, file_id: str, user: str, ts: str) -> Json:
    """A file that is shown in a conversation from now on."""
    file = {"file_id": file_id, "user_id": user, "file": {"id": file_id}}
    return {"type": "file_shared", "channel_id": channel_id, **file, "event_ts": ts}


def member_joined(channel: Channel, user: str, ts: str, *, inviter: str | None = None) -> Json:
    """Somebody, or the app, is a member from now on."""
    invited = {} if inviter is None else {"inviter": inviter}
    return {"type": "member_joined_channel", **_membership(channel, user), **invited, "event_ts": ts}


def member_left(channel: Channel, user: str, ts: str) -> Json:
    """Somebody, or the app, is a member no longer."""
    return {"type": "member_left_channel", **_membership(channel, user), "event_ts": ts}


def _membership(channel: Channel, user: str) -> Json:
    kind = "G" if channel.is_private else "C"
    return {"user": user, "channel": channel.id, "channel_type": kind, "team": channel.team_id}


def channel_renamed(channel: Channel, ts: str) -> Json:
    """A channel that has another name from now on; its `channel` is an object, unlike that of other events."""
    about = {"id": channel.id, "name": channel.name, "created": channel.created}
    kind = "group_rename" if channel.is_private else "channel_rename"
    return {"type": kind, "channel": {**about, "is_channel": not channel.is_private}, "event_ts": ts}


def channel_created(channel: Channel, ts: str) -> Json:
    """A public channel that is new."""
    about = {"id": channel.id, "name": channel.name, "created": channel.created, "creator": channel.creator}
    return {"type": "channel_created", "channel": about, "event_ts": ts}


def home_opened(user: str, channel_id: str, view: Json | None, ts: str) -> Json:
    """A person looks at the Home tab; `view` is there once one was published."""
    shown = {} if view is None else {"view": view}
    return {"type": "app_home_opened", "user": user, "channel": channel_id, "tab": "home", **shown, "event_ts": ts}


def messages_opened(user: str, channel_id: str, ts: str) -> Json:
    """A person looks at their messages with the app."""
    return {"type": "app_home_opened", "user": user, "channel": channel_id, "tab": "messages", "event_ts": ts}


def assistant_started(team: str, user: str, where: tuple[Channel, Json], ts: str) -> Json:
    """A person begins to talk with the app as an assistant, under the root of `where`."""
    channel, root = where
    thread = {"user_id": user, "context": {"team_id": team, "enterprise_id": None}, "channel_id": channel.id}
    told = {**thread, "thread_ts": root["ts"]}
    return {"type": "assistant_thread_started", "assistant_thread": told, "event_ts": ts}


def tokens_revoked(bots: list[str], people: list[str], ts: str) -> Json:
    """Tokens do not hold any more: those of bot users, and of people."""
    return {"type": "tokens_revoked", "tokens": {"oauth": people, "bot": bots}, "event_ts": ts}


def app_uninstalled(ts: str) -> Json:
    """The app was removed from the workspace."""
    return {"type": "app_uninstalled", "event_ts": ts}
