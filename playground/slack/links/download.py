"""`/files/<file_id>/<name>`: a file's bytes, for the app's token or for a person on the page."""

from aiohttp import web

from playground.slack.local import LocalSlack
from playground.slack.model.files import StoredFile
from playground.slack.model.grants import GrantError
from playground.slack.model.visibility import may_see_file

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
    "Cache-Control": "private, no-cache",
}


def download_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of `url_private`."""

    async def download(request: web.Request) -> web.StreamResponse:
        stored = slack.file(request.match_info["file_id"])
        if stored is None or stored.deleted or stored.uploaded_bytes is None:
            raise web.HTTPNotFound(text="file_not_found")
        if not _may_read(slack, stored, request):
            raise web.HTTPFound("/")  # Slack, too, sends strangers to a page with status 200
        headers = {**_SAFE, "Content-Type": stored.mimetype}
        return web.FileResponse(stored.path, headers=headers)

    return [web.get("/files/{file_id}/{name}", download)]


def _may_read(slack: LocalSlack, stored: StoredFile, request: web.Request) -> bool:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return _token_reads(slack, stored, header.removeprefix("Bearer ").strip())
    same_origin = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    at_home = slack.within(stored.team_id).workspace
    return same_origin and may_see_file(at_home, stored, request.query.get("user", ""))


def _token_reads(slack: LocalSlack, stored: StoredFile, token: str) -> bool:
    try:
        grant = slack.grants.find(token)
    except GrantError:
        return False
    return "files:read" in grant.scopes and grant.team_id == stored.team_id
