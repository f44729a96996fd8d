"""Pins: messages that a conversation keeps at hand."""

from typing import Final

from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_MOST: Final = 100


class PinError(Exception):
    """A pin that cannot be put or taken away; its text is Slack's error code."""


def add_pin(channel: Channel, message: Json, user: str, now: int) -> None:
    """Pin a message as `user`. Raises PinError."""
    if message["ts"] in channel.pins:
        raise PinError("already_pinned")
    if len(channel.pins) >= _MOST:
        raise PinError("too_many_pins")
    channel.pins[message["ts"]] = {"created": now, "created_by": user}
    message["pinned_to"] = [channel.id]
    message["pinned_info"] = {"channel": channel.id, "pinned_by": user, "pinned_ts": now}


def remove_pin(channel: Channel, message: Json) -> None:
    """Take a pin away. Raises PinError."""
    if message["ts"] not in channel.pins:
        raise PinError("no_pin")
    del channel.pins[message["ts"]], message["pinned_to"], message["pinned_info"]
