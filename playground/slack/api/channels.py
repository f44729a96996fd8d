"""The `conversations.*` methods that make channels and change what they are."""

import re
from typing import Final

from playground.slack.api.access import own_channel, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.channel_documents import channel_document, is_general
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_NAME_MOST: Final = 80
_TOPIC_MOST: Final = 250
_NAME: Final = re.compile(r"[^\W_][\w-]*")


async def create(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.create`."""
    workspace, name = slack.workspace, _free_name(slack, args)
    channel = Channel(
        id=workspace.mint.new("C"), name=name, created=int(slack.clock.now()), is_private=args.flag("is_private")
    )
    channel.members, channel.creator = [workspace.bot_user], workspace.bot_user
    channel.team_id = workspace.team.id
    workspace.channels[channel.id] = channel
    slack.changes.mark()
    if not channel.is_private:
        slack.emit(occurrences.channel_created(channel, workspace.mint.ts()))
    return {"channel": channel_document(workspace, channel)}


async def archive(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.archive`."""
    channel = _channel_proper(own_channel(slack, args))
    if channel.is_archived:
        raise SlackError("already_archived")
    if is_general(channel):
        raise SlackError("cant_archive_general")
    channel.is_archived = True
    slack.changes.mark()
    _tell(slack, channel, "archive")
    return {}


async def unarchive(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.unarchive`."""
    channel = _channel_proper(visible_channel(slack, args))
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    slack.changes.mark()
    _tell(slack, channel, "unarchive")
    return {}


async def rename(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.rename`: only a channel that the app made."""
    channel = _live(own_channel(slack, args))
    if channel.creator != slack.workspace.bot_user:
        raise SlackError("not_authorized")
    name = _free_name(slack, args)
    channel.previous_names.insert(0, channel.name)
    channel.name = name
    slack.changes.mark()
    slack.emit(occurrences.channel_renamed(channel, slack.workspace.mint.ts()))
    return {"channel": channel_document(slack.workspace, channel)}


async def set_topic(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.setTopic`."""
    channel = _live(own_channel(slack, args))
    channel.topic = _told(slack, args, "topic")
    slack.changes.mark()
    return {"channel": channel_document(slack.workspace, channel)}


async def set_purpose(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.setPurpose`."""
    channel = _live(own_channel(slack, args))
    channel.purpose = _told(slack, args, "purpose")
    slack.changes.mark()
    return {"channel": channel_document(slack.workspace, channel), "purpose": channel.purpose["value"]}


async def mark(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.mark`: up to where the app has read."""
    channel, ts = own_channel(slack, args), args.text("ts") or ""
    try:
        float(ts)
    except ValueError:
        raise SlackError("invalid_timestamp") from None
    slack.workspace.read.setdefault(slack.workspace.bot_user, {})[channel.id] = ts
    slack.changes.mark()
    return {}


def _tell(slack: LocalSlack, channel: Channel, what: str) -> None:
    """Tell of a channel's end or return; those of private channels are called after groups."""
    kind = f"{'group' if channel.is_private else 'channel'}_{what}"
    told = {"type": kind, "channel": channel.id, "user": slack.workspace.bot_user}
    slack.emit({**told, "event_ts": slack.workspace.mint.ts()})


def _free_name(slack: LocalSlack, args: Arguments) -> str:
    name = args.text("name") or ""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > _NAME_MOST:
        raise SlackError("invalid_name_maxlength")
    if not any(letter.isalnum() for letter in name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not _NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if any(name == channel.name for channel in slack.workspace.channels.values()):
        raise SlackError("name_taken")
    return name


def _told(slack: LocalSlack, args: Arguments, name: str) -> Json:
    value = args.text(name) or ""
    if len(value) > _TOPIC_MOST:
        raise SlackError("too_long")
    return {"value": value, "creator": slack.workspace.bot_user, "last_set": int(slack.clock.now())}


def _channel_proper(channel: Channel) -> Channel:
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    return channel


def _live(channel: Channel) -> Channel:
    if _channel_proper(channel).is_archived:
        raise SlackError("is_archived")
    return channel
