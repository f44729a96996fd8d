"""The shapes of what Slack sends to an app, and a check of a document against one.

A shape is a type, `None`, a literal text, a tuple of alternatives, a list of one shape, or a dict of keys to shapes; a
key that may be missing has its shape in `Maybe`. A dict has no other keys than its shape's.
"""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Maybe:
    """A key that may be missing."""

    shape: Any


def misfits(document: Any, shape: Any, path: str = "") -> list[str]:
    """Where a document does not fit a shape."""
    if isinstance(shape, dict):
        return _dict_misfits(document, shape, path)
    if isinstance(shape, list):
        if not isinstance(document, list):
            return [f"{path}: {document!r} is no list"]
        return [problem for i, item in enumerate(document) for problem in misfits(item, shape[0], f"{path}/{i}")]
    if isinstance(shape, tuple):
        fitting = any(not misfits(document, each, path) for each in shape)
        return [] if fitting else [f"{path}: {document!r} fits none of {len(shape)} shapes"]
    fits = type(document) is shape if isinstance(shape, type) else document == shape
    return [] if fits else [f"{path}: {document!r} is no {shape!r}"]


def _dict_misfits(document: Any, shape: dict[str, Any], path: str) -> list[str]:
    if not isinstance(document, dict):
        return [f"{path}: {document!r} is no object"]
    problems = [f"{path}/{key}: not sent by Slack" for key in document if key not in shape]
    for key, wanted in shape.items():
        inner = wanted.shape if isinstance(wanted, Maybe) else wanted
        if key in document:
            problems += misfits(document[key], inner, f"{path}/{key}")
        elif not isinstance(wanted, Maybe):
            problems.append(f"{path}/{key}: missing")
    return problems


TOKEN: Final = "legacy-verification-token"
PLAIN: Final = {"type": "plain_text", "text": str, "emoji": bool}
OPTION: Final = {"text": PLAIN, "value": str, "description": Maybe(PLAIN)}
TEAM: Final = {"id": "T0PLAY", "domain": "playground"}
USER: Final = {"id": str, "username": str, "name": str, "team_id": "T0PLAY"}
CHANNEL: Final = {"id": str, "name": str}
RICH: Final = {"type": "rich_text", "block_id": str, "elements": [dict]}

COMMAND: Final = {
    "token": TOKEN,
    "team_id": "T0PLAY",
    "team_domain": "playground",
    "channel_id": str,
    "channel_name": str,
    "user_id": str,
    "user_name": str,
    "command": str,
    "text": str,
    "api_app_id": "A0HERALD",
    "is_enterprise_install": "false",
    "response_url": str,
    "trigger_id": str,
}

PERSONS_MESSAGE: Final = {
    "type": "message",
    "user": str,
    "ts": str,
    "client_msg_id": str,
    "text": str,
    "team": "T0PLAY",
    "blocks": [RICH],
    "thread_ts": Maybe(str),
    "parent_user_id": Maybe(str),
    "edited": Maybe({"user": str, "ts": str}),
}
BOTS_MESSAGE: Final = {
    "type": "message",
    "user": "U0HERALD",
    "bot_id": "B0HERALD",
    "app_id": "A0HERALD",
    "team": "T0PLAY",
    "bot_profile": {"id": str, "app_id": str, "name": str, "team_id": str, "deleted": bool},
    "text": str,
    "ts": str,
    "blocks": Maybe([dict]),
    "thread_ts": Maybe(str),
    "parent_user_id": Maybe(str),
}

VIEW: Final = {
    "id": str,
    "team_id": "T0PLAY",
    "type": ("modal", "home"),
    "callback_id": str,
    "private_metadata": str,
    "title": (PLAIN, None),
    "submit": (PLAIN, None),
    "close": (PLAIN, None),
    "blocks": [dict],
    "state": {"values": dict},
    "hash": str,
    "clear_on_close": bool,
    "notify_on_close": bool,
    "previous_view_id": (str, None),
    "root_view_id": str,
    "app_id": "A0HERALD",
    "external_id": str,
    "app_installed_team_id": "T0PLAY",
    "bot_id": "B0HERALD",
}

