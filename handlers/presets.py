"""Presets in Home and in the review: made, begun with, made one's default."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.errors import Refusal
from bot.rendering.draft import Origin, Wishes
from bot.rendering.preset import Preset, fit, keepable
from bot.slack.door import translated
from bot.slack.surfaces.home import CHANGE_DEFAULTS
from bot.slack.surfaces.preset_form import PresetForm, build_notice_view
from bot.slack.surfaces.presets import (
    DROP_DEFAULT,
    EDIT,
    NEW_PRESET,
    PICK_PRESET,
    PRESET_MENU,
    SAVE_AS_PRESET,
    SET_DEFAULT,
    USE,
    describe_gone,
    describe_wishes,
)
from handlers.composing import open_compose
from handlers.drafting import again, begin_draft
from handlers.home import own_draft
from handlers.preset_form import GONE, NOT_YOURS, may_change, show_form, show_preset
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to what is done with presets outside their form."""
    for action_id, follow in (
        (NEW_PRESET, _make_new),
        (PRESET_MENU, _choose_from_menu),
        (PICK_PRESET, _pick_one),
        (CHANGE_DEFAULTS, _change_defaults),
        (SAVE_AS_PRESET, _keep_draft),
    ):
        on_touch(app, tools, action_id, partial(follow, tools))


async def _make_new(tools: Tools, touch: Touch) -> None:
    await show_form(tools, touch, PresetForm(tools.new_render_id(), wishes=Wishes()))


async def _choose_from_menu(tools: Tools, touch: Touch) -> None:
    what, _, preset_id = touch.value.partition(":")
    await _follow(tools, touch, what, preset_id)


async def _pick_one(tools: Tools, touch: Touch) -> None:
    await _follow(tools, touch, EDIT, touch.value)


async def _change_defaults(tools: Tools, touch: Touch) -> None:
    """The form of the default preset; of a new one, filled in with what was chosen last, where there is none."""
    shelf = await tools.presets.shelf(touch.team_id, touch.user_id)
    preset = shelf.default_for(None)
    if preset is not None and await may_change(tools, touch.team_id, touch.user_id, preset):
        await show_preset(tools, touch, shelf, preset)
        return
    last = await tools.memory.last_choices(touch.team_id, touch.user_id)
    wishes = preset.wishes if preset is not None else Wishes() if last is None else again(Wishes.of(last))
    await show_form(
        tools, touch, PresetForm(tools.new_render_id(), name="My defaults", wishes=keepable(wishes), is_default=True)
    )


async def _keep_draft(tools: Tools, touch: Touch) -> None:
    draft = await own_draft(tools, touch)
    await show_form(tools, touch, PresetForm(tools.new_render_id(), wishes=keepable(draft.wishes)))


async def _follow(tools: Tools, touch: Touch, what: str, preset_id: str) -> None:
    shelf = await tools.presets.shelf(touch.team_id, touch.user_id)
    preset = shelf.find(preset_id)
    if preset is None:
        await tools.home.publish(touch.team_id, touch.user_id)
        raise Refusal(GONE)
    if what == USE:
        await _begin_with(tools, touch, preset)
    elif what in {SET_DEFAULT, DROP_DEFAULT}:
        chosen = preset.id if what == SET_DEFAULT else None
        await tools.presets.set_default(touch.team_id, touch.user_id, chosen)
        await tools.home.publish(touch.team_id, touch.user_id)
    elif await may_change(tools, touch.team_id, touch.user_id, preset):
        await show_preset(tools, touch, shelf, preset)
    else:
        await _show_line(tools, touch, preset)


async def _begin_with(tools: Tools, touch: Touch, preset: Preset) -> None:
    """Open the form of a video with what the preset has; what is gone of it is said."""
    draft = await begin_draft(tools, touch.place, Origin.HOME)
    fitted = await fit(preset, tools.offer)
    gone = describe_gone(preset, fitted.gone)
    filled = draft.model_copy(update={"wishes": fitted.wishes})
    await open_compose(tools, touch.client, touch.trigger_id, filled, notices=[gone] if gone else [])


async def _show_line(tools: Tools, touch: Touch, preset: Preset) -> None:
    """What somebody else's preset is, for a person who may not change it."""
    described = describe_wishes(preset.wishes, await tools.offer.labels(touch.team_id))
    line = f"{preset.name}: {described or 'nothing is chosen in it'}. {NOT_YOURS}"
    with translated("views.open"):
        await touch.client.views_open(trigger_id=touch.trigger_id, view=build_notice_view("Preset", line))
