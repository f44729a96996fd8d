"""The `chat.*` methods that post, change and delete messages."""

from copy import deepcopy
from typing import Final

from playground.slack.api.access import existing_message, own_channel, postable_channel, thread_root, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.content import given_content, read_content
from playground.slack.api.errors import SlackError
from playground.slack.api.news import tell_changed, tell_deleted
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_UPDATE_TEXT: Final = 4_000


async def post_message(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.postMessage`."""
    channel = postable_channel(slack, args)
    message = publish(slack, channel, read_message(slack, channel, args))
    if slack.execution is not None:
        slack.workspace.posted_by_steps[message["ts"]] = slack.execution
    return {"channel": channel.id, "ts": message["ts"], "message": message}


async def me_message(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.meMessage`: what the app does, in the third person."""
    channel = own_channel(slack, args)
    if channel.is_archived:
        raise SlackError("is_archived")
    text = args.text("text")
    if not text:
        raise SlackError("no_text")
    message = publish(slack, channel, slack.workspace.from_bot(text=text, subtype="me_message"))
    return {"channel": channel.id, "ts": message["ts"]}


def read_message(slack: LocalSlack, channel: Channel, args: Arguments) -> Json:
    """The message that a call wants in a conversation, without its timestamp."""
    content = read_content(args)
    root = thread_root(channel, args.text("thread_ts"))
    subtype = "thread_broadcast" if root is not None and args.flag("reply_broadcast") else None
    return slack.workspace.from_bot(**content, **_guise(slack, args), thread_ts=root, subtype=subtype)


def _guise(slack: LocalSlack, args: Arguments) -> Json:
    """Another name and picture for one message; without the scope for it, Slack goes on without them."""
    if "chat:write.customize" not in slack.scopes:
        return {}
    emoji, picture = args.text("icon_emoji"), args.text("icon_url")
    icons = {"emoji": emoji} if emoji else {"image_48": picture} if picture else None
    return {"username": args.text("username") or None, "icons": icons}


def publish(slack: LocalSlack, channel: Channel, content: Json) -> Json:
    """Put a message of the app into a conversation; what it showed as its status there is over."""
    message = slack.workspace.post(channel, content)
    slack.workspace.assistant.answered(channel.id, message.get("thread_ts"))
    return message


async def update(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.update`: text alone removes the blocks; metadata that is not given stays."""
    channel = own_channel(slack, args)
    message = existing_message(channel, args.text("ts"))
    _check_changeable(slack, message)
    previous = deepcopy(message)
    changed = _changed(slack, message, args)
    message.clear()
    message.update(changed)
    slack.changes.mark()
    tell_changed(slack, channel, message, previous)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def _check_changeable(slack: LocalSlack, message: Json) -> None:
    if message.get("bot_id") != slack.workspace.bot_id:
        raise SlackError("cant_update_message")
    if message.get("streaming_state") == "in_progress":
        raise SlackError("streaming_state_conflict")
    window = slack.settings.edit_window_seconds
    if window is not None and slack.clock.now() - float(message["ts"]) > window:
        raise SlackError("edit_window_closed")


def _changed(slack: LocalSlack, message: Json, args: Arguments) -> Json:
    """The message as a call wants it. Raises SlackError when that cannot be shown."""
    content = given_content(args)
    if not content:
        raise SlackError("no_text")
    if len(content.get("text", "")) > _UPDATE_TEXT:
        raise SlackError("msg_too_long")
    changed = dict(message)
    apply_update(changed, content, slack.workspace.mint.ts())
    if not any(changed.get(key) for key in ("text", "blocks", "attachments", "files")):
        raise SlackError("no_text")
    if args.flag("reply_broadcast"):
        if not message.get("thread_ts"):
            raise SlackError("cant_broadcast_message")
        changed["subtype"] = "thread_broadcast"
    return changed


def apply_update(message: Json, content: Json, edited_ts: str) -> None:
    """Put new content into a message; only an update of bare text marks it as edited, what is empty is taken away."""
    if "text" in content and "blocks" not in content:
        message.pop("blocks", None)
        message["edited"] = {"user": message["user"], "ts": edited_ts}
    message.update(content)
    for key in ("blocks", "attachments", "metadata"):
        if key in message and not message[key]:
            del message[key]


async def delete(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.delete`."""
    channel = own_channel(slack, args)
    message = existing_message(channel, args.text("ts"))
    if message.get("bot_id") != slack.workspace.bot_id:
        raise SlackError("cant_delete_message")
    channel.remove(message["ts"])
    slack.changes.mark()
    tell_deleted(slack, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


async def post_ephemeral(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.postEphemeral`: only to somebody who is in the conversation with the app."""
    channel = own_channel(slack, args)
    if channel.is_archived:
        raise SlackError("is_archived")
    user = args.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = slack.workspace.show_privately(channel, user, read_message(slack, channel, args))
    return {"message_ts": message["ts"]}


async def get_permalink(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.getPermalink`."""
    channel = visible_channel(slack, args)
    message = existing_message(channel, args.text("message_ts"))
    thread_ts = message.get("thread_ts")
    place = f"?thread_ts={thread_ts}&cid={channel.id}" if thread_ts and thread_ts != message["ts"] else ""
    link = f"{slack.origin}/archives/{channel.id}/p{message['ts'].replace('.', '')}{place}"
    return {"channel": channel.id, "permalink": link}
