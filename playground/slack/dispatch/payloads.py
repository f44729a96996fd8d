"""The payloads the app receives, as Slack builds them."""

from dataclasses import dataclass

from playground.slack.model.cast import APP_ID, VERIFICATION_TOKEN, Team
from playground.slack.model.conversations import Channel, User
from playground.slack.model.view_state import Values
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json


@dataclass(frozen=True)
class Actor:
    """Who did something, and in which workspace the app is told of it."""

    team: Team
    user: User


@dataclass(frozen=True)
class Tickets:
    """What the app may do next: open a view, and answer where the person was."""

    trigger_id: str
    response_url: str


def slash_command(actor: Actor, channel: Channel, words: tuple[str, str], tickets: Tickets) -> Json:
    """A slash command; `words` are the command and its text."""
    enterprise = actor.team.enterprise
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": actor.team.id,
        "team_domain": actor.team.domain,
        "channel_id": channel.id,
        "channel_name": told_name(channel),
        "user_id": actor.user.id,
        "user_name": actor.user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP_ID,
        **({} if enterprise is None else {f"enterprise_{name}": value for name, value in enterprise.items()}),
        "is_enterprise_install": "false" if enterprise is None else "true",
        "response_url": tickets.response_url,
        "trigger_id": tickets.trigger_id,
    }


def told_name(channel: Channel) -> str:
    """The name that Slack tells of a conversation in commands and interactions."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def interaction(kind: str, actor: Actor, **fields: object) -> Json:
    """What all interactions carry, and `fields`; under an organisation's installation the team is left out."""
    user, enterprise = actor.user, actor.team.enterprise
    return {
        "type": kind,
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": None if enterprise is not None else {"id": actor.team.id, "domain": actor.team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "enterprise": enterprise,
        "is_enterprise_install": enterprise is not None,
        **fields,
    }


def view_suggestion(actor: Actor, view: OpenView, where: tuple[str, str], typed: str) -> Json:
    """A block_suggestion from a view; `where` is the block's and the action's id. The state stays behind."""
    return interaction(
        "block_suggestion",
        actor,
        container={"type": "view", "view_id": view.id},
        block_id=where[0],
        action_id=where[1],
        value=typed,
        view=view.document(with_state=False),
    )


def message_suggestion(actor: Actor, place: tuple[Channel, Json], where: tuple[str, str], typed: str) -> Json:
    """A block_suggestion from a message; `place` is its channel and the message."""
    return interaction(
        "block_suggestion",
        actor,
        container=_container(*place),
        channel=_channel(place[0]),
        block_id=where[0],
        action_id=where[1],
        value=typed,
        message=place[1],
    )


def view_submission(actor: Actor, view: OpenView, trigger_id: str, response_urls: list[Json]) -> Json:
    """A submitted modal."""
    return interaction(
        "view_submission", actor, trigger_id=trigger_id, view=view.document(), response_urls=response_urls
    )


def view_closed(actor: Actor, view: OpenView, *, is_cleared: bool) -> Json:
    """A modal that was closed."""
    return interaction("view_closed", actor, view=view.document(), is_cleared=is_cleared)


def view_actions(actor: Actor, view: OpenView, trigger_id: str, action: Json) -> Json:
    """A person used an element of a modal or of the Home tab."""
    return interaction(
        "block_actions",
        actor,
        container={"type": "view", "view_id": view.id},
        trigger_id=trigger_id,
        view=view.document(),
        actions=[action],
    )


def message_actions(actor: Actor, place: tuple[Channel, Json], tickets: Tickets, used: tuple[Json, Values]) -> Json:
    """A person used an element of a message; `used` is the action, and what the message's inputs hold.

    A private message is not shown to the app again.
    """
    channel, message = place
    shown = {} if message.get("is_ephemeral") else {"message": message}
    return interaction(
        "block_actions",
        actor,
        container=_container(channel, message),
        trigger_id=tickets.trigger_id,
        channel=_channel(channel),
        state={"values": used[1]},
        response_url=tickets.response_url,
        actions=[used[0]],
        **shown,
    )


def message_shortcut(actor: Actor, place: tuple[Channel, Json], tickets: Tickets, call: tuple[str, str]) -> Json:
    """A message shortcut; `call` is its callback id and the time it was used."""
    channel, message = place
    return interaction(
        "message_action",
        actor,
        action_ts=call[1],
        callback_id=call[0],
        trigger_id=tickets.trigger_id,
        response_url=tickets.response_url,
        message_ts=message["ts"],
        channel=_channel(channel),
        message=message,
    )


def shortcut(actor: Actor, trigger_id: str, callback_id: str, action_ts: str) -> Json:
    """A global shortcut, which knows no channel."""
    payload = interaction("shortcut", actor, action_ts=action_ts, callback_id=callback_id, trigger_id=trigger_id)
    del payload["api_app_id"], payload["user"]["name"]
    return payload


def event_callback(team: Team, event: Json, event_id: str, event_time: int) -> Json:
    """An event in its wrapper."""
    enterprise_id = None if team.organisation is None else team.organisation.id
    installed = {"enterprise_id": enterprise_id, "team_id": team.id, "user_id": team.bot_user}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": enterprise_id,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [{**installed, "is_bot": True, "is_enterprise_install": team.organisation is not None}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def url_verification(challenge: str) -> Json:
    """The question that a new request URL must answer."""
    return {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": told_name(channel)}


def _container(channel: Channel, message: Json) -> Json:
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": bool(message.get("is_ephemeral")),
    }
    return {**container, "thread_ts": message["thread_ts"]} if message.get("thread_ts") else container
