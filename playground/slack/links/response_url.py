"""`/hooks/…`: the response URLs, which live 30 minutes and work five times."""

import json
from copy import deepcopy
from typing import Any

from aiohttp import web

from playground.slack.api.access import thread_root
from playground.slack.api.arguments import Arguments
from playground.slack.api.chat import apply_update
from playground.slack.api.content import read_content
from playground.slack.api.errors import SlackError
from playground.slack.api.news import tell_changed, tell_deleted
from playground.slack.faults import answer
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.tickets import ResponseLink, TicketError
from playground.slack.model.wire import Json


def response_url_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of response URLs."""

    async def respond(request: web.Request) -> web.StreamResponse:
        async def perform() -> web.Response:
            team_id = request.match_info["team"]
            if team_id not in slack.workspaces:
                return _refuse(TicketError("no_service"))
            return _respond(slack.within(team_id), request.path, await request.read())

        return await answer(request, slack.faults.take("response_url"), perform)

    return [web.post("/hooks/{kind}/{team}/{number}/{secret}", respond)]


def _respond(slack: LocalSlack, path: str, body: bytes) -> web.Response:
    try:
        link = slack.workspace.tickets.link(path)
        show_reply(slack, link, _parsed(body))
    except TicketError as error:
        return _refuse(error)
    except SlackError as error:
        return web.json_response(error.body, status=400)
    link.uses += 1
    return web.Response(text="ok")


def _refuse(error: TicketError) -> web.Response:
    return web.json_response({"ok": False, "error": str(error)}, status=404)


def show_reply(slack: LocalSlack, link: ResponseLink, reply: Json) -> Json | None:
    """Do what a reply says: show a message to one or all, or replace or delete the one that was acted on."""
    channel = slack.workspace.channels[link.channel]
    args = Arguments(reply)
    if args.flag("delete_original"):
        _delete_original(slack, channel, link)
        return None
    if args.flag("replace_original") and link.source_ts is not None:
        return _replace_original(slack, channel, link, read_content(args))
    root = thread_root(channel, args.text("thread_ts"))
    message = slack.workspace.from_bot(**read_content(args), thread_ts=root)
    if args.text("response_type") == "in_channel":
        return slack.workspace.post(channel, message)
    return slack.workspace.show_privately(channel, link.user, message)


def _replace_original(slack: LocalSlack, channel: Channel, link: ResponseLink, content: Json) -> Json:
    assert link.source_ts is not None
    private = slack.workspace.ephemeral(channel.id, link.source_ts)
    message = private.message if private is not None else channel.messages.get(link.source_ts)
    if message is None:
        raise SlackError("message_not_found")
    previous = deepcopy(message)
    apply_update(message, content, slack.workspace.mint.ts())
    slack.changes.mark()
    if private is None:
        tell_changed(slack, channel, message, previous)
    return message


def _delete_original(slack: LocalSlack, channel: Channel, link: ResponseLink) -> None:
    ts = link.source_ts or ""
    private = slack.workspace.ephemeral(channel.id, ts)
    if private is not None:
        slack.workspace.hide(private)
    elif ts in channel.messages:
        gone = channel.messages[ts]
        channel.remove(ts)
        slack.changes.mark()
        tell_deleted(slack, channel, gone)
    else:
        raise SlackError("message_not_found")


def _parsed(body: bytes) -> Json:
    try:
        reply: Any = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(reply, dict):
        raise SlackError("invalid_payload")
    return reply
