"""A person opens a direct message, comes to a channel, or goes."""

from playground.slack.control.acts import Join, Leave, OpenDm
from playground.slack.control.lookup import ActError, find_channel, find_open_channel, find_user, require_app
from playground.slack.control.messages import summed_up
from playground.slack.dispatch.outcome import NOTHING_SENT
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.occurrences import assistant_started, member_joined, member_left, messages_opened
from playground.slack.model.wire import Json


async def open_dm(slack: LocalSlack, act: OpenDm) -> Json:
    """Open the direct message with somebody of the workspace, or with the app."""
    user = find_user(slack, act.user)
    other = slack.workspace.users.get(act.with_user)
    if other is None or other.id == user.id:
        raise ActError(f"{user.id} cannot write to {act.with_user}")
    if other.is_bot:
        require_app(slack)
    channel = slack.workspace.direct_message(user.id, other.id)
    if other.is_bot:
        _tell_of_looking(slack, user, channel)
    return {**NOTHING_SENT.summary, "channel": channel.id}


def _tell_of_looking(slack: LocalSlack, user: User, channel: Channel) -> None:
    """Tell the app that a person looks at their messages with it; an assistant is given a thread to talk in."""
    mint = slack.workspace.mint
    slack.emit(messages_opened(user.id, channel.id, mint.ts()))
    if "assistant_thread_started" in slack.settings.bot_events and not channel.messages:
        thread = {"text": "New Assistant Thread", "subtype": "assistant_app_thread"}
        root = slack.workspace.keep(channel, slack.workspace.from_bot(**thread))
        slack.emit(assistant_started(slack.team_id, user.id, (channel, root), mint.ts()))


async def join(slack: LocalSlack, act: Join) -> Json:
    """Become a member of a public channel; a guest cannot."""
    user = find_user(slack, act.user)
    channel = find_open_channel(slack, act.channel, user)
    if channel.kind != "channel":
        raise ActError(f"{channel.id} is no public channel")
    if user.id in channel.members:
        raise ActError(f"{user.id} is in {channel.id} already")
    channel.members.append(user.id)
    joined = {"subtype": "channel_join", "user": user.id, "text": f"<@{user.id}> has joined the channel"}
    slack.workspace.post(channel, joined)
    event = member_joined(channel, user.id, slack.workspace.mint.ts())
    return summed_up(await slack.events.deliver(slack.team_id, event))


async def leave(slack: LocalSlack, act: Leave) -> Json:
    """Be a member no longer."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    if channel.is_im or user.id not in channel.members:
        raise ActError(f"{user.id} cannot leave {channel.id}")
    channel.members.remove(user.id)
    slack.changes.mark()
    event = member_left(channel, user.id, slack.workspace.mint.ts())
    return summed_up(await slack.events.deliver(slack.team_id, event))
