"""`conversations.open` and `conversations.close`: direct messages, with one person or several."""

from typing import Final

from playground.slack.api.access import visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.channel_documents import channel_document
from playground.slack.api.errors import SlackError
from playground.slack.api.scopes import require_scope
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_GROUP_MOST: Final = 8


async def open_conversation(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.open`: the direct message with one person, or with up to eight."""
    if "channel" in args:
        channel = visible_channel(slack, args)
        if channel.kind not in ("im", "mpim"):
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(slack, channel, args, again=True)
    users = _people(slack, args)
    known = set(slack.workspace.channels)
    channel = slack.workspace.direct_message(users[0]) if len(users) == 1 else _group_message(slack, users)
    return _opened(slack, channel, args, again=channel.id in known)


async def close_conversation(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.close`: a direct message, until it is opened again or somebody writes in it."""
    channel = visible_channel(slack, args)
    if channel.kind not in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    if not channel.is_open:
        return {"no_op": True, "already_closed": True}
    channel.is_open = False
    slack.changes.mark()
    return {}


def _people(slack: LocalSlack, args: Arguments) -> list[str]:
    users = list(dict.fromkeys(args.names("users")))
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > _GROUP_MOST:
        raise SlackError("too_many_users")
    require_scope(slack, "mpim" if len(users) > 1 else "im", "write")
    for user in users:
        person = slack.workspace.users.get(user)
        if person is None or user == slack.workspace.bot_user:
            raise SlackError("user_not_found")
        if person.deleted:
            raise SlackError("user_disabled")
    return users


def _group_message(slack: LocalSlack, users: list[str]) -> Channel:
    workspace = slack.workspace
    members = {*users, workspace.bot_user}
    for channel in workspace.channels.values():
        if channel.is_mpim and set(channel.members) == members:
            return channel
    names = "--".join(workspace.users[user].name for user in users)
    opened = Channel(
        id=workspace.mint.new("C"), name=f"mpdm-{names}-1", created=int(workspace.clock.now()), is_mpim=True
    )
    opened.members, opened.creator, opened.team_id = sorted(members), workspace.bot_user, workspace.team.id
    workspace.channels[opened.id] = opened
    workspace.changes.mark()
    return opened


def _opened(slack: LocalSlack, channel: Channel, args: Arguments, *, again: bool) -> Json:
    was_open, channel.is_open = again and channel.is_open, True
    shown = channel_document(slack.workspace, channel) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shown, **({"no_op": True, "already_open": True} if was_open else {})}
