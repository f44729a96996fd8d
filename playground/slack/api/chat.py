"""The `chat.*` methods."""

from playground.slack.api.access import existing_message, own_channel, postable_channel, thread_root, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.content import given_content, read_content
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_ID, BOT_USER
from playground.slack.model.wire import Json
from playground.slack.model.workspace import from_bot


async def post_message(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.postMessage`."""
    channel = postable_channel(slack, args)
    content = read_content(args)
    root = thread_root(channel, args.text("thread_ts"))
    subtype = "thread_broadcast" if root is not None and args.flag("reply_broadcast") else None
    message = slack.workspace.post(channel, from_bot(**content, thread_ts=root, subtype=subtype))
    return {"channel": channel.id, "ts": message["ts"], "message": message}


async def update(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.update`: text alone removes the blocks; metadata that is not given stays."""
    channel = own_channel(slack, args)
    message = existing_message(channel, args.text("ts"))
    if message.get("bot_id") != BOT_ID:
        raise SlackError("cant_update_message")
    content = given_content(args)
    if not content:
        raise SlackError("no_text")
    if len(content.get("text", "")) > 4000:
        raise SlackError("msg_too_long")
    apply_update(message, content, slack.workspace.mint.ts())
    slack.workspace.changes.mark()
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def apply_update(message: Json, content: Json, edited_ts: str) -> None:
    """Put new content into a message; only an update of bare text marks it as edited."""
    if "text" in content and "blocks" not in content:
        message.pop("blocks", None)
        message["edited"] = {"user": BOT_USER, "ts": edited_ts}
    message.update(content)


async def delete(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.delete`."""
    channel = own_channel(slack, args)
    message = existing_message(channel, args.text("ts"))
    if message.get("bot_id") != BOT_ID:
        raise SlackError("cant_delete_message")
    channel.remove(message["ts"])
    slack.workspace.changes.mark()
    return {"channel": channel.id, "ts": message["ts"]}


async def post_ephemeral(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.postEphemeral`: only to somebody who is in the conversation with the app."""
    channel = own_channel(slack, args)
    if channel.is_archived:
        raise SlackError("is_archived")
    user = args.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(args)
    root = thread_root(channel, args.text("thread_ts"))
    message = slack.workspace.show_privately(channel, user, from_bot(**content, thread_ts=root))
    return {"message_ts": message["ts"]}


async def get_permalink(slack: LocalSlack, args: Arguments) -> Json:
    """`chat.getPermalink`."""
    channel = visible_channel(slack, args)
    message = existing_message(channel, args.text("message_ts"))
    thread_ts = message.get("thread_ts")
    place = f"?thread_ts={thread_ts}&cid={channel.id}" if thread_ts and thread_ts != message["ts"] else ""
    link = f"{slack.origin}/archives/{channel.id}/p{message['ts'].replace('.', '')}{place}"
    return {"channel": channel.id, "permalink": link}
