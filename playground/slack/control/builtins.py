"""Slack's own commands, which no app sees: `/invite`, `/remove` and `/archive`."""

from collections.abc import Callable
from typing import Final

from playground.slack.control.lookup import ActError, require_app
from playground.slack.control.typed import encode
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.occurrences import member_joined, member_left


def invite(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """`/invite @Herald`: the app becomes a member."""
    _require_app(slack, channel, text)
    require_app(slack)
    bot = slack.workspace.bot_user
    if bot in channel.members:
        return
    channel.members.append(bot)
    joined = {"subtype": "channel_join", "user": bot, "inviter": user.id}
    slack.workspace.post(channel, {**joined, "text": f"<@{bot}> has joined the channel"})
    slack.emit(member_joined(channel, bot, slack.workspace.mint.ts(), inviter=user.id))


def remove(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """`/remove @Herald`: the app is a member no longer."""
    _require_app(slack, channel, text)
    bot = slack.workspace.bot_user
    if bot in channel.members:
        channel.members.remove(bot)
        slack.changes.mark()
        slack.emit(member_left(channel, bot, slack.workspace.mint.ts()))


def archive(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """`/archive`: nobody can post any more."""
    if channel.is_im:
        raise ActError("a direct message cannot be archived")
    channel.is_archived = True
    slack.changes.mark()


BUILTINS: Final[dict[str, Callable[[LocalSlack, Channel, User, str], None]]] = {
    "/invite": invite,
    "/remove": remove,
    "/archive": archive,
}


def _require_app(slack: LocalSlack, channel: Channel, text: str) -> None:
    if f"<@{slack.workspace.bot_user}" not in encode(slack.workspace, text, with_names=False):
        raise ActError("only the app comes and goes here")
    if channel.is_im:
        raise ActError("nobody comes to a direct message")
