"""The `reactions.*` methods."""

from collections.abc import Callable
from copy import deepcopy

from playground.slack.api.access import named_message, own_channel, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel
from playground.slack.model.reactions import ReactionError, add_reaction, remove_reaction
from playground.slack.model.wire import Json


async def add(slack: LocalSlack, args: Arguments) -> Json:
    """`reactions.add`: to a message where the app is a member."""
    channel = own_channel(slack, args)
    if channel.is_archived:
        raise SlackError("is_archived")
    return _change(slack, args, channel, ("reaction_added", add_reaction))


async def remove(slack: LocalSlack, args: Arguments) -> Json:
    """`reactions.remove`: one that the app gave."""
    if "channel" not in args:
        raise SlackError("no_item_specified")
    return _change(slack, args, own_channel(slack, args), ("reaction_removed", remove_reaction))


async def get(slack: LocalSlack, args: Arguments) -> Json:
    """`reactions.get`: a message with its reactions."""
    if "channel" not in args:
        raise SlackError("no_item_specified")
    channel = visible_channel(slack, args)
    message = named_message(channel, args)
    return {
        "type": "message",
        "channel": channel.id,
        "message": {**message, "permalink": _link(slack, channel, message)},
    }


async def list_reactions(slack: LocalSlack, args: Arguments) -> Json:
    """`reactions.list`: what somebody reacted to, the app itself when nobody is named."""
    bot = slack.workspace.bot_user
    user = args.text("user") or bot
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    items = [
        {"type": "message", "channel": channel.id, "message": message, "ts": message["ts"]}
        for channel in slack.workspace.channels.values()
        if channel.kind == "channel" or bot in channel.members
        for message in channel.messages.values()
        if any(user in reaction["users"] for reaction in message.get("reactions", []))
    ]
    found, metadata = page(sorted(items, key=lambda item: str(item["ts"]), reverse=True), args, key="ts")
    shown = [{key: value for key, value in item.items() if key != "ts"} for item in found]
    return {"items": shown, "response_metadata": metadata}


def _change(
    slack: LocalSlack, args: Arguments, channel: Channel, how: tuple[str, Callable[[Json, str, str], None]]
) -> Json:
    event, change = how
    message, name = named_message(channel, args), (args.text("name") or "").strip(":")
    try:
        change(message, name, slack.workspace.bot_user)
    except ReactionError as error:
        raise SlackError(str(error)) from None
    slack.changes.mark()
    ts = slack.workspace.mint.ts()
    slack.emit(occurrences.reaction(event, slack.workspace.bot_user, name, (channel, deepcopy(message)), ts))
    return {}


def _link(slack: LocalSlack, channel: Channel, message: Json) -> str:
    return f"{slack.origin}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
