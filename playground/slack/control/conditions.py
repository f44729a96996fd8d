"""`POST /_control/set`: put a workspace or the connection to the app into a named state."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from playground.slack.control.complaints import in_words
from playground.slack.control.lookup import ActError
from playground.slack.dispatch.verification import is_verified
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json
from playground.slack.oauth import installing


class Conditions(BaseModel):
    """What shall hold from now on in a workspace.

    `archive`, `unarchive`, `remove_bot` and `add_bot` name channels. `revoke_token` makes the app's token useless.
    `request_url` is asked the url_verification question, and is used from now on if it answers rightly.
    `disconnect` tells every socket to go, for that reason; `warning` only warns them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    team: str | None = None
    archive: list[str] = Field(default_factory=list)
    unarchive: list[str] = Field(default_factory=list)
    remove_bot: list[str] = Field(default_factory=list)
    add_bot: list[str] = Field(default_factory=list)
    revoke_token: bool = False
    request_url: str | None = None
    disconnect: Literal["warning", "refresh_requested", "link_disabled"] | None = None


def condition_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The route of named states."""

    async def put(request: web.Request) -> web.Response:
        try:
            wanted = Conditions.model_validate_json(await request.read())
            return web.json_response({"ok": True, **await _bring_about(_where(slack, wanted), wanted)})
        except ValidationError as error:
            return web.json_response({"ok": False, "error": in_words(error)}, status=400)
        except ActError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return [web.post("/_control/set", put)]


def _where(slack: LocalSlack, wanted: Conditions) -> LocalSlack:
    if wanted.team is not None and wanted.team not in slack.workspaces:
        raise ActError(f"no workspace {wanted.team}; there are {', '.join(slack.workspaces)}")
    return slack if wanted.team is None else slack.within(wanted.team)


async def _bring_about(slack: LocalSlack, wanted: Conditions) -> Json:
    done: Json = {}
    _change_channels(slack, wanted)
    grant = slack.grants.installation(slack.team_id)
    if wanted.revoke_token:
        if grant is None:
            raise ActError(f"the app has no token in {slack.workspace.team.name}")
        installing.revoke(slack, grant)
    if wanted.request_url is not None:
        done["verified"] = await _use_url(slack, wanted.request_url)
    if wanted.disconnect is not None:
        done["sockets"] = await slack.dispatcher.sockets.refresh(wanted.disconnect)
    slack.changes.mark()
    return done


async def _use_url(slack: LocalSlack, url: str) -> bool:
    """Have the app's requests go to `url` from now on, if that answers as it must."""
    there = slack.dispatcher.http.to(url)
    verified = await is_verified(there)
    if verified:
        slack.dispatcher.http = there
    return verified


def _change_channels(slack: LocalSlack, wanted: Conditions) -> None:
    bot = slack.workspace.bot_user
    named = {name: [_channel(slack, i) for i in getattr(wanted, name)] for name in _ON_CHANNELS}
    for channel in named["archive"]:
        channel.is_archived = True
    for channel in named["unarchive"]:
        channel.is_archived = False
    for channel in named["remove_bot"]:
        channel.members[:] = [member for member in channel.members if member != bot]
    for channel in named["add_bot"]:
        if bot not in channel.members:
            channel.members.append(bot)


_ON_CHANNELS = ("archive", "unarchive", "remove_bot", "add_bot")


def _channel(slack: LocalSlack, channel_id: str) -> Channel:
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or channel.is_im:
        known = ", ".join(c.id for c in slack.workspace.channels.values() if not c.is_im)
        raise ActError(f"no channel {channel_id} in {slack.workspace.team.name}; there are {known}")
    return channel
