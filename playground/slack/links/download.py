"""`/files/<file_id>/<name>`: a file's bytes, for the app's token or for a person on the page."""

from aiohttp import web

from playground.slack.local import LocalSlack
from playground.slack.model.files import StoredFile
from playground.slack.model.visibility import may_see_file

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
    "Cache-Control": "private, no-cache",
}


def download_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of `url_private`."""

    async def download(request: web.Request) -> web.StreamResponse:
        stored = slack.workspace.files.get(request.match_info["file_id"])
        if stored is None or stored.deleted or stored.uploaded_bytes is None:
            raise web.HTTPNotFound(text="file_not_found")
        if not _may_read(slack, stored, request):
            raise web.HTTPFound("/")  # Slack, too, sends strangers to a page with status 200
        headers = {**_SAFE, "Content-Type": stored.mimetype}
        return web.FileResponse(stored.path, headers=headers)

    return [web.get("/files/{file_id}/{name}", download)]


def _may_read(slack: LocalSlack, stored: StoredFile, request: web.Request) -> bool:
    if request.headers.get("Authorization") == f"Bearer {slack.settings.bot_token}":
        return "files:read" in slack.settings.scopes
    same_origin = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return same_origin and may_see_file(slack.workspace, stored, request.query.get("user", ""))
