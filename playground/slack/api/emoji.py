"""`emoji.list`."""

from playground.slack.api.arguments import Arguments
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json


async def list_emoji(slack: LocalSlack, args: Arguments) -> Json:
    """`emoji.list`: a workspace starts without any of its own."""
    categories = {"categories": [], "categories_version": "1"} if args.flag("include_categories") else {}
    return {"emoji": {}, "cache_ts": f"{slack.clock.now():.6f}", **categories}
