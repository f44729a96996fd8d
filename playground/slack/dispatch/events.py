"""Events: to whom they go, the first delivery, and up to three more when the app did not take it."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from playground.dials import Clock
from playground.slack.dispatch.background import Background
from playground.slack.dispatch.dispatcher import Dispatcher
from playground.slack.dispatch.outcome import Outcome
from playground.slack.dispatch.payloads import event_callback
from playground.slack.model.conversations import Channel
from playground.slack.model.grants import Grants
from playground.slack.model.occurrences import app_mentioned
from playground.slack.model.wire import Json
from playground.slack.model.workspace import Workspace

RETRY_AFTER_SECONDS: Final = (0.0, 60.0, 300.0)
_LOOK_EVERY_SECONDS: Final = 0.05
_LAST_WORDS: Final = ("app_uninstalled", "tokens_revoked")
_ALWAYS: Final = ("function_executed",)
_PLURAL: Final = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_SCOPES: Final[dict[str, tuple[str, ...]]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "file_shared": ("files:read",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "assistant_thread_started": ("assistant:write",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
}


@dataclass(kw_only=True)
class Events:
    """Knows which events the app hears of, and brings them there; `subscriptions` are those of its settings."""

    clock: Clock
    dispatcher: Dispatcher
    grants: Grants
    background: Background
    workspaces: Mapping[str, Workspace]
    subscriptions: tuple[str, ...]

    def emit(self, team_id: str, event: Json) -> None:
        """Deliver what the app wants to hear of an event, beside the requests."""
        for workspace, heard in self._heard(team_id, event):
            self.background.run(self._deliver(workspace, heard))

    async def deliver(self, team_id: str, event: Json) -> list[Outcome]:
        """Deliver what the app wants to hear of an event; failed deliveries are tried again beside the requests."""
        return [await self._deliver(workspace, heard) for workspace, heard in self._heard(team_id, event)]

    def _heard(self, team_id: str, event: Json) -> Iterator[tuple[Workspace, Json]]:
        workspace = self._receiver(self.workspaces[team_id], event)
        if workspace is None or not self._may_hear(workspace, event):
            return
        if self._wants(workspace, _subscription(event)):
            yield workspace, event
        channel = workspace.channels.get(_place(event))
        if channel is not None and _mentions(workspace, event, channel) and self._wants(workspace, "app_mention"):
            yield workspace, app_mentioned(channel, channel.messages[event["ts"]])

    def _may_hear(self, workspace: Workspace, event: Json) -> bool:
        return event["type"] in _LAST_WORDS or self.grants.installation(workspace.team.id) is not None

    def _wants(self, workspace: Workspace, name: str) -> bool:
        grant = self.grants.installation(workspace.team.id)
        needed = _SCOPES.get(name)
        allowed = needed is None or (grant is not None and bool(set(needed) & set(grant.scopes)))
        return allowed and (name in self.subscriptions or name in _ALWAYS)

    def _receiver(self, workspace: Workspace, event: Json) -> Workspace | None:
        """The workspace whose app hears of the event: in a shared channel perhaps another than where it happened."""
        channel = workspace.channels.get(_place(event))
        if channel is None:
            return workspace
        others = [self.workspaces[team_id] for team_id in channel.shared_team_ids if team_id != workspace.team.id]
        for candidate in (workspace, *others):
            if candidate.bot_user in channel.members and self.grants.installation(candidate.team.id) is not None:
                return candidate
        return None

    async def _deliver(self, workspace: Workspace, event: Json) -> Outcome:
        channel = workspace.channels.get(_place(event))
        now = int(self.clock.now())
        wrapped = event_callback(workspace.team, event, workspace.mint.new("Ev"), now)
        wrapped["is_ext_shared_channel"] = channel is not None and channel.is_ext_shared
        outcome = await self.dispatcher.event(wrapped)
        if _wants_retry(outcome):
            self.background.run(self._retry(wrapped, outcome))
        return outcome

    async def _retry(self, wrapped: Json, outcome: Outcome) -> None:
        for number, delay in enumerate(RETRY_AFTER_SECONDS, 1):
            due = self.clock.now() + delay
            while self.clock.now() < due:  # noqa: ASYNC110 - the clock jumps when its dial is turned
                await asyncio.sleep(_LOOK_EVERY_SECONDS)
            outcome = await self.dispatcher.event(wrapped, (number, _reason(outcome)))
            if not _wants_retry(outcome):
                return


def _subscription(event: Json) -> str:
    """The name an app subscribes to."""
    if event["type"] != "message":
        return str(event["type"])
    return f"message.{_PLURAL[event['channel_type']]}"


def _place(event: Json) -> str:
    """The id of the conversation where the app must be to hear of an event; empty for none."""
    if event["type"] in ("app_home_opened", "function_executed", "channel_created"):
        return ""
    if isinstance(event.get("channel"), dict):
        return str(event["channel"]["id"])
    return str(event.get("channel") or event.get("channel_id") or event.get("item", {}).get("channel", ""))


def _mentions(workspace: Workspace, event: Json, channel: Channel) -> bool:
    """Whether a new message of a person names the app."""
    new = event["type"] == "message" and not event.get("hidden") and event["ts"] in channel.messages
    by_person = event.get("user") != workspace.bot_user
    return new and by_person and not channel.is_im and f"<@{workspace.bot_user}>" in event.get("text", "")


def _wants_retry(outcome: Outcome) -> bool:
    return outcome.failed is not None and not outcome.no_retry


def _reason(outcome: Outcome) -> str:
    if outcome.failed == "operation_timeout":
        return "http_timeout"
    if outcome.status is None:
        return "connection_failed"
    return "too_many_redirects" if 300 <= outcome.status < 400 else "http_error"
