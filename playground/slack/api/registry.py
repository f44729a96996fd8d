"""All methods by name, with the scopes of which one is needed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

from playground.slack.api import chat, conversations, files, meta, users, views
from playground.slack.api.arguments import Arguments
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json

Handler = Callable[[LocalSlack, Arguments], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    """What answers a call; `scopes` are alternatives, none means that none is needed."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anyone"] = "bot"


_READ: Final = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY: Final = ("channels:history", "groups:history", "im:history", "mpim:history")
_OPEN: Final = ("channels:manage", "groups:write", "im:write", "mpim:write")

METHODS: Final[dict[str, Method]] = {
    "api.test": Method(meta.api_test, caller="anyone"),
    "auth.test": Method(meta.auth_test),
    "apps.connections.open": Method(meta.connections_open, caller="app"),
    "team.info": Method(meta.team_info, ("team:read",)),
    "bots.info": Method(meta.bots_info, ("users:read",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink),
    "conversations.info": Method(conversations.info, _READ),
    "conversations.list": Method(conversations.list_channels, _READ),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.replies": Method(conversations.replies, _HISTORY),
    "conversations.open": Method(conversations.open_conversation, _OPEN),
    "conversations.members": Method(conversations.members, _READ),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "users.info": Method(users.info, ("users:read",)),
    "users.list": Method(users.list_users, ("users:read",)),
    "views.open": Method(views.open_view),
    "views.update": Method(views.update),
    "views.push": Method(views.push),
    "views.publish": Method(views.publish),
    "files.getUploadURLExternal": Method(files.get_upload_url_external, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload_external, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "files.delete": Method(files.delete, ("files:write",)),
}
