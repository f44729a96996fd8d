"""The form of a preset: shown, saved, and the preset deleted from it."""

from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import Refusal
from bot.policy import is_admin
from bot.rendering.preset import Preset, PresetShelf, fit
from bot.slack.surfaces.preset_form import (
    DELETE_PRESET,
    PRESET_FORM,
    PresetForm,
    PresetSubmission,
    build_notice_view,
    build_preset_form,
    read_preset_form,
)
from bot.slack.surfaces.presets import describe_gone
from handlers.careful import careful
from handlers.drafting import freshen
from handlers.telling import tell_beside, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view

GONE = "This preset is not there any more: it was deleted."
NOT_YOURS = "Only the person who made this preset, or an admin of the workspace, can change it."


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the form."""

    @careful(tell_beside("name"))
    async def save_preset(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        team_id, user_id = str(body["team"]["id"]), str(body["user"]["id"])
        await _save(tools, team_id, user_id, read_preset_form(view))
        acked = await ack()
        tools.afterwards.start(republish(team_id=team_id, user_id=user_id))
        return acked

    @careful(tell_nobody)  # it is saved: the next visit shows it
    async def republish(team_id: str, user_id: str) -> None:
        await tools.home.publish(team_id, user_id)

    on_touch(app, tools, DELETE_PRESET, partial(_delete, tools))
    app.view(PRESET_FORM)(save_preset)


async def show_preset(tools: Tools, touch: Touch, shelf: PresetShelf, preset: Preset) -> None:
    """Open the form of a preset that is kept; what of it is gone is said."""
    fitted = await fit(preset, tools.offer)
    gone = describe_gone(preset, fitted.gone)
    form = PresetForm(
        preset_id=preset.id,
        name=preset.name,
        wishes=fitted.wishes,
        shared=preset.shared,
        is_default=shelf.default_id == preset.id,
        channels=shelf.channels_of(preset.id),
        known=True,
        notices=[gone] if gone else [],
    )
    await show_form(tools, touch, form)


async def show_form(tools: Tools, touch: Touch, form: PresetForm) -> None:
    """Open the form, above the view in which it was asked for if there is one."""
    await show_view(touch, build_preset_form(await _labelled(tools, touch.team_id, form)))


async def may_change(tools: Tools, team_id: str, user_id: str, preset: Preset) -> bool:
    """Whether the person may; Slack is asked who is an admin only where that matters."""
    asks = preset.shared and preset.maker_id != user_id
    return preset.may_be_changed_by(user_id, admin=asks and await administers(tools, team_id, user_id))


async def administers(tools: Tools, team_id: str, user_id: str) -> bool:
    """Whether the person administers Herald in the workspace; raises StoreUnavailable, SlackBusy, PostRefused."""
    return is_admin(await tools.policies.get(team_id), await tools.roster.find(team_id, user_id))


async def _labelled(tools: Tools, team_id: str, form: PresetForm) -> PresetForm:
    """The form with the names of what is chosen, where it is on offer."""
    fresh = await freshen(tools, team_id, form.wishes)
    return replace(
        form,
        resolutions=tools.offer.resolutions,
        avatar=fresh.avatar,
        voice=fresh.voice,
        language=fresh.language,
    )


async def _save(tools: Tools, team_id: str, user_id: str, sent: PresetSubmission) -> None:
    shelf = await tools.presets.shelf(team_id, user_id)
    known = shelf.find(sent.preset_id)
    if known is not None and not await may_change(tools, team_id, user_id, known):
        raise Refusal(NOT_YOURS)
    preset = Preset(
        id=sent.preset_id,
        team_id=team_id,
        maker_id=user_id if known is None else known.maker_id,
        name=sent.name,
        shared=sent.shared,
        wishes=sent.wishes,
        updated_at=tools.clock(),
    )
    await tools.presets.save(preset, channels=sent.channels)
    if sent.is_default != (shelf.default_id == preset.id):
        await tools.presets.set_default(team_id, user_id, preset.id if sent.is_default else None)


async def _delete(tools: Tools, touch: Touch) -> None:
    preset = (await tools.presets.shelf(touch.team_id, touch.user_id)).find(touch.value)
    if preset is None:
        raise Refusal(GONE)
    if not await may_change(tools, touch.team_id, touch.user_id, preset):
        raise Refusal(NOT_YOURS)
    await tools.presets.delete(preset)
    view = build_notice_view("Preset deleted", f"The preset “{preset.name}” is deleted.")
    await show_view(touch, view, in_place=True)
    await tools.home.publish(touch.team_id, touch.user_id)
