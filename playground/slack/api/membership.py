"""The `conversations.*` methods by which the app and others come and go in channels."""

from playground.slack.api.access import own_channel, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.channel_documents import channel_document, is_general
from playground.slack.api.errors import SlackError
from playground.slack.api.news import tell_membership
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


async def join(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.join`: a public channel only."""
    channel = slack.workspace.channels.get(args.text("channel") or "")
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    bot = slack.workspace.bot_user
    if bot in channel.members:
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_document(slack.workspace, channel), **warned}
    _add(slack, channel, bot)
    return {"channel": channel_document(slack.workspace, channel)}


async def leave(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.leave`."""
    channel, bot = visible_channel(slack, args), slack.workspace.bot_user
    _refuse_direct(channel)
    if channel.is_archived:
        raise SlackError("is_archived")
    if bot not in channel.members:
        return {"not_in_channel": True}
    if is_general(channel):
        raise SlackError("cant_leave_general")
    if channel.is_private and len(channel.members) == 1:
        raise SlackError("last_member")
    _remove(slack, channel, bot)
    return {}


async def invite(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.invite`: people whom the app brings into a channel it is in."""
    channel = own_channel(slack, args)
    _refuse_direct(channel)
    if channel.is_archived:
        raise SlackError("is_archived")
    users = args.names("users")
    if not users:
        raise SlackError("no_user")
    for user in users:
        _check_invitee(slack, channel, user)
    for user in users:
        _add(slack, channel, user)
    return {"channel": channel_document(slack.workspace, channel)}


async def kick(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.kick`."""
    channel = own_channel(slack, args)
    _refuse_direct(channel)
    user = args.required("user")
    if user == slack.workspace.bot_user:
        raise SlackError("cant_kick_self")
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    if is_general(channel):
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    _remove(slack, channel, user)
    return {}


def _check_invitee(slack: LocalSlack, channel: Channel, user: str) -> None:
    person = slack.workspace.users.get(user)
    if user == slack.workspace.bot_user:
        raise SlackError("cant_invite_self")
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("cant_invite")
    if user in channel.members:
        raise SlackError("already_in_channel")
    if person.is_ultra_restricted:
        raise SlackError("ura_max_channels")


def _add(slack: LocalSlack, channel: Channel, user: str) -> None:
    channel.members.append(user)
    slack.changes.mark()
    tell_membership(slack, channel, user)


def _remove(slack: LocalSlack, channel: Channel, user: str) -> None:
    channel.members.remove(user)
    slack.changes.mark()
    tell_membership(slack, channel, user, left=True)


def _refuse_direct(channel: Channel) -> None:
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
