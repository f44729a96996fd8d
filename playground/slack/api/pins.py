"""The `pins.*` methods."""

from playground.slack.api.access import named_message, own_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel
from playground.slack.model.pins import PinError, add_pin, remove_pin
from playground.slack.model.wire import Json


async def add(slack: LocalSlack, args: Arguments) -> Json:
    """`pins.add`."""
    channel = own_channel(slack, args)
    message, bot = named_message(channel, args), slack.workspace.bot_user
    try:
        add_pin(channel, message, bot, int(slack.clock.now()))
    except PinError as error:
        raise SlackError(str(error)) from None
    _changed(slack, channel, message, "pin_added")
    return {}


async def remove(slack: LocalSlack, args: Arguments) -> Json:
    """`pins.remove`."""
    channel = own_channel(slack, args)
    message = named_message(channel, args)
    try:
        remove_pin(channel, message)
    except PinError as error:
        raise SlackError(str(error)) from None
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


def _changed(slack: LocalSlack, channel: Channel, message: Json, kind: str) -> None:
    slack.changes.mark()
    slack.emit(occurrences.pin(kind, slack.workspace.bot_user, (channel, message), slack.workspace.mint.ts()))
