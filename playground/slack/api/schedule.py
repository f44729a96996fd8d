"""`chat.scheduleMessage` and its kin, and what posts the messages when they are due."""

import asyncio
from typing import Final

from playground.slack.api.access import postable_channel, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.chat import publish, read_message
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.schedule import ScheduledMessage
from playground.slack.model.wire import Json

_FARTHEST_SECONDS: Final = 120 * 86_400
_MOST_AROUND: Final = 30
_AROUND_SECONDS: Final = 300
_LOOK_EVERY_SECONDS: Final = 0.05


async def schedule_message(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.scheduleMessage`: within 120 days, at most 30 messages for a channel in five minutes."""
    channel = postable_channel(slack, args)
    post_at = _post_at(slack, args)
    content = read_message(slack, channel, args)
    schedule = slack.workspace.schedule
    if schedule.near(channel.id, post_at, within_seconds=_AROUND_SECONDS) >= _MOST_AROUND:
        raise SlackError("restricted_too_many")
    created = int(slack.clock.now())
    message_id = slack.workspace.mint.new("Q")
    schedule.add(ScheduledMessage(id=message_id, channel=channel.id, post_at=post_at, created=created, content=content))
    slack.workspace.changes.mark()
    watch(slack)
    shown = {"type": "delayed_message", **content}
    return {"channel": channel.id, "scheduled_message_id": message_id, "post_at": post_at, "message": shown}


async def delete_scheduled(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.deleteScheduledMessage`."""
    channel = visible_channel(slack, args)
    message = slack.workspace.schedule.waiting.get(args.text("scheduled_message_id") or "")
    if message is None or message.channel != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del slack.workspace.schedule.waiting[message.id]
    slack.workspace.changes.mark()
    return {}


async def list_scheduled(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.scheduledMessages.list`: in one channel or all, between `oldest` and `latest`."""
    channel = args.text("channel")
    if channel and channel not in slack.workspace.channels:
        raise SlackError("invalid_channel")
    oldest, latest = args.number("oldest", 0), args.number("latest", 1 << 62)
    waiting = sorted(slack.workspace.schedule.waiting.values(), key=lambda message: message.post_at)
    found = [m.document for m in waiting if channel in (None, "", m.channel) and oldest <= m.post_at <= latest]
    messages, metadata = page(found, args, key="id")
    return {"scheduled_messages": messages, "response_metadata": metadata}


def watch(slack: LocalSlack) -> None:
    """Post what is due, beside the requests, for as long as something waits."""
    schedule = slack.workspace.schedule
    if schedule.waiting and not schedule.watched:
        schedule.watched = True
        slack.background.run(_post_when_due(slack))


async def _post_when_due(slack: LocalSlack) -> None:
    schedule = slack.workspace.schedule
    try:
        while schedule.waiting:
            for message in schedule.take_due(slack.clock.now()):
                _post(slack, message)
            await asyncio.sleep(_LOOK_EVERY_SECONDS)  # the clock jumps when its dial is turned
    finally:
        schedule.watched = False


def _post(slack: LocalSlack, message: ScheduledMessage) -> None:
    channel = slack.workspace.channels[message.channel]
    if _can_still_be_posted(channel, message):
        publish(slack, channel, dict(message.content))
    slack.workspace.changes.mark()


def _can_still_be_posted(channel: Channel, message: ScheduledMessage) -> bool:
    root = message.content.get("thread_ts")
    has_metadata = "metadata" in message.content  # Slack drops such a message, as its documentation admits
    return not channel.is_archived and not has_metadata and (root is None or root in channel.messages)


def _post_at(slack: LocalSlack, args: Arguments) -> int:
    try:
        post_at = int(args.required("post_at"))
    except ValueError:
        raise SlackError("invalid_time") from None
    now = slack.clock.now()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + _FARTHEST_SECONDS:
        raise SlackError("time_too_far")
    return post_at
