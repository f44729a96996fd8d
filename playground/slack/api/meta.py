"""Methods about the app, the team and the connection."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID, APP_NAME, BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from playground.slack.model.wire import Json


async def api_test(slack: LocalSlack, args: Arguments) -> Json:
    """`api.test`: gives back what it was given."""
    if "error" in args:
        raise SlackError(args.required("error"), args=args.values)
    return {"args": args.values} if args.values else {}


async def auth_test(slack: LocalSlack, args: Arguments) -> Json:
    """`auth.test`."""
    return {
        "url": f"{slack.origin}/",
        "team": TEAM_NAME,
        "user": "herald",
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


async def connections_open(slack: LocalSlack, args: Arguments) -> Json:
    """`apps.connections.open`: a URL for one socket."""
    return {"url": slack.dispatcher.sockets.issue(slack.origin)}


async def team_info(slack: LocalSlack, args: Arguments) -> Json:
    """`team.info`."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}}}


async def bots_info(slack: LocalSlack, args: Arguments) -> Json:
    """`bots.info`."""
    if (args.text("bot") or BOT_ID) != BOT_ID:
        raise SlackError("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": APP_NAME, "updated": 0, "app_id": APP_ID, "user_id": BOT_USER}
    return {"bot": {**bot, "icons": {}}}
