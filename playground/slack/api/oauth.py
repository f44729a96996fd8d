"""The methods by which the app comes by its tokens, and gives them up."""

from hmac import compare_digest

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID
from playground.slack.model.grants import Grant
from playground.slack.model.wire import Json
from playground.slack.oauth import installing


async def access(slack: LocalSlack, args: Arguments) -> Json:
    """`oauth.v2.access`: a code for a token, or a refresh token for a new one."""
    _check_client(slack, args)
    grant_type = args.text("grant_type") or "authorization_code"
    if grant_type == "refresh_token":
        return _refreshed(slack, args)
    if grant_type != "authorization_code":
        raise SlackError("invalid_grant_type")
    permission = slack.codes.take(args.text("code") or "")
    if permission is None:
        raise SlackError("invalid_code")
    if (args.text("redirect_uri") or None) != permission.redirect_uri:
        raise SlackError("bad_redirect_uri")
    there = slack.within(permission.team_id)
    bot = installing.install(there, permission) if permission.scopes else None
    person = installing.grant_person(there, permission)
    authed = {"id": permission.user, **(_token(there, person) if person is not None else {})}
    return _answer(there, bot, authed)


async def revoke(slack: LocalSlack, args: Arguments) -> Json:
    """`auth.revoke`: the caller's own token; with `test`, only as if."""
    if args.flag("test"):
        return {"revoked": False}
    installing.revoke(slack, _caller(slack))
    return {"revoked": True}


async def uninstall(slack: LocalSlack, args: Arguments) -> Json:
    """`apps.uninstall`: out of the caller's workspace."""
    _check_client(slack, args)
    installing.uninstall(slack.within(_caller(slack).team_id))
    return {}


def _caller(slack: LocalSlack) -> Grant:
    if slack.caller is None:
        raise SlackError("not_authed")
    return slack.caller


def _check_client(slack: LocalSlack, args: Arguments) -> None:
    for name in ("client_id", "client_secret"):
        if name not in args:
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
    if args.text("client_id") != slack.settings.client_id:
        raise SlackError("invalid_client_id")
    if not compare_digest((args.text("client_secret") or "").encode(), slack.settings.client_secret.encode()):
        raise SlackError("bad_client_secret")


def _refreshed(slack: LocalSlack, args: Arguments) -> Json:
    old = slack.grants.refreshable(args.text("refresh_token") or "")
    if old is None:
        raise SlackError("invalid_refresh_token")
    there = slack.within(old.team_id)
    new = installing.renew(there, old)
    if new.kind == "user":
        return {**_token(there, new), **_place(there)}
    return _answer(there, new, {"id": new.user})


def _answer(slack: LocalSlack, bot: Grant | None, authed_user: Json) -> Json:
    given = {} if bot is None else {**_token(slack, bot), "bot_user_id": bot.user}
    return {**given, "app_id": APP_ID, **_place(slack), "authed_user": authed_user}


def _place(slack: LocalSlack) -> Json:
    team, enterprise = slack.workspace.team, slack.workspace.team.enterprise
    told = {"id": team.id, "name": team.name} if enterprise is None else None
    return {"team": told, "enterprise": enterprise, "is_enterprise_install": enterprise is not None}


def _token(slack: LocalSlack, grant: Grant) -> Json:
    token: Json = {"access_token": grant.token, "token_type": grant.kind, "scope": ",".join(grant.scopes)}
    if grant.expires_at is None:
        return token
    expires_in = round(grant.expires_at - slack.clock.now())
    return {**token, "expires_in": expires_in, "refresh_token": grant.refresh_token}
