"""The payloads the app receives, as Slack builds them."""

from playground.slack.model.cast import (
    APP_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    VERIFICATION_TOKEN,
)
from playground.slack.model.conversations import Channel, User
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json


def slash_command(user: User, channel: Channel, words: tuple[str, str], tickets: tuple[str, str]) -> Json:
    """A slash command; `words` are the command and its text, `tickets` its trigger id and response URL."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": command_channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": tickets[1],
        "trigger_id": tickets[0],
    }


def command_channel_name(channel: Channel) -> str:
    """The name that Slack tells of a conversation in commands and interactions."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def interaction(kind: str, user: User, **fields: object) -> Json:
    """What all interactions carry, and `fields`."""
    return {
        "type": kind,
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID},
        "enterprise": None,
        "is_enterprise_install": False,
        **fields,
    }


def suggestion(user: User, view: OpenView, where: tuple[str, str], typed: str) -> Json:
    """A block_suggestion from a modal; `where` is the block's and the action's id. The state stays behind."""
    return interaction(
        "block_suggestion",
        user,
        container={"type": "view", "view_id": view.id},
        block_id=where[0],
        action_id=where[1],
        value=typed,
        view=view.document(with_state=False),
    )


def view_submission(user: User, view: OpenView, trigger_id: str, response_urls: list[Json]) -> Json:
    """A submitted modal."""
    return interaction(
        "view_submission", user, trigger_id=trigger_id, view=view.document(), response_urls=response_urls
    )


def view_closed(user: User, view: OpenView, *, is_cleared: bool) -> Json:
    """A modal that was closed."""
    return interaction("view_closed", user, view=view.document(), is_cleared=is_cleared)


def view_actions(user: User, view: OpenView, trigger_id: str, action: Json) -> Json:
    """A person used an element of a modal or of the Home tab."""
    return interaction(
        "block_actions",
        user,
        container={"type": "view", "view_id": view.id},
        trigger_id=trigger_id,
        view=view.document(),
        actions=[action],
    )


def message_actions(user: User, channel: Channel, message: Json, tickets: tuple[str, str], action: Json) -> Json:
    """A person used an element of a message; a private message is not shown to the app again."""
    private = bool(message.get("is_ephemeral"))
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    shown = {} if private else {"message": message}
    return interaction(
        "block_actions",
        user,
        container=container,
        trigger_id=tickets[0],
        channel={"id": channel.id, "name": command_channel_name(channel)},
        state={"values": {}},
        response_url=tickets[1],
        actions=[action],
        **shown,
    )


def message_shortcut(
    user: User, channel: Channel, message: Json, tickets: tuple[str, str], call: tuple[str, str]
) -> Json:
    """A message shortcut; `call` is its callback id and the time it was used."""
    return interaction(
        "message_action",
        user,
        action_ts=call[1],
        callback_id=call[0],
        trigger_id=tickets[0],
        response_url=tickets[1],
        message_ts=message["ts"],
        channel={"id": channel.id, "name": command_channel_name(channel)},
        message=message,
    )


def shortcut(user: User, trigger_id: str, callback_id: str, action_ts: str) -> Json:
    """A global shortcut, which knows no channel."""
    payload = interaction("shortcut", user, action_ts=action_ts, callback_id=callback_id, trigger_id=trigger_id)
    del payload["api_app_id"], payload["user"]["name"]
    return payload


def event_callback(event: Json, event_id: str, event_time: int) -> Json:
    """An event in its wrapper."""
    installed = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [{**installed, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
