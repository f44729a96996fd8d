"""The `bookmarks.*` methods: the links at the top of a channel."""

from typing import Final
from urllib.parse import urlsplit

from playground.slack.api.access import own_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_MOST: Final = 100


async def add(slack: LocalSlack, args: Arguments) -> Json:
    """`bookmarks.add`: a link."""
    channel = own_channel(slack, args, "channel_id")
    title = args.required("title")
    if args.required("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= _MOST:
        raise SlackError("too_many_bookmarks")
    now = int(slack.clock.now())
    bookmark: Json = {
        "id": slack.workspace.mint.new("Bk"),
        "channel_id": channel.id,
        "title": title,
        "link": _link(args),
        "emoji": args.text("emoji") or "",
        "icon_url": "",
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "rank": "i" * (len(channel.bookmarks) + 1),
        "last_updated_by_user_id": slack.workspace.bot_user,
        "last_updated_by_team_id": slack.workspace.team.id,
        "shortcut_id": None,
        "app_id": APP_ID,
        "app_action_id": None,
    }
    channel.bookmarks[bookmark["id"]] = bookmark
    slack.changes.mark()
    return {"bookmark": bookmark}


async def edit(slack: LocalSlack, args: Arguments) -> Json:
    """`bookmarks.edit`."""
    channel = own_channel(slack, args, "channel_id")
    bookmark = _bookmark(channel, args)
    if "link" in args:
        bookmark["link"] = _link(args)
    given = {name: args.text(name) for name in ("title", "emoji") if name in args}
    bookmark.update(given, date_updated=int(slack.clock.now()), last_updated_by_user_id=slack.workspace.bot_user)
    slack.changes.mark()
    return {"bookmark": bookmark}


async def remove(slack: LocalSlack, args: Arguments) -> Json:
    """`bookmarks.remove`."""
    channel = own_channel(slack, args, "channel_id")
    del channel.bookmarks[_bookmark(channel, args)["id"]]
    slack.changes.mark()
    return {}


async def list_bookmarks(slack: LocalSlack, args: Arguments) -> Json:
    """`bookmarks.list`."""
    return {"bookmarks": list(own_channel(slack, args, "channel_id").bookmarks.values())}


def _bookmark(channel: Channel, args: Arguments) -> Json:
    bookmark = channel.bookmarks.get(args.text("bookmark_id") or "")
    if bookmark is None:
        raise SlackError("not_found")
    return bookmark


def _link(args: Arguments) -> str:
    link = args.text("link") or ""
    try:
        address = urlsplit(link)
    except ValueError:
        raise SlackError("invalid_link") from None
    if address.scheme not in ("http", "https", "mailto") or not (address.netloc or address.path):
        raise SlackError("invalid_link")
    return link
