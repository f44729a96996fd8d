"""`POST /_control/act`: one thing a person does, answered when the app has answered."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web
from pydantic import ValidationError

from playground.slack.control import (
    acts,
    commands,
    elements,
    functions,
    installing,
    membership,
    messages,
    modals,
    shortcuts,
    uploads,
)
from playground.slack.control.complaints import in_words
from playground.slack.control.lookup import ActError
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json

_PERFORM: Final[dict[type, Callable[[LocalSlack, Any], Awaitable[Json]]]] = {
    acts.Command: commands.type_command,
    acts.Suggest: elements.suggest,
    acts.Select: elements.select,
    acts.Click: elements.click,
    acts.Submit: modals.submit,
    acts.Close: modals.close,
    acts.Post: messages.post,
    acts.EditMessage: messages.edit,
    acts.DeleteMessage: messages.delete,
    acts.React: messages.react,
    acts.Pin: messages.pin,
    acts.Upload: uploads.upload,
    acts.Read: messages.read,
    acts.OpenDm: membership.open_dm,
    acts.Join: membership.join,
    acts.Leave: membership.leave,
    acts.OpenHome: shortcuts.open_home,
    acts.Shortcut: shortcuts.shortcut,
    acts.MessageShortcut: shortcuts.message_shortcut,
    acts.RunFunction: functions.run,
    acts.Install: installing.install,
    acts.Uninstall: installing.uninstall,
    acts.RevokeTokens: installing.revoke_tokens,
}


def act_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of acts."""

    async def perform(request: web.Request) -> web.Response:
        try:
            act = acts.ACT.validate_json(await request.read())
            return web.json_response(await _PERFORM[type(act)](_where(slack, act), act))
        except ValidationError as error:
            return web.json_response({"ok": False, "error": in_words(error)}, status=400)
        except ActError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return [web.post("/_control/act", perform)]


def _where(slack: LocalSlack, act: acts.Act) -> LocalSlack:
    """The service, seen from where the act happens: the person's own workspace, or the one that is named."""
    if act.team is None:
        return slack.home_of(act.user)
    if act.team not in slack.workspaces:
        raise ActError(f"no workspace {act.team}; there are {', '.join(slack.workspaces)}")
    return slack.within(act.team)
