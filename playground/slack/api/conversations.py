"""The `conversations.*` methods."""

from playground.slack.api.access import own_channel, visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_USER, TEAM_ID
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.info`."""
    channel = visible_channel(slack, args)
    members = {"num_members": len(channel.members)} if args.flag("include_num_members") else {}
    return {"channel": {**channel_document(channel), **members}}


async def list_channels(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.list`: public channels, unless `types` says otherwise."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = [kinds.get(kind.strip()) for kind in (args.text("types") or "public_channel").split(",")]
    visible = [c for c in slack.workspace.channels.values() if c.kind == "channel" or BOT_USER in c.members]
    if args.flag("exclude_archived"):
        visible = [channel for channel in visible if not channel.is_archived]
    documents = [channel_document(channel) for channel in visible if channel.kind in wanted]
    channels, metadata = page(documents, args, key="id")
    return {"channels": channels, "response_metadata": metadata}


async def history(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.history`: newest first, without thread replies."""
    channel = own_channel(slack, args)
    found = [m for m in reversed(channel.roots()) if _is_between(m["ts"], args)]
    messages, metadata = page([_shown(m, args) for m in found], args, key="ts")
    more = bool(metadata["next_cursor"])
    return {"messages": messages, "has_more": more, "pin_count": 0, **({"response_metadata": metadata} if more else {})}


async def replies(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.replies`: the root first, then its replies."""
    channel = own_channel(slack, args)
    ts = args.text("ts") or ""
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("thread_not_found")
    thread = channel.thread(ts) if message.get("thread_ts") in (None, ts) else [message]
    found = [m for m in thread if m["ts"] == ts or _is_between(m["ts"], args)]
    messages, metadata = page([_shown(m, args) for m in found], args, key="ts", default=1000)
    more = bool(metadata["next_cursor"])
    return {"messages": messages, "has_more": more, **({"response_metadata": metadata} if more else {})}


async def open_conversation(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.open`: the direct message with one person."""
    if "channel" in args:
        channel = visible_channel(slack, args)
        return {"channel": _opened(channel, args), "no_op": True, "already_open": True}
    users = [user.strip() for user in (args.text("users") or "").split(",") if user.strip()]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(slack.settings.scopes))
    if users[0] not in slack.workspace.users or users[0] == BOT_USER:
        raise SlackError("user_not_found")
    return {"channel": _opened(slack.workspace.direct_message(users[0]), args)}


async def members(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.members`."""
    channel = visible_channel(slack, args)
    found, metadata = page([{"id": member} for member in channel.members], args, key="id")
    return {"members": [member["id"] for member in found], "response_metadata": metadata}


async def join(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.join`: a public channel only."""
    channel = slack.workspace.channels.get(args.text("channel") or "")
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if BOT_USER in channel.members:
        metadata = {"warnings": ["already_in_channel"]}
        return {"channel": channel_document(channel), "warning": "already_in_channel", "response_metadata": metadata}
    channel.members.append(BOT_USER)
    slack.workspace.changes.mark()
    return {"channel": channel_document(channel)}


def channel_document(channel: Channel) -> Json:
    """The conversation object as the app sees it."""
    shared = {"id": channel.id, "created": channel.created, "is_archived": channel.is_archived}
    if channel.is_im:
        return {**shared, "is_im": True, "is_org_shared": False, "user": channel.im_user, "priority": 0}
    return {
        **shared,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": BOT_USER in channel.members,
        "creator": channel.members[0],
        "context_team_id": TEAM_ID,
        "unlinked": 0,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def _opened(channel: Channel, args: Arguments) -> Json:
    return channel_document(channel) if args.flag("return_im") else {"id": channel.id}


def _is_between(ts: str, args: Arguments) -> bool:
    oldest, latest = args.text("oldest"), args.text("latest")
    inclusive = args.flag("inclusive")
    try:
        after = not oldest or float(ts) > float(oldest) or (inclusive and float(ts) == float(oldest))
        before = not latest or float(ts) < float(latest) or (inclusive and float(ts) == float(latest))
    except ValueError:
        raise SlackError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    return after and before


def _shown(message: Json, args: Arguments) -> Json:
    if args.flag("include_all_metadata"):
        return message
    return {key: value for key, value in message.items() if key != "metadata"}
