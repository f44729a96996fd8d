"""Changes in the open form: each is kept, and the form follows where it has to."""

from datetime import datetime
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.draft import Draft, Wishes
from bot.slack.surfaces.compose import AVATAR, COMPOSE, LANGUAGE, MORE, ONLY_ME, PRESET, SCRIPT, VOICE
from bot.slack.surfaces.inputs import FormState
from bot.slack.surfaces.opened import Opened
from handlers.careful import careful
from handlers.composing import compose_view
from handlers.drafting import open_direct
from handlers.saving import save_form
from handlers.showing import replace_view
from handlers.telling import tell_above_the_form, tell_nobody
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the fields that report each change, and to the button that shows more of them."""
    _register_typing(app, tools)
    _register_choosing(app, tools)


def _register_typing(app: AsyncApp, tools: Tools) -> None:
    @careful(tell_nobody)
    async def acknowledge_typing(ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        received_at = tools.clock()
        acked = await ack()
        tools.afterwards.start(keep(body=body, received_at=received_at))
        return acked

    @careful(tell_nobody)  # the next change brings all of it again
    async def keep(body: dict[str, Any], received_at: datetime) -> None:
        if body["view"].get("callback_id") == COMPOSE:
            await save_form(tools, body, body["view"], received_at=received_at)

    app.action(SCRIPT)(acknowledge_typing)


def _register_choosing(app: AsyncApp, tools: Tools) -> None:
    @careful(tell_nobody)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        acked = await ack()
        if body.get("view", {}).get("callback_id") == COMPOSE:
            tools.afterwards.start(follow(body=body, action=action, client=client))
        return acked

    @careful(tell_above_the_form)
    async def follow(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        view, name = body["view"], action["action_id"]
        draft, opened = await save_form(tools, body, view), Opened.read(view["private_metadata"])
        if name == ONLY_ME and FormState.of(view).ticked(ONLY_ME):
            await open_direct(tools, draft.team_id, draft.user_id)
        if name in {LANGUAGE, PRESET, MORE} or (name in {AVATAR, VOICE} and _has_preview(tools, draft, view, name)):
            changed, opened = await _follow(tools, draft, opened, action)
            form = await compose_view(tools, changed, opened)
            await replace_view(client, view["id"], form, seen_hash=view["hash"])  # else it is kept all the same

    for field in (AVATAR, VOICE, LANGUAGE, PRESET, ONLY_ME, MORE):
        app.action(field)(acknowledge)


async def _follow(tools: Tools, draft: Draft, opened: Opened, action: dict[str, Any]) -> tuple[Draft, Opened]:
    """The draft and the form after the change."""
    name = action["action_id"]
    if name == MORE:
        return draft, opened.model_copy(update={"more": not opened.more})
    if name == LANGUAGE:
        return _narrowed(tools, draft), opened.model_copy(update={"voice_turn": opened.voice_turn + 1})
    if name == PRESET:
        return await _begun_with(tools, draft, action), opened.model_copy(update={"turn": opened.turn + 1})
    return draft, opened


def _has_preview(tools: Tools, draft: Draft, view: dict[str, Any], name: str) -> bool:
    """Whether there is something to show for the choice, or something shown for the one before."""
    chosen = getattr(draft.wishes, name)
    shown = any(_shows_preview(block) for block in view.get("blocks", []))
    return shown or (chosen is not None and tools.offer.preview(chosen) is not None)


def _shows_preview(block: dict[str, Any]) -> bool:
    if block.get("type") == "image":
        return True
    return block.get("type") == "context" and any("|Hear" in e.get("text", "") for e in block.get("elements", []))


def _narrowed(tools: Tools, draft: Draft) -> Draft:
    """The draft without its voice where that does not speak the language that was chosen."""
    voice, language = draft.wishes.voice, draft.wishes.language
    if voice is None or language is None or tools.offer.speaks(voice, language):
        return draft
    return draft.model_copy(update={"wishes": draft.wishes.model_copy(update={"voice": None})})


async def _begun_with(tools: Tools, draft: Draft, action: dict[str, Any]) -> Draft:
    """The draft with all that the preset has; what the preset leaves open stays."""
    chosen = (action.get("selected_option") or {}).get("value")
    shelf = await tools.presets.shelf(draft.team_id, draft.user_id)
    preset = shelf.find(chosen)
    if preset is None:
        raise Refusal("This preset is not there any more. Pick another one.")
    given = preset.wishes.model_dump(exclude_none=True)  # what of it is gone is said when the draft is shown
    return draft.model_copy(update={"wishes": Wishes.model_validate(draft.wishes.model_dump() | given)})