_ANY_INTERACTION: Final = {
    "api_app_id": "A0HERALD",
    "token": TOKEN,
    "team": TEAM,
    "user": USER,
    "enterprise": None,
    "is_enterprise_install": False,
}
_IN_VIEW: Final = {"container": {"type": "view", "view_id": str}, "view": VIEW}
IN_MESSAGE: Final = {
    "type": "message",
    "message_ts": str,
    "channel_id": str,
    "is_ephemeral": False,
    "thread_ts": Maybe(str),
}

_SUGGESTION: Final = {**_ANY_INTERACTION, "type": "block_suggestion", "action_id": str, "block_id": str, "value": str}
VIEW_SUGGESTION: Final = {**_SUGGESTION, **_IN_VIEW}
MESSAGE_SUGGESTION: Final = {**_SUGGESTION, "container": IN_MESSAGE, "channel": CHANNEL, "message": BOTS_MESSAGE}

_ACTIONS: Final = {**_ANY_INTERACTION, "type": "block_actions", "trigger_id": str, "actions": [dict]}
VIEW_ACTIONS: Final = {**_ACTIONS, **_IN_VIEW}
MESSAGE_ACTIONS: Final = {
    **_ACTIONS,
    "container": IN_MESSAGE,
    "channel": CHANNEL,
    "message": BOTS_MESSAGE,
    "state": {"values": dict},
    "response_url": str,
}
EPHEMERAL_ACTIONS: Final = {
    **{key: shape for key, shape in MESSAGE_ACTIONS.items() if key != "message"},
    "container": {**IN_MESSAGE, "is_ephemeral": True},
}
STEP: Final = {
    "bot_access_token": str,
    "function_data": {"execution_id": str, "function": {"callback_id": str}, "inputs": dict},
    "interactivity": {"interactivity_pointer": str, "interactor": {"id": str, "secret": str}},
}
SUBMISSION: Final = {
    **_ANY_INTERACTION,
    "type": "view_submission",
    "trigger_id": str,
    "view": VIEW,
    "response_urls": [{"block_id": str, "action_id": str, "channel_id": str, "response_url": str}],
}
CLOSED: Final = {**_ANY_INTERACTION, "type": "view_closed", "view": VIEW, "is_cleared": bool}
MESSAGE_SHORTCUT: Final = {
    **_ANY_INTERACTION,
    "type": "message_action",
    "action_ts": str,
    "callback_id": str,
    "trigger_id": str,
    "response_url": str,
    "message_ts": str,
    "channel": CHANNEL,
    "message": PERSONS_MESSAGE,
}
SHORTCUT: Final = {
    "type": "shortcut",
    "token": TOKEN,
    "action_ts": str,
    "team": TEAM,
    "user": {"id": str, "username": str, "team_id": str},
    "is_enterprise_install": False,
    "enterprise": None,
    "callback_id": str,
    "trigger_id": str,
}

_ACTION: Final = {"action_id": str, "block_id": str, "action_ts": str, "placeholder": Maybe(PLAIN)}
ACTION: Final[dict[str, dict[str, Any]]] = {
    "button": {**_ACTION, "text": PLAIN, "value": Maybe(str), "style": Maybe(str), "url": Maybe(str)},
    "overflow": {**_ACTION, "selected_option": OPTION},
    "static_select": {**_ACTION, "selected_option": (OPTION, None), "initial_option": Maybe(OPTION)},
    "external_select": {**_ACTION, "selected_option": (OPTION, None), "min_query_length": Maybe(int)},
    "users_select": {**_ACTION, "selected_user": str, "initial_user": Maybe(str)},
    "channels_select": {**_ACTION, "selected_channel": str},
    "conversations_select": {**_ACTION, "selected_conversation": str},
    "multi_static_select": {**_ACTION, "selected_options": [OPTION]},
    "multi_external_select": {**_ACTION, "selected_options": [OPTION], "min_query_length": Maybe(int)},
    "multi_users_select": {**_ACTION, "selected_users": [str]},
    "multi_channels_select": {**_ACTION, "selected_channels": [str]},
    "multi_conversations_select": {**_ACTION, "selected_conversations": [str]},
    "datepicker": {**_ACTION, "selected_date": str, "initial_date": Maybe(str)},
    "timepicker": {**_ACTION, "selected_time": str, "initial_time": Maybe(str)},
    "datetimepicker": {**_ACTION, "selected_date_time": int},
    "checkboxes": {**_ACTION, "selected_options": [OPTION]},
    "radio_buttons": {**_ACTION, "selected_option": OPTION},
    "plain_text_input": {**_ACTION, "value": (str, None)},
    "email_text_input": {**_ACTION, "value": (str, None)},
    "url_text_input": {**_ACTION, "value": (str, None)},
    "number_input": {**_ACTION, "value": (str, None)},
    "rich_text_input": {**_ACTION, "rich_text_value": dict},
}

