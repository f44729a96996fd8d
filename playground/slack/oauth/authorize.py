"""`/oauth/v2/authorize`: where a person allows or declines what the app asks for."""

from collections.abc import Mapping

from aiohttp import web

from playground.slack.local import LocalSlack
from playground.slack.model.codes import Permission
from playground.slack.model.conversations import User
from playground.slack.oauth.asked import Asked, AskError, read_asked
from playground.slack.oauth.page import authorize_page, problem_page


def authorize_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes of the authorize page: looking at it, and deciding."""

    async def show(request: web.Request) -> web.Response:
        try:
            asked = read_asked(slack.settings, request.query)
        except AskError as error:
            return _problem(error)
        text = authorize_page(asked, slack.settings.app_name, _people(slack, asked))
        return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def decide(request: web.Request) -> web.Response:
        form = await request.post()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        granted = [str(scope) for scope in form.getall("granted", [])]
        try:
            return _decided(slack, read_asked(slack.settings, fields), fields, granted)
        except AskError as error:
            return _problem(error)

    return [web.get("/oauth/v2/authorize", show), web.post("/oauth/v2/authorize", decide)]


def _decided(slack: LocalSlack, asked: Asked, fields: Mapping[str, str], granted: list[str]) -> web.Response:
    if fields.get("decision") != "allow":
        return web.Response(status=302, headers={"Location": asked.back(error="access_denied")})
    user = _installer(slack, fields.get("user", ""))
    permission = Permission(
        team_id=user.team_id,
        user=user.id,
        scopes=(*asked.needed, *(scope for scope in asked.optional if scope in granted)),
        user_scopes=asked.user_scopes,
        redirect_uri=asked.redirect_uri if asked.named else None,
    )
    return web.Response(status=302, headers={"Location": asked.back(code=slack.codes.give(permission))})


def _installer(slack: LocalSlack, user_id: str) -> User:
    """The person who installs; only members of a workspace can."""
    user = slack.home_of(user_id).workspace.users.get(user_id)
    if user is None or not _may_install(user):
        raise AskError("access_denied", f"{user_id or 'Nobody'} is no member of a workspace who can install apps.")
    return user


def _may_install(user: User) -> bool:
    return not (user.is_bot or user.deleted or user.is_restricted or user.is_ultra_restricted)


def _people(slack: LocalSlack, asked: Asked) -> list[tuple[str, str]]:
    return [
        (user.id, f"{user.real_name}, {workspace.team.name}")
        for workspace in slack.workspaces.values()
        for user in workspace.users.values()
        if user.team_id == workspace.team.id and _may_install(user) and asked.team in (None, workspace.team.id)
    ]


def _problem(error: AskError) -> web.Response:
    return web.Response(status=400, text=problem_page(str(error), error.code), content_type="text/html")
