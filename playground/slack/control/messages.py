"""A person writes, presses a button, uses a shortcut, or opens the Home tab."""

import uuid

from playground.slack.control.acts import Click, MessageShortcut, OpenHome, Post, Shortcut
from playground.slack.control.lookup import (
    ActError,
    find_channel,
    find_element,
    find_message,
    find_user,
    find_view,
)
from playground.slack.control.typed import encode, rich_text
from playground.slack.dispatch import payloads
from playground.slack.dispatch.events import deliver_event
from playground.slack.dispatch.outcome import Outcome
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_USER, TEAM_ID
from playground.slack.model.conversations import Channel, User
from playground.slack.model.wire import Json


async def post(slack: LocalSlack, act: Post) -> Json:
    """Write a message; the app hears of it where it is a member and subscribes."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    if channel.is_archived:
        raise ActError(f"{channel.id} is archived")
    if act.thread_ts is not None:
        root = channel.messages.get(act.thread_ts)
        if root is None or root.get("thread_ts") not in (None, act.thread_ts):
            raise ActError(f"{act.thread_ts} is no root of a thread in {channel.id}")
    message = slack.workspace.post(channel, _written(slack, user, act))
    outcomes = [await deliver_event(slack, event) for event in _events(slack, channel, message)]
    summary = (outcomes[0] if outcomes else Outcome(status=None, ack_ms=0.0)).summary
    return {**summary, "ts": message["ts"], "message": message, "dispatched": bool(outcomes)}


async def click(slack: LocalSlack, act: Click) -> Json:
    """Press a button, in a view when `view_id` is given, else in a message."""
    user = find_user(slack, act.user)
    if act.view_id is not None:
        view = find_view(slack, act.view_id, user)
        action = _pressed(slack, view.content["blocks"], act)
        trigger_id = slack.workspace.tickets.trigger(user.id, view.channel)
        payload = payloads.view_actions(user, view, trigger_id, action)
    else:
        if act.channel is None or act.message_ts is None:
            raise ActError("a click needs view_id, or channel and message_ts")
        channel = find_channel(slack, act.channel, user)
        message = find_message(slack, channel, act.message_ts, user)
        action = _pressed(slack, message.get("blocks", []), act)
        trigger_id, response_url = _tickets(slack, "actions", user, channel, message)
        payload = payloads.message_actions(user, channel, message, (trigger_id, response_url), action)
    outcome = await slack.dispatcher.interaction(payload)
    return {**outcome.summary, "dispatched": True, "trigger_id": trigger_id}


async def shortcut(slack: LocalSlack, act: Shortcut) -> Json:
    """Use a global shortcut."""
    user = find_user(slack, act.user)
    trigger_id = slack.workspace.tickets.trigger(user.id, None)
    payload = payloads.shortcut(user, trigger_id, act.callback_id, slack.workspace.mint.ts())
    outcome = await slack.dispatcher.interaction(payload)
    return {**outcome.summary, "dispatched": True, "trigger_id": trigger_id}


async def message_shortcut(slack: LocalSlack, act: MessageShortcut) -> Json:
    """Use a shortcut on a message."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    message = find_message(slack, channel, act.message_ts, user)
    tickets = _tickets(slack, "app", user, channel, message)
    call = (act.callback_id, slack.workspace.mint.ts())
    outcome = await slack.dispatcher.interaction(payloads.message_shortcut(user, channel, message, tickets, call))
    return {**outcome.summary, "dispatched": True, "trigger_id": tickets[0]}


async def open_home(slack: LocalSlack, act: OpenHome) -> Json:
    """Open the Home tab; the app may publish it now."""
    user = find_user(slack, act.user)
    channel = slack.workspace.direct_message(user.id)
    home = slack.workspace.views.homes.get(user.id)
    shown = {"view": home.document()} if home is not None else {}
    event = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": "home", **shown}
    outcome = await deliver_event(slack, {**event, "event_ts": slack.workspace.mint.ts()})
    return {**outcome.summary, "dispatched": True}


def _written(slack: LocalSlack, user: User, act: Post) -> Json:
    text = encode(slack.workspace, act.text, with_names=False)
    message: Json = {"user": user.id, "client_msg_id": str(uuid.uuid4()), "text": text, "team": TEAM_ID}
    message["blocks"] = [rich_text(text, slack.workspace.mint.new("r"))]
    return message if act.thread_ts is None else {**message, "thread_ts": act.thread_ts}


def _events(slack: LocalSlack, channel: Channel, message: Json) -> list[Json]:
    if BOT_USER not in channel.members:
        return []
    heard = {**message, "channel": channel.id, "event_ts": message["ts"]}
    events: list[Json] = []
    plural = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
    if plural[channel.kind] in slack.settings.bot_events:
        events.append({**heard, "channel_type": channel.kind})
    mentioned = f"<@{BOT_USER}>" in message["text"] and not channel.is_im
    if mentioned and "app_mention" in slack.settings.bot_events:
        events.append({**heard, "type": "app_mention"})
    return events


def _pressed(slack: LocalSlack, blocks: list[Json], act: Click) -> Json:
    block, element = find_element(blocks, act.action_id, act.block_id)
    if element["type"] != "button":
        raise ActError(f"{act.action_id} is no button")
    kept: Json = {key: element[key] for key in ("text", "value", "style") if key in element}
    place = {"type": "button", "action_id": act.action_id, "block_id": block["block_id"]}
    return {**place, **kept, "action_ts": slack.workspace.mint.ts()}


def _tickets(slack: LocalSlack, kind: str, user: User, channel: Channel, message: Json) -> tuple[str, str]:
    tickets = slack.workspace.tickets
    path = tickets.response_path(kind, user.id, channel.id, source_ts=message["ts"])
    return tickets.trigger(user.id, channel.id), slack.origin + path
