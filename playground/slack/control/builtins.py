"""Slack's own commands, which no app sees: `/invite`, `/remove` and `/archive`."""

from collections.abc import Callable
from typing import Final

from playground.slack.control.lookup import ActError
from playground.slack.control.typed import encode
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_USER
from playground.slack.model.conversations import Channel, User


def invite(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """`/invite @Herald`: the app becomes a member."""
    _require_app(slack, channel, text)
    if BOT_USER in channel.members:
        return
    channel.members.append(BOT_USER)
    joined = {"subtype": "channel_join", "user": BOT_USER, "inviter": user.id}
    slack.workspace.post(channel, {**joined, "text": f"<@{BOT_USER}> has joined the channel"})


def remove(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """`/remove @Herald`: the app is a member no longer."""
    _require_app(slack, channel, text)
    if BOT_USER in channel.members:
        channel.members.remove(BOT_USER)
        slack.changes.mark()


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
    if f"<@{BOT_USER}" not in encode(slack.workspace, text, with_names=False):
        raise ActError("only the app comes and goes here")
    if channel.is_im:
        raise ActError("nobody comes to a direct message")
