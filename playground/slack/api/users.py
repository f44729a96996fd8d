"""The `users.*` methods."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID, BOT_ID, TEAM_ID
from playground.slack.model.conversations import User
from playground.slack.model.wire import Json


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`users.info`."""
    user = slack.workspace.users.get(args.text("user") or "")
    if user is None:
        raise SlackError("user_not_found")
    locale = {"locale": "en-GB"} if args.flag("include_locale") else {}
    return {"user": {**user_document(user), **locale}}


async def list_users(slack: LocalSlack, args: Arguments) -> Json:
    """`users.list`."""
    users = [user_document(user) for user in slack.workspace.users.values()]
    members, metadata = page(users, args, key="id", default=1000)
    return {"members": members, "cache_ts": int(slack.clock.now()), "response_metadata": metadata}


def user_document(user: User) -> Json:
    """The user object."""
    bot = {"bot_id": BOT_ID, "api_app_id": APP_ID} if user.is_bot else {}
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "team": TEAM_ID,
        **bot,
    }
    return {
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.name,
        "deleted": False,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": user.tz_offset,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": user.is_admin,
        "is_primary_owner": user.is_admin,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
