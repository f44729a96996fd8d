"""Telling the app what a call of its own changed; it hears of it where it is a member and listens."""

from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


def tell_changed(slack: LocalSlack, channel: Channel, message: Json, previous: Json) -> None:
    """Tell of a message that reads otherwise now."""
    slack.emit(occurrences.message_changed(channel, message, previous, slack.workspace.mint.ts()))


def tell_deleted(slack: LocalSlack, channel: Channel, previous: Json) -> None:
    """Tell of a message that is gone."""
    slack.emit(occurrences.message_deleted(channel, previous, slack.workspace.mint.ts()))


def tell_membership(slack: LocalSlack, channel: Channel, user: str, *, left: bool = False) -> None:
    """Tell of somebody who came or went."""
    happened = occurrences.member_left if left else occurrences.member_joined
    slack.emit(happened(channel, user, slack.workspace.mint.ts()))
