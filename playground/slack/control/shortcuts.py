"""A person uses a shortcut, or opens the Home tab."""

from playground.slack.control.acts import MessageShortcut, OpenHome, Shortcut
from playground.slack.control.lookup import ActError, actor, find_channel, find_message, find_user, hand_out
from playground.slack.control.messages import summed_up
from playground.slack.control.notices import note_failure
from playground.slack.dispatch import payloads
from playground.slack.local import LocalSlack
from playground.slack.model.occurrences import home_opened
from playground.slack.model.wire import Json


async def shortcut(slack: LocalSlack, act: Shortcut) -> Json:
    """Use a global shortcut."""
    who = actor(slack, find_user(slack, act.user))
    _require(slack, "global", act.callback_id)
    trigger_id = slack.workspace.tickets.trigger(who.user.id, None)
    payload = payloads.shortcut(who, trigger_id, act.callback_id, slack.workspace.mint.ts())
    outcome = await slack.dispatcher.interaction(payload)
    note_failure(slack, who.user, outcome.failed)
    return {**outcome.summary, "dispatched": True, "trigger_id": trigger_id}


async def message_shortcut(slack: LocalSlack, act: MessageShortcut) -> Json:
    """Use a shortcut on a message."""
    who = actor(slack, find_user(slack, act.user))
    channel = find_channel(slack, act.channel, who.user)
    message = find_message(slack, channel, act.message_ts, who.user)
    _require(slack, "message", act.callback_id)
    tickets = hand_out(slack, "app", who.user, (channel, message))
    call = (act.callback_id, slack.workspace.mint.ts())
    outcome = await slack.dispatcher.interaction(payloads.message_shortcut(who, (channel, message), tickets, call))
    note_failure(slack, who.user, outcome.failed, channel=channel.id, message_ts=message["ts"])
    return {**outcome.summary, "dispatched": True, "trigger_id": tickets.trigger_id}


async def open_home(slack: LocalSlack, act: OpenHome) -> Json:
    """Open the app's Home tab; the app may publish it now."""
    user = actor(slack, find_user(slack, act.user)).user
    channel = slack.workspace.direct_message(user.id)
    home = slack.workspace.views.homes.get(user.id)
    view = home.document() if home is not None else None
    event = home_opened(user.id, channel.id, view, slack.workspace.mint.ts())
    return summed_up(await slack.events.deliver(slack.team_id, event))


def _require(slack: LocalSlack, kind: str, callback_id: str) -> None:
    known = [each["callback_id"] for each in slack.settings.shortcuts if each["type"] == kind]
    if callback_id not in known:
        raise ActError(f"the app has no {kind} shortcut {callback_id}; it has {', '.join(known) or 'none'}")
