"""All methods by name, with the scopes of which one is needed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

from playground.slack.api import (
    assistant,
    bookmarks,
    channels,
    chat,
    conversations,
    direct,
    emoji,
    files,
    functions,
    history,
    membership,
    meta,
    oauth,
    pins,
    reactions,
    schedule,
    streams,
    uploads,
    users,
    validation,
    views,
)
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
_INVITE: Final = ("channels:write.invites", "groups:write.invites", "channels:manage", "groups:write")
_TOPIC: Final = ("channels:write.topic", "groups:write.topic", "channels:manage", "groups:write")
_POST: Final = ("chat:write",)
_ASSIST: Final = ("assistant:write",)

METHODS: Final[dict[str, Method]] = {
    "api.test": Method(meta.api_test, caller="anyone"),
    "apps.connections.open": Method(meta.connections_open, caller="app"),
    "assistant.threads.setStatus": Method(assistant.set_status, ("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Method(assistant.set_suggested_prompts, _ASSIST),
    "assistant.threads.setTitle": Method(assistant.set_title, _ASSIST),
    "apps.uninstall": Method(oauth.uninstall),
    "auth.revoke": Method(oauth.revoke),
    "auth.test": Method(meta.auth_test),
    "blocks.validate": Method(validation.validate, caller="anyone"),
    "bookmarks.add": Method(bookmarks.add, ("bookmarks:write",)),
    "bookmarks.edit": Method(bookmarks.edit, ("bookmarks:write",)),
    "bookmarks.list": Method(bookmarks.list_bookmarks, ("bookmarks:read",)),
    "bookmarks.remove": Method(bookmarks.remove, ("bookmarks:write",)),
    "bots.info": Method(meta.bots_info, ("users:read",)),
    "chat.appendStream": Method(streams.append, _POST),
    "chat.delete": Method(chat.delete, _POST),
    "chat.deleteScheduledMessage": Method(schedule.delete_scheduled, _POST),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.meMessage": Method(chat.me_message, _POST),
    "chat.postEphemeral": Method(chat.post_ephemeral, _POST),
    "chat.postMessage": Method(chat.post_message, _POST),
    "chat.scheduleMessage": Method(schedule.schedule_message, _POST),
    "chat.scheduledMessages.list": Method(schedule.list_scheduled),
    "chat.startStream": Method(streams.start, _POST),
    "chat.stopStream": Method(streams.stop, _POST),
    "chat.update": Method(chat.update, _POST),
    "conversations.archive": Method(channels.archive, _OPEN),
    "conversations.close": Method(direct.close_conversation, _OPEN),
    "conversations.create": Method(channels.create, _OPEN),
    "conversations.history": Method(history.history, _HISTORY),
    "conversations.info": Method(conversations.info, _READ),
    "conversations.invite": Method(membership.invite, _INVITE),
    "conversations.join": Method(membership.join, ("channels:join",)),
    "conversations.kick": Method(membership.kick, ("channels:manage", "groups:write")),
    "conversations.leave": Method(membership.leave, _OPEN),
    "conversations.list": Method(conversations.list_channels, _READ),
    "conversations.mark": Method(channels.mark, _OPEN),
    "conversations.members": Method(conversations.members, _READ),
    "conversations.open": Method(direct.open_conversation, _OPEN),
    "conversations.rename": Method(channels.rename, _OPEN),
    "conversations.replies": Method(history.replies, _HISTORY),
    "conversations.setPurpose": Method(channels.set_purpose, _TOPIC),
    "conversations.setTopic": Method(channels.set_topic, _TOPIC),
    "conversations.unarchive": Method(channels.unarchive, _OPEN),
    "emoji.list": Method(emoji.list_emoji, ("emoji:read",)),
    "files.completeUploadExternal": Method(uploads.complete_upload_external, ("files:write",)),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(uploads.get_upload_url_external, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "files.list": Method(files.list_files, ("files:read",)),
    "functions.completeError": Method(functions.complete_error),
    "functions.completeSuccess": Method(functions.complete_success),
    "oauth.v2.access": Method(oauth.access, caller="anyone"),
    "pins.add": Method(pins.add, ("pins:write",)),
    "pins.list": Method(pins.list_pins, ("pins:read",)),
    "pins.remove": Method(pins.remove, ("pins:write",)),
    "reactions.add": Method(reactions.add, ("reactions:write",)),
    "reactions.get": Method(reactions.get, ("reactions:read",)),
    "reactions.list": Method(reactions.list_reactions, ("reactions:read",)),
    "reactions.remove": Method(reactions.remove, ("reactions:write",)),
    "team.info": Method(meta.team_info, ("team:read",)),
    "users.conversations": Method(conversations.of_user, _READ),
    "users.getPresence": Method(users.get_presence, ("users:read",)),
    "users.info": Method(users.info, ("users:read",)),
    "users.list": Method(users.list_users, ("users:read",)),
    "users.lookupByEmail": Method(users.lookup_by_email, ("users:read.email",)),
    "users.profile.get": Method(users.profile, ("users.profile:read",)),
    "views.open": Method(views.open_view),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
