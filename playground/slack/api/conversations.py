"""The `conversations.*` methods that look: what there is, and who is in it."""

from typing import Final

from playground.slack.api.access import visible_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.channel_documents import channel_document
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.api.scopes import require_scope
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_KINDS: Final = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.info`."""
    channel = visible_channel(slack, args)
    require_scope(slack, channel.kind, "read")
    members = {"num_members": len(channel.members)} if args.flag("include_num_members") else {}
    locale = {"locale": "en-GB"} if args.flag("include_locale") else {}
    return {"channel": {**channel_document(slack.workspace, channel), **members, **locale}}


async def list_channels(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.list`: public channels, unless `types` says otherwise."""
    bot = slack.workspace.bot_user
    visible = [c for c in slack.workspace.channels.values() if c.kind == "channel" or bot in c.members]
    return _listed(slack, args, visible)


async def of_user(slack: LocalSlack, args: Arguments) -> Json:
    """`users.conversations`: where somebody is a member, the app itself when nobody is named."""
    bot = slack.workspace.bot_user
    user = args.text("user") or bot
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    channels = [channel for channel in slack.workspace.channels.values() if user in channel.members]
    return _listed(slack, args, [c for c in channels if c.kind == "channel" or bot in c.members])


async def members(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.members`."""
    channel = visible_channel(slack, args)
    require_scope(slack, channel.kind, "read")
    found, metadata = page([{"id": member} for member in channel.members], args, key="id")
    return {"members": [member["id"] for member in found], "response_metadata": metadata}


def _listed(slack: LocalSlack, args: Arguments, channels: list[Channel]) -> Json:
    kinds = _wanted_kinds(args)
    for kind in sorted(kinds):
        require_scope(slack, kind, "read")
    hides_archived = args.flag("exclude_archived")
    wanted = [c for c in channels if c.kind in kinds and not (c.is_archived and hides_archived)]
    documents = [channel_document(slack.workspace, channel) for channel in wanted]
    found, metadata = page(documents, args, key="id")
    return {"channels": found, "response_metadata": metadata}


def _wanted_kinds(args: Arguments) -> set[str]:
    names = args.names("types") or ["public_channel"]
    if not set(names) <= set(_KINDS):
        raise SlackError("invalid_types")
    return {_KINDS[name] for name in names}
