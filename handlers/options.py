"""The searching selects, answered from memory."""

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import Refusal, StoreUnavailable
from bot.slack.surfaces.compose import AVATAR, LANGUAGE, VOICE
from bot.slack.surfaces.opened import Opened
from handlers.careful import careful
from handlers.drafting import Place
from handlers.telling import tell_no_options
from handlers.tools import Tools

JSON: dict[str, str | Sequence[str]] = {"content-type": ["application/json;charset=utf-8"]}


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to keystrokes in the selects of the compose modal."""

    @careful(tell_no_options)
    async def suggest(ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        kind, query = str(body["action_id"]), str(body.get("value") or "")
        first = [] if query.strip() else await _chosen_last(tools, body, kind)
        language = _language_of(body) if kind == VOICE else None
        answer = await tools.offer.suggest(str(body["team"]["id"]), kind, query, first=first, language=language)
        return BoltResponse(status=200, body=answer.decode(), headers=JSON)

    @careful(tell_no_options)
    async def suggest_nothing(ack: AsyncAck) -> BoltResponse:
        return await ack(options=[])

    for select in (AVATAR, VOICE, LANGUAGE):
        app.options(select)(suggest)
    app.options(re.compile(".*"))(suggest_nothing)  # of a form that another version showed: asked when none else hears


def _language_of(body: dict[str, Any]) -> str | None:
    """The language chosen in the form: a search brings nothing of the form but what it carries."""
    try:
        return Opened.read(str((body.get("view") or {}).get("private_metadata") or "")).language
    except Refusal:
        return None


async def _chosen_last(tools: Tools, body: dict[str, Any], kind: str) -> list[str]:
    place = Place.of(body)
    try:
        choices = await tools.memory.last_choices(place.team_id, place.user_id)
    except StoreUnavailable:
        return []  # the catalogue is in memory and answers all the same
    chosen = getattr(choices, kind, None)
    return [chosen] if isinstance(chosen, str) else []
