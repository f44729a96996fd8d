"""`GET /_control/state` and `/_control/stream`: the whole workspace, and when it changes."""

from contextlib import suppress

from aiohttp import web

from playground.slack.api.users import user_document
from playground.slack.local import LocalSlack
from playground.slack.model.cast import BOT_USER, COMMANDS, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from playground.slack.model.conversations import Channel
from playground.slack.model.visibility import may_see, may_see_file
from playground.slack.model.wire import Json


def state_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes that show the workspace."""

    async def state(request: web.Request) -> web.Response:
        return web.json_response(whole_state(slack, request.query.get("user")))

    async def stream(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        revision = slack.changes.revision
        with suppress(ConnectionError):  # the reader went away
            while not slack.changes.stopped:
                await response.write(f'data: {{"revision": {revision}}}\n\n'.encode())
                revision = await slack.changes.after(revision)
        return response

    return [web.get("/_control/state", state), web.get("/_control/stream", stream)]


def whole_state(slack: LocalSlack, user: str | None) -> Json:
    """All there is, or what one person sees."""
    workspace = slack.workspace
    channels = [channel for channel in workspace.channels.values() if may_see(channel, user)]
    ephemerals = [e for e in workspace.ephemerals if user in (None, e.user)]
    files = [f for f in workspace.files.values() if user is None or may_see_file(workspace, f, user)]
    modals = [view for stack in workspace.views.stacks.values() for view in stack if user in (None, view.user)]
    homes = {who: view.document() for who, view in workspace.views.homes.items() if user in (None, who)}
    return {
        "revision": slack.changes.revision,
        "now": slack.clock.now(),
        "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
        "users": [user_document(person) for person in workspace.users.values()],
        "channels": [_channel(channel) for channel in channels],
        "messages": {channel.id: list(channel.messages.values()) for channel in channels},
        "ephemerals": [{"user": e.user, "channel": e.channel, "message": e.message} for e in ephemerals],
        "views": [{"user": view.user, "channel": view.channel, "view": view.document()} for view in modals],
        "homes": homes,
        "files": [stored.with_shares(slack.origin) for stored in files if stored.completed],
        "commands": list(COMMANDS),
        "calls": list(workspace.journal.calls),
        "dispatches": list(workspace.journal.dispatches),
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_archived": channel.is_archived,
        "is_member": BOT_USER in channel.members,
        "user": channel.im_user,
        "members": channel.members,
    }
