"""`POST /_control/act`: one thing a person does, answered when the app has answered."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web
from pydantic import ValidationError

from playground.slack.control import acts, commands, messages, modals
from playground.slack.control.lookup import ActError
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json

_PERFORM: Final[dict[type, Callable[[LocalSlack, Any], Awaitable[Json]]]] = {
    acts.Command: commands.type_command,
    acts.Suggest: modals.suggest,
    acts.Select: modals.select,
    acts.Submit: modals.submit,
    acts.Close: modals.close,
    acts.Click: messages.click,
    acts.Post: messages.post,
    acts.OpenHome: messages.open_home,
    acts.Shortcut: messages.shortcut,
    acts.MessageShortcut: messages.message_shortcut,
}


def act_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of acts."""

    async def perform(request: web.Request) -> web.Response:
        try:
            act = acts.ACT.validate_json(await request.read())
            return web.json_response(await _PERFORM[type(act)](slack, act))
        except (ValidationError, ActError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return [web.post("/_control/act", perform)]
