"""Messages on their way into Slack and back out of it: posted, edited, found again, sent by DM."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.errors import PostRefused
from bot.slack.calls import SlackCalls
from bot.slack.pacing import EDIT, POST
from bot.slack.surfaces.blocks import Message

CLOCKS_APART: Final = timedelta(minutes=2)
"""How much later than Slack's our clock may be when we look for what we posted."""
PAGE_SIZE: Final = 200
PAGES_AT_MOST: Final = 10


@dataclass(frozen=True)
class Mark:
    """What a post is known by again: its metadata, in which everybody may read an id and nothing else.

    https://docs.slack.dev/messaging/message-metadata
    """

    event_type: str
    record_id: str

    @property
    def metadata(self) -> dict[str, Any]:
        """The mark as Slack takes it."""
        return {"event_type": self.event_type, "event_payload": {"id": self.record_id}}


@dataclass(frozen=True)
class Place:
    """A channel of a workspace, and a thread in it."""

    team_id: str
    channel_id: str
    thread_ts: str | None = None


async def post(calls: SlackCalls, place: Place, message: Message, mark: Mark) -> str:
    """Post once and return the message's `ts`; raises PostRefused, PostUncertain or SlackBusy."""
    place = await settled(calls, place)
    answer = await calls.once(
        place.team_id,
        POST,
        lambda slack: slack.chat_postMessage(
            channel=place.channel_id,
            thread_ts=place.thread_ts,
            text=message.text,
            blocks=message.blocks or None,
            metadata=mark.metadata,
            unfurl_links=False,
            unfurl_media=False,
        ),
        needs=["ts"],
        channel_id=place.channel_id,
    )
    return str(answer["ts"])


async def edit(calls: SlackCalls, place: Place, ts: str, message: Message) -> None:
    """Edit a message that Herald posted; its metadata and files stay. Raises PostRefused or SlackBusy."""
    place = await settled(calls, place)
    await calls.repeat(
        place.team_id,
        EDIT,
        lambda slack: slack.chat_update(channel=place.channel_id, ts=ts, text=message.text, blocks=message.blocks),
        channel_id=place.channel_id,
    )


async def delete(calls: SlackCalls, place: Place, ts: str) -> None:
    """Delete a message that Herald posted; one that is gone is no trouble. Raises PostRefused or SlackBusy."""
    place = await settled(calls, place)
    try:
        await calls.repeat(
            place.team_id, "chat.delete", lambda slack: slack.chat_delete(channel=place.channel_id, ts=ts)
        )
    except PostRefused as refused:
        if refused.code != "message_not_found":
            raise


async def settled(calls: SlackCalls, place: Place) -> Place:
    """The place as all of Slack's methods know it: a person stands for the DM with them."""
    if not place.channel_id.startswith(("U", "W")):
        return place
    return Place(place.team_id, await calls.direct(place.team_id, place.channel_id), place.thread_ts)


async def send_privately(calls: SlackCalls, place: Place, user_id: str, message: Message, mark: Mark) -> None:
    """Send a DM to a person of the place's workspace; raises PostRefused, PostUncertain or SlackBusy."""
    await post(calls, Place(place.team_id, user_id), message, mark)


async def find(calls: SlackCalls, place: Place, mark: Mark, since: datetime) -> str | None:
    """The `ts` of Herald's own message with this mark, posted since then; None if there is none.

    Raises PostRefused where Herald may not look, or SlackBusy.
    """
    place = await settled(calls, place)
    herald = await calls.workspace(place.team_id, "conversations.history")
    cursor: str | None = None
    for _ in range(PAGES_AT_MOST):
        page = await _page(calls, place, since - CLOCKS_APART, cursor)
        for message in page.get("messages", []):
            is_ours = herald.bot_id == message.get("bot_id") or herald.bot_user_id == message.get("user")
            if is_ours and _carries(message, mark):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    return None


async def _page(calls: SlackCalls, place: Place, oldest: datetime, cursor: str | None) -> dict[str, Any]:
    query: dict[str, Any] = {
        "channel": place.channel_id,
        "oldest": f"{oldest.timestamp():.6f}",
        "limit": PAGE_SIZE,
        "include_all_metadata": True,
        "cursor": cursor,
    }
    thread_ts = place.thread_ts
    if thread_ts is None:
        return await calls.repeat(
            place.team_id,
            "conversations.history",
            lambda slack: slack.conversations_history(**query),
        )
    return await calls.repeat(
        place.team_id,
        "conversations.replies",
        lambda slack: slack.conversations_replies(ts=thread_ts, **query),
    )


def _carries(message: dict[str, Any], mark: Mark) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == mark.event_type and payload.get("id") == mark.record_id
