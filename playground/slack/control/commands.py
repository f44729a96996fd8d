"""A person types a slash command."""

from typing import Any

from playground.slack.api.errors import SlackError
from playground.slack.control.acts import Command
from playground.slack.control.builtins import BUILTINS
from playground.slack.control.lookup import ActError, find_channel, find_user
from playground.slack.control.typed import encode
from playground.slack.dispatch.outcome import Outcome
from playground.slack.dispatch.payloads import slash_command
from playground.slack.links.response_url import show_reply
from playground.slack.local import LocalSlack
from playground.slack.model.cast import COMMANDS
from playground.slack.model.wire import Json


async def type_command(slack: LocalSlack, act: Command) -> Json:
    """Send a command to the app and show its reply; some are Slack's own."""
    user = find_user(slack, act.user)
    channel = find_channel(slack, act.channel, user)
    name, _, text = act.text.strip().partition(" ")
    if name in BUILTINS:
        BUILTINS[name](slack, channel, user, text)
        return {**Outcome(status=None, ack_ms=0.0).summary, "reply": None, "trigger_id": None}
    if name not in [command["command"] for command in COMMANDS]:
        raise ActError(f"{name} is not a command")
    tickets = slack.workspace.tickets
    trigger_id = tickets.trigger(user.id, channel.id)
    path = tickets.response_path("commands", user.id, channel.id)
    words = (name, encode(slack.workspace, text.strip(), with_names=True))
    outcome = await slack.dispatcher.command(slash_command(user, channel, words, (trigger_id, slack.origin + path)))
    shown = _show(slack, path, outcome) if outcome.failed is None and outcome.body else {"reply": None}
    return {**outcome.summary, "trigger_id": trigger_id, **shown}


def _show(slack: LocalSlack, path: str, outcome: Outcome) -> Json:
    body: Any = outcome.body if isinstance(outcome.body, dict) else {"text": str(outcome.body)}
    try:
        return {"reply": show_reply(slack, slack.workspace.tickets.link(path), body)}
    except SlackError as error:
        return {"reply": None, "failed": "dispatch_failed", "problem": str(error)}
