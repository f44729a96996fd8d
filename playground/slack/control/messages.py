"""A person writes, changes, deletes and reacts."""

import uuid
from copy import deepcopy

from playground.slack.control.acts import DeleteMessage, EditMessage, Pin, Post, React, Read
from playground.slack.control.lookup import (
    ActError,
    find_channel,
    find_message,
    find_open_channel,
    find_root,
    find_user,
)
from playground.slack.control.typed import encode, rich_text
from playground.slack.dispatch.outcome import NOTHING_SENT, Outcome
from playground.slack.local import LocalSlack
from playground.slack.model import occurrences
from playground.slack.model.conversations import Channel, User
from playground.slack.model.pins import PinError, add_pin, remove_pin
from playground.slack.model.reactions import ReactionError, add_reaction, remove_reaction
from playground.slack.model.wire import Json


async def post(slack: LocalSlack, act: Post) -> Json:
    """Write a message; the app hears of it where it is a member and subscribes."""
    user = find_user(slack, act.user)
    channel = find_open_channel(slack, act.channel, user)
    root = find_root(channel, act.thread_ts)
    if act.broadcast and root is None:
        raise ActError("only a reply can be shown in the channel too; name its thread_ts")
    message = slack.workspace.keep(channel, written(slack, user, act.text, root, broadcast=act.broadcast))
    outcomes = await slack.events.deliver(slack.team_id, occurrences.message_posted(channel, message))
    return {**summed_up(outcomes), "ts": message["ts"], "message": message}


async def edit(slack: LocalSlack, act: EditMessage) -> Json:
    """Change one's own message."""
    user, channel, message = _own_message(slack, act)
    previous = deepcopy(message)
    text = encode(slack.workspace, act.text, with_names=False)
    ts = slack.workspace.mint.ts()
    message.update(text=text, blocks=[rich_text(text, slack.workspace.mint.new("r"))])
    message["edited"] = {"user": user.id, "ts": ts}
    slack.changes.mark()
    event = occurrences.message_changed(channel, message, previous, ts)
    return {**summed_up(await slack.events.deliver(slack.team_id, event)), "message": message}


async def delete(slack: LocalSlack, act: DeleteMessage) -> Json:
    """Delete one's own message."""
    _, channel, message = _own_message(slack, act)
    channel.remove(message["ts"])
    slack.changes.mark()
    event = occurrences.message_deleted(channel, message, slack.workspace.mint.ts())
    return summed_up(await slack.events.deliver(slack.team_id, event))


async def react(slack: LocalSlack, act: React) -> Json:
    """Add an emoji to a message, or take it back."""
    user = find_user(slack, act.user)
    channel = find_open_channel(slack, act.channel, user)
    message = find_message(slack, channel, act.message_ts, user)
    try:
        (remove_reaction if act.remove else add_reaction)(message, act.name.strip(":"), user.id)
    except ReactionError as error:
        raise ActError(f"{act.name} on {act.message_ts}: {error}") from None
    slack.changes.mark()
    kind = "reaction_removed" if act.remove else "reaction_added"
    ts = slack.workspace.mint.ts()
    event = occurrences.reaction(kind, user.id, act.name.strip(":"), (channel, message), ts)
    return summed_up(await slack.events.deliver(slack.team_id, event))


async def pin(slack: LocalSlack, act: Pin) -> Json:
    """Pin a message to its conversation, or take the pin away."""
    user = find_user(slack, act.user)
    channel = find_open_channel(slack, act.channel, user)
    message = find_message(slack, channel, act.message_ts, user)
    if message.get("is_ephemeral"):
        raise ActError(f"{act.message_ts} is shown to {user.id} alone and cannot be pinned")
    try:
        if act.remove:
            remove_pin(channel, message)
        else:
            add_pin(channel, message, user.id, int(slack.clock.now()))
    except PinError as error:
        raise ActError(f"{act.message_ts}: {error}") from None
    slack.changes.mark()
    kind = "pin_removed" if act.remove else "pin_added"
    event = occurrences.pin(kind, user.id, (channel, message), slack.workspace.mint.ts())
    return summed_up(await slack.events.deliver(slack.team_id, event))


async def read(slack: LocalSlack, act: Read) -> Json:
    """Have read a conversation up to a message; never less than before."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    marks = slack.workspace.read.setdefault(user.id, {})
    if act.ts > marks.get(channel.id, ""):
        marks[channel.id] = act.ts
        slack.changes.mark()
    return {**NOTHING_SENT.summary, "last_read": marks.get(channel.id)}


def written(slack: LocalSlack, user: User, typed: str, root: str | None, *, broadcast: bool = False) -> Json:
    """A message as a person's client sends it, without its timestamp."""
    text = encode(slack.workspace, typed, with_names=False)
    message: Json = {"user": user.id, "client_msg_id": str(uuid.uuid4()), "text": text, "team": user.team_id}
    if text:
        message["blocks"] = [rich_text(text, slack.workspace.mint.new("r"))]
    if broadcast:
        message["subtype"] = "thread_broadcast"
    return message if root is None else {**message, "thread_ts": root}


def summed_up(outcomes: list[Outcome]) -> Json:
    """What became of an act whose events went to the app, or to nobody."""
    return {**(outcomes[0] if outcomes else NOTHING_SENT).summary, "dispatched": bool(outcomes)}


def _own_message(slack: LocalSlack, act: EditMessage | DeleteMessage) -> tuple[User, Channel, Json]:
    user = find_user(slack, act.user)
    channel = find_open_channel(slack, act.channel, user)
    message = find_message(slack, channel, act.message_ts, user)
    if message.get("user") != user.id or message.get("is_ephemeral"):
        raise ActError(f"{act.message_ts} is no message of {user.id}")
    return user, channel, message
