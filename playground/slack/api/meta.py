"""Methods about the app, the team and the connection."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID
from playground.slack.model.wire import Json


async def api_test(slack: LocalSlack, args: Arguments) -> Json:
    """`api.test`: gives back what it was given."""
    if "error" in args:
        raise SlackError(args.required("error"), args=args.values)
    return {"args": args.values} if args.values else {}


async def auth_test(slack: LocalSlack, args: Arguments) -> Json:
    """`auth.test`."""
    workspace = slack.workspace
    user = workspace.users[slack.caller.user if slack.caller is not None else workspace.bot_user]
    bot = {"bot_id": workspace.bot_id} if user.is_bot else {}
    enterprise = workspace.team.enterprise
    return {
        "url": f"{slack.origin}/",
        "team": workspace.team.name,
        "user": user.name,
        "team_id": workspace.team.id,
        "user_id": user.id,
        **bot,
        **({"enterprise_id": enterprise["id"]} if enterprise is not None else {}),
        "is_enterprise_install": enterprise is not None,
    }


async def connections_open(slack: LocalSlack, args: Arguments) -> Json:
    """`apps.connections.open`: a URL for one socket."""
    return {"url": slack.dispatcher.sockets.issue(slack.origin)}


async def team_info(slack: LocalSlack, args: Arguments) -> Json:
    """`team.info`."""
    team = slack.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


async def bots_info(slack: LocalSlack, args: Arguments) -> Json:
    """`bots.info`."""
    workspace = slack.workspace
    if (args.text("bot") or workspace.bot_id) != workspace.bot_id:
        raise SlackError("bot_not_found")
    about = {"name": workspace.app_name, "app_id": APP_ID, "user_id": workspace.bot_user}
    return {"bot": {"id": workspace.bot_id, "deleted": False, "updated": 0, **about, "icons": {}}}
