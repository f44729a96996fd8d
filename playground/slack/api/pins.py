"""The `pins.*` methods."""

from typing import Final

from playground.slack.api.access import existing_message, own_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.reactions import checked_ts
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_MOST: Final = 100


async def add(slack: LocalSlack, args: Arguments) -> Json:
    """`pins.add`."""
    channel = own_channel(slack, args)
    message = _message(channel, args)
    if message["ts"] in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= _MOST:
        raise SlackError("too_many_pins")
    pin = {"created": int(slack.clock.now()), "created_by": slack.workspace.bot_user}
    channel.pins[message["ts"]] = pin
    message["pinned_to"] = [channel.id]
    message["pinned_info"] = {
        "channel": channel.id,
        "pinned_by": slack.workspace.bot_user,
        "pinned_ts": pin["created"],
    }
    _changed(slack, channel, message, "pin_added")
    return {}


async def remove(slack: LocalSlack, args: Arguments) -> Json:
    """`pins.remove`."""
    channel = own_channel(slack, args)
    message = _message(channel, args)
    if message["ts"] not in channel.pins:
        raise SlackError("no_pin")
    del channel.pins[message["ts"]], message["pinned_to"], message["pinned_info"]
    _changed(slack, channel, message, "pin_removed")
    return {}


async def list_pins(slack: LocalSlack, args: Arguments) -> Json:
    """`pins.list`: the newest pin first."""
    channel = own_channel(slack, args)
    shown = [
        {"type": "message", "channel": channel.id, "message": channel.messages[ts], **pin}
        for ts, pin in reversed(channel.pins.items())
    ]
    return {"items": shown}


def _message(channel: Channel, args: Arguments) -> Json:
    ts = args.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    return existing_message(channel, checked_ts(ts))


def _changed(slack: LocalSlack, channel: Channel, message: Json, kind: str) -> None:
    slack.changes.mark()
    item = {"type": "message", "channel": channel.id, "message": dict(message)}
    counts = {"pin_count": len(channel.pins), "has_pins": bool(channel.pins)}
    told = {"type": kind, "user": slack.workspace.bot_user, "channel_id": channel.id, "item": item, **counts}
    slack.emit({**told, "item_user": message.get("user"), "event_ts": slack.workspace.mint.ts()})
