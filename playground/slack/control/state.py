"""`GET /_control/state` and `/_control/stream`: a workspace as data, and when it changes."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

from aiohttp import web

from playground.slack.api.users import user_document
from playground.slack.control.functions import function_documents
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.visibility import may_see, may_see_file
from playground.slack.model.wire import Json

Item = TypeVar("Item")


def state_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes that show the workspace."""

    async def state(request: web.Request) -> web.Response:
        user = request.query.get("user")
        seen = _seen(slack, request.query.get("team"), user)
        last = _count(request.query.get("last"))
        return web.json_response(whole_state(seen, user, last=last))

    async def messages(request: web.Request) -> web.Response:
        user = request.query.get("user")
        seen = _seen(slack, request.query.get("team"), user)
        channel = seen.workspace.channels.get(request.query.get("channel", ""))
        if channel is None or not may_see(seen.workspace, channel, user):
            raise web.HTTPBadRequest(text="messages needs channel, the id of a conversation that the user sees")
        before = request.query.get("before")
        older = [m for m in channel.messages.values() if before is None or m["ts"] < before]
        limit = _count(request.query.get("limit")) or 200
        return web.json_response({"messages": older[-limit:], "has_more": len(older) > limit})

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

    return [
        web.get("/_control/state", state),
        web.get("/_control/messages", messages),
        web.get("/_control/stream", stream),
    ]


def whole_state(slack: LocalSlack, user: str | None, *, last: int | None = None) -> Json:
    """All there is in a workspace, or what one person sees; `last` limits messages of each channel, and calls."""
    workspace = slack.workspace
    channels = [channel for channel in workspace.channels.values() if may_see(workspace, channel, user)]
    files = [f for f in workspace.files.values() if user is None or may_see_file(workspace, f, user)]
    return {
        "revision": slack.changes.revision,
        "now": slack.clock.now(),
        "team": _team(slack),
        "teams": [_team(slack.within(team_id)) for team_id in slack.workspaces],
        "users": [_user(slack, person) for person in workspace.users.values()],
        "channels": [_channel(slack, channel, user) for channel in channels],
        "messages": {channel.id: _newest(channel.messages.values(), last) for channel in channels},
        "files": [stored.with_shares(slack.origin) for stored in files if stored.completed],
        "status": _statuses(slack, {channel.id for channel in channels}),
        "scheduled": _scheduled(slack, {channel.id for channel in channels}),
        **_on_screen(slack, user),
        **_of_the_app(slack),
        "calls": [entry.call for entry in _newest(slack.journal.calls, last)],
        "dispatches": [entry.dispatch for entry in _newest(slack.journal.dispatches, last)],
    }


def _on_screen(slack: LocalSlack, user: str | None) -> Json:
    """What only some people see: private messages, modals, Home tabs."""
    workspace = slack.workspace
    modals = [view for stack in workspace.views.stacks.values() for view in stack if user in (None, view.user)]
    ephemerals = [e for e in workspace.ephemerals if user in (None, e.user)]
    return {
        "ephemerals": [{"user": e.user, "channel": e.channel, "message": e.message} for e in ephemerals],
        "views": [{"user": view.user, "channel": view.channel, "view": view.document()} for view in modals],
        "homes": {who: view.document() for who, view in workspace.views.homes.items() if user in (None, who)},
        "notices": [notice for notice in workspace.notices if user in (None, notice["user"])],
    }


def _statuses(slack: LocalSlack, seen: set[str]) -> Json:
    """What the app says it is doing, in the conversations that are seen."""
    return {channel: told for channel, told in slack.workspace.assistant.statuses.items() if channel in seen}


def _scheduled(slack: LocalSlack, seen: set[str]) -> list[Json]:
    """What the app has put off, for the conversations that are seen."""
    waiting = [message for message in slack.workspace.schedule.waiting.values() if message.channel in seen]
    return [{"id": m.id, "channel": m.channel, "post_at": m.post_at, "text": m.document["text"]} for m in waiting]


def _of_the_app(slack: LocalSlack) -> Json:
    """What the app offers, and what it is running."""
    return {
        "commands": list(slack.settings.commands),
        "shortcuts": list(slack.settings.shortcuts),
        "functions": function_documents(slack),
        "executions": [execution.document for execution in slack.workspace.executions.values()],
    }


def _seen(slack: LocalSlack, team: str | None, user: str | None) -> LocalSlack:
    """The service, seen from the workspace that is asked for, else from the person's own."""
    if team is not None and team not in slack.workspaces:
        raise web.HTTPBadRequest(text=f"no workspace {team}; there are {', '.join(slack.workspaces)}")
    if team is not None:
        return slack.within(team)
    return slack if user is None else slack.home_of(user)


def _count(given: str | None) -> int | None:
    if given is None:
        return None
    if not given.isdecimal() or int(given) < 1:
        raise web.HTTPBadRequest(text=f"{given} is no number of messages; it must be 1 or more")
    return int(given)


def _team(slack: LocalSlack) -> Json:
    team = slack.workspace.team
    installed = slack.grants.installation(team.id) is not None
    about = {"id": team.id, "name": team.name, "domain": team.domain, "installed": installed}
    return {**about, "install_url": slack.settings.install_url}


def _user(slack: LocalSlack, user: User) -> Json:
    return {**user_document(user), "is_stranger": user.team_id != slack.team_id}


def _newest(items: Iterable[Item], last: int | None) -> list[Item]:
    every = list(items)
    return every if last is None else every[-last:]


def _channel(slack: LocalSlack, channel: Channel, user: str | None) -> Json:
    others = [member for member in channel.members if member != user]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_mpim": channel.is_mpim,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "team_id": channel.team_id,
        "is_member": slack.workspace.bot_user in channel.members,
        "user": others[0] if channel.is_im and user is not None else channel.im_user,
        "members": channel.members,
        "message_count": len(channel.messages),
        "last_read": slack.workspace.read.get(user or "", {}).get(channel.id),
    }
