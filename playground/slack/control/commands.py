"""A person types a slash command."""

from typing import Any

from playground.slack.api.errors import SlackError
from playground.slack.control.acts import Command
from playground.slack.control.builtins import BUILTINS
from playground.slack.control.lookup import ActError, actor, find_channel, find_user
from playground.slack.control.typed import encode
from playground.slack.dispatch.outcome import NOTHING_SENT, Outcome
from playground.slack.dispatch.payloads import Tickets, slash_command
from playground.slack.links.response_url import show_reply
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.wire import Json


async def type_command(slack: LocalSlack, act: Command) -> Json:
    """Send a command to the app and show its reply, or why there is none; some are Slack's own."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    name, _, text = act.text.strip().partition(" ")
    if name in BUILTINS:
        BUILTINS[name](slack, channel, user, text)
        return {**NOTHING_SENT.summary, "reply": None, "trigger_id": None}
    command = next((c for c in slack.settings.commands if c["command"] == name), None)
    if command is None:
        raise ActError(f"{name} is not a command")
    who = actor(slack, user)
    tickets = slack.workspace.tickets
    path = tickets.response_path("commands", user.id, channel.id)
    given = Tickets(tickets.trigger(user.id, channel.id), slack.origin + path)
    escaped = command.get("should_escape", False)
    words = (name, encode(slack.workspace, text.strip(), with_names=True) if escaped else text.strip())
    outcome = await slack.dispatcher.command(slash_command(who, channel, words, given))
    shown = {"reply": None}
    if outcome.failed is None and outcome.body:
        shown = _show(slack, path, outcome)
    failed = shown.get("failed") or outcome.failed
    if failed is not None:
        _tell_failure(slack, channel, user, f'{name} failed with the error "{failed}"')
    return {**outcome.summary, "trigger_id": given.trigger_id, **shown}


def _show(slack: LocalSlack, path: str, outcome: Outcome) -> Json:
    body: Any = outcome.body if isinstance(outcome.body, dict) else {"text": str(outcome.body)}
    try:
        return {"reply": show_reply(slack, slack.workspace.tickets.link(path), body)}
    except SlackError as error:
        return {"reply": None, "failed": "dispatch_failed", "problem": str(error)}


def _tell_failure(slack: LocalSlack, channel: Channel, user: User, text: str) -> None:
    """Slackbot tells the person, as they would learn nothing otherwise."""
    slack.workspace.show_privately(channel, user.id, {"user": "USLACKBOT", "username": "Slackbot", "text": text})
