"""Which conversations a call may reach, and Slack's refusals."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


def visible_channel(slack: LocalSlack, args: Arguments, name: str = "channel") -> Channel:
    """The conversation that an argument names; one the app cannot see is not found."""
    wanted = args.text(name) or ""
    channel = slack.workspace.channels.get(wanted)
    if channel is None or (channel.kind != "channel" and slack.workspace.bot_user not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def own_channel(slack: LocalSlack, args: Arguments, name: str = "channel") -> Channel:
    """The conversation that an argument names, of which the app must be a member."""
    channel = visible_channel(slack, args, name)
    if slack.workspace.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def postable_channel(slack: LocalSlack, args: Arguments) -> Channel:
    """Where `chat.postMessage` may post: an id, a `#name`, or a person's id, which is their direct message."""
    wanted = args.text("channel") or ""
    if wanted == slack.workspace.bot_user:
        raise SlackError("cannot_dm_bot")
    if wanted in slack.workspace.users:
        return slack.workspace.direct_message(wanted)
    for channel in slack.workspace.channels.values():
        if channel.name and wanted.removeprefix("#") == channel.name:
            wanted = channel.id
    channel = visible_channel(slack, Arguments({"channel": wanted}))
    if channel.is_archived:
        raise SlackError("is_archived")
    if slack.workspace.bot_user not in channel.members and "chat:write.public" not in slack.scopes:
        raise SlackError("not_in_channel")
    return channel


def thread_root(channel: Channel, ts: str | None) -> str | None:
    """The root that a `thread_ts` names. Raises SlackError when it is no root."""
    if not ts:
        return None
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("thread_not_found")
    if message.get("thread_ts") not in (None, ts):
        raise SlackError("cannot_reply_to_message")
    return ts


def named_message(channel: Channel, args: Arguments) -> Json:
    """The message that the argument `timestamp` names."""
    ts = args.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    seconds, _, fraction = ts.partition(".")
    if not seconds.isdigit() or not fraction.isdigit():
        raise SlackError("bad_timestamp")
    return existing_message(channel, ts)


def existing_message(channel: Channel, ts: str | None) -> Json:
    """The message with this timestamp."""
    message = channel.messages.get(ts or "")
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    return message