_AUTHORIZATION: Final = {
    "enterprise_id": None,
    "team_id": "T0PLAY",
    "user_id": "U0HERALD",
    "is_bot": True,
    "is_enterprise_install": False,
}
WRAPPER: Final = {
    "token": TOKEN,
    "team_id": "T0PLAY",
    "context_team_id": "T0PLAY",
    "context_enterprise_id": None,
    "api_app_id": "A0HERALD",
    "event": dict,
    "type": "event_callback",
    "event_id": str,
    "event_time": int,
    "authorizations": [_AUTHORIZATION],
    "is_ext_shared_channel": bool,
    "event_context": str,
}
_IN_CHANNEL: Final = {"channel": str, "channel_type": ("channel", "group", "im", "mpim"), "event_ts": str}
_HIDDEN: Final = {"type": "message", "hidden": True, "ts": str, **_IN_CHANNEL}
_FILES: Final = {"files": [dict], "upload": True, "display_as_bot": bool}
_REACTION: Final = {
    "user": str,
    "reaction": str,
    "item": {"type": "message", "channel": str, "ts": str},
    "item_user": str,
    "event_ts": str,
}
_MEMBERSHIP: Final = {"user": str, "channel": str, "channel_type": ("C", "G"), "team": "T0PLAY", "event_ts": str}
_PARAMETER: Final = {"type": str, "name": str, "title": str, "description": str, "is_required": bool}
EVENT: Final[dict[str, dict[str, Any]]] = {
    "message": {**PERSONS_MESSAGE, **_IN_CHANNEL},
    "bot_message": {**BOTS_MESSAGE, **_IN_CHANNEL},
    "message_changed": {
        **_HIDDEN,
        "subtype": "message_changed",
        "message": PERSONS_MESSAGE,
        "previous_message": PERSONS_MESSAGE,
    },
    "message_deleted": {
        **_HIDDEN,
        "subtype": "message_deleted",
        "previous_message": PERSONS_MESSAGE,
        "deleted_ts": str,
    },
    "file_share": {**PERSONS_MESSAGE, **_IN_CHANNEL, "subtype": "file_share", **_FILES},
    "thread_broadcast": {**PERSONS_MESSAGE, **_IN_CHANNEL, "subtype": "thread_broadcast", "root": dict},
    "app_mention": {**PERSONS_MESSAGE, "type": "app_mention", "channel": str, "event_ts": str},
    "app_home_opened": {
        "type": "app_home_opened",
        "user": str,
        "channel": str,
        "tab": "home",
        "view": Maybe(VIEW),
        "event_ts": str,
    },
    "reaction_added": {"type": "reaction_added", **_REACTION},
    "reaction_removed": {"type": "reaction_removed", **_REACTION},
    "member_joined_channel": {"type": "member_joined_channel", **_MEMBERSHIP, "inviter": Maybe(str)},
    "member_left_channel": {"type": "member_left_channel", **_MEMBERSHIP},
    "file_shared": {
        "type": "file_shared",
        "channel_id": str,
        "file_id": str,
        "user_id": str,
        "file": {"id": str},
        "event_ts": str,
    },
    "function_executed": {
        "type": "function_executed",
        "function": {
            "id": str,
            "callback_id": str,
            "title": str,
            "description": str,
            "type": "app",
            "input_parameters": [_PARAMETER],
            "output_parameters": [_PARAMETER],
            "app_id": "A0HERALD",
            "date_created": int,
            "date_updated": int,
            "date_deleted": int,
        },
        "inputs": dict,
        "function_execution_id": str,
        "workflow_execution_id": str,
        "event_ts": str,
        "bot_access_token": str,
    },
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [str], "bot": [str]}, "event_ts": str},
    "app_uninstalled": {"type": "app_uninstalled", "event_ts": str},
}
