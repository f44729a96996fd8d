"""`/_control/snapshot` and `/_control/restore`: keep the whole state under a name, and come back to it."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from playground.slack.api.schedule import watch
from playground.slack.control.complaints import in_words
from playground.slack.local import Kept, LocalSlack


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100)]


def snapshot_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes of snapshots, which live in memory as long as the service."""
    kept: dict[str, Kept] = {}

    async def snapshot(request: web.Request) -> web.Response:
        kept[await _name(request)] = slack.keep()
        return web.json_response({"ok": True, "names": sorted(kept)})

    async def restore(request: web.Request) -> web.Response:
        name = await _name(request)
        if name not in kept:
            names = ", ".join(sorted(kept)) or "none"
            raise web.HTTPBadRequest(text=f"there is no snapshot {name}; there are: {names}")
        await slack.bring_back(kept[name])
        for team_id, workspace in slack.workspaces.items():
            workspace.schedule.watched = False
            watch(slack.within(team_id))
        return web.json_response({"ok": True, "revision": slack.changes.revision})

    return [web.post("/_control/snapshot", snapshot), web.post("/_control/restore", restore)]


async def _name(request: web.Request) -> str:
    try:
        return _Named.model_validate_json(await request.read()).name
    except ValidationError as error:
        raise web.HTTPBadRequest(text=in_words(error)) from error
