"""The `users.*` methods."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID, GRID_TEAMS, TEAMS
from playground.slack.model.conversations import User
from playground.slack.model.wire import Json


async def info(slack: LocalSlack, args: Arguments) -> Json:
    """`users.info`."""
    return {"user": _document(slack, args, _user(slack, args))}


async def list_users(slack: LocalSlack, args: Arguments) -> Json:
    """`users.list`."""
    users = [_document(slack, args, user) for user in slack.workspace.users.values()]
    members, metadata = page(users, args, key="id", default=1000)
    return {"members": members, "cache_ts": int(slack.clock.now()), "response_metadata": metadata}


async def lookup_by_email(slack: LocalSlack, args: Arguments) -> Json:
    """`users.lookupByEmail`: nobody who was deactivated."""
    email = args.required("email").lower()
    for user in slack.workspace.users.values():
        if user.email is not None and user.email.lower() == email and not user.deleted:
            return {"user": _document(slack, args, user)}
    raise SlackError("users_not_found")


async def profile(slack: LocalSlack, args: Arguments) -> Json:
    """`users.profile.get`: the app's own profile when nobody is named."""
    user = _user(slack, args) if "user" in args else slack.workspace.users[slack.workspace.bot_user]
    return {"profile": _document(slack, args, user)["profile"]}


async def get_presence(slack: LocalSlack, args: Arguments) -> Json:
    """`users.getPresence`: whoever was not deactivated is there."""
    user = _user(slack, args) if "user" in args else slack.workspace.users[slack.workspace.bot_user]
    return {"presence": "away" if user.deleted else "active"}


def user_document(user: User) -> Json:
    """The user object, without what needs a scope of its own."""
    bot_ids = {team.bot_user: team.bot_id for team in (*TEAMS, *GRID_TEAMS)}
    bot = {"bot_id": bot_ids[user.id], "api_app_id": APP_ID} if user.is_bot else {}
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "first_name": user.real_name.split()[0],
        "last_name": " ".join(user.real_name.split()[1:]),
        "title": "",
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": user.team_id,
        **bot,
    }
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "4bbe2e",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": user.tz_offset,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": user.is_admin,
        "is_primary_owner": user.is_admin,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def _user(slack: LocalSlack, args: Arguments) -> User:
    user = slack.workspace.users.get(args.text("user") or "")
    if user is None:
        raise SlackError("user_not_found")
    return user


def _document(slack: LocalSlack, args: Arguments, user: User) -> Json:
    """The user object for the app: an address only with its scope, a stranger marked as one."""
    document = user_document(user)
    if user.email is not None and "users:read.email" in slack.scopes:
        document["profile"] = {**document["profile"], "email": user.email}
    stranger = {"is_stranger": True} if user.team_id != slack.workspace.team.id else {}
    locale = {"locale": "en-GB"} if args.flag("include_locale") else {}
    return {**document, **stranger, **locale}
