"""Presets as people see them: a line each in Home, and what of one is gone."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.rendering.draft import Wishes
from bot.rendering.preset import Preset, PresetShelf
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, header, option, plain, section
from bot.slack.surfaces.escape import escape, one_line

PRESET_MENU: Final = "preset_menu"
"""The `action_id` of a preset's menu in Home; an option's value is what to do and the preset's id: `use:p1`."""
PICK_PRESET: Final = "pick_preset"
"""The `action_id` of the select of all presets; an option's value is the preset's id."""
NEW_PRESET: Final = "new_preset"
SAVE_AS_PRESET: Final = "save_as_preset"
"""The `action_id` of the button that keeps a draft's choices; its value is the draft's id."""
USE: Final = "use"
EDIT: Final = "edit"
SET_DEFAULT: Final = "default"
DROP_DEFAULT: Final = "undefault"
SHOWN: Final = 10
"""How many presets have a line of their own in Home; the select has all."""

_LABEL_LIMIT: Final = 60
Labels = Callable[[str], str]


def build_preset_list(shelf: PresetShelf, user_id: str, *, labels: Labels) -> list[Block]:
    """The presets that a person may use, the button for a new one, and the select of all where not all are shown."""
    lines = [_build_line(shelf, preset, user_id, labels) for preset in shelf.presets[:SHOWN]]
    if not lines:
        lines = [section("A preset keeps an avatar, a voice and all other choices under a name. You have none yet.")]
    return [header("Presets"), *lines, _build_buttons(shelf)]


def describe_wishes(wishes: Wishes, labels: Labels) -> str:
    """The choices in a line; plain text, empty where nothing is chosen."""
    named = (wishes.avatar, wishes.voice, wishes.language)
    size = wishes.resolution or (f"{wishes.width} × {wishes.height}" if wishes.width and wishes.height else None)
    parts = [
        *(one_line(labels(which), _LABEL_LIMIT) for which in named if which is not None),
        f"speed {wishes.speed:f}" if wishes.speed is not None else None,
        f"pitch {wishes.pitch:f}" if wishes.pitch is not None else None,
        f"background {one_line(wishes.background_color, 10)}" if wishes.background_color is not None else None,
        "background picture" if wishes.background is not None else None,
        "no background" if wishes.remove_background else None,
        f"{wishes.expressiveness} expressiveness" if wishes.expressiveness is not None else None,
        f"moves: {one_line(wishes.motion_prompt, _LABEL_LIMIT)}" if wishes.motion_prompt is not None else None,
        one_line(size, _LABEL_LIMIT) if size is not None else None,
        wishes.output_format,
        f"quality {wishes.output_quality}" if wishes.output_quality is not None else None,
        f"{wishes.number_results} videos" if (wishes.number_results or 1) > 1 else None,
    ]
    return " · ".join(part for part in parts if part)


def describe_gone(preset: Preset, gone: Sequence[str]) -> str | None:
    """What of a preset is not on offer any more, as a person is told; plain text. None where all is there."""
    if not gone:
        return None
    lost, verb = " and the ".join(gone), "is" if len(gone) == 1 else "are"
    name = one_line(preset.name, _LABEL_LIMIT)
    return f"The {lost} of the preset “{name}” {verb} not on offer any more: pick another, and edit the preset in Home."


def _build_line(shelf: PresetShelf, preset: Preset, user_id: str, labels: Labels) -> Block:
    is_default = shelf.default_id == preset.id
    places = [f"<#{channel}>" for channel in shelf.channels_of(preset.id)[:5]]
    marks = [
        "the workspace's" if preset.shared else None,
        "your default" if is_default else None,
        f"default in {', '.join(places)}" if places else None,
    ]
    title = f"*{escape(one_line(preset.name, _LABEL_LIMIT))}*"
    notes = " · ".join(mark for mark in marks if mark)
    described = escape(describe_wishes(preset.wishes, labels)) or "Nothing is chosen in it."
    actions = [(USE, "Make a video with it")]
    actions.append((DROP_DEFAULT, "Not my default any more") if is_default else (SET_DEFAULT, "Make it my default"))
    actions.append((EDIT, "Edit or delete it" if preset.maker_id == user_id else "Open it"))
    line = section(f"{title}{f' ({notes})' if notes else ''}\n{described}")
    line["accessory"] = {
        "type": "overflow",
        "action_id": PRESET_MENU,
        "options": [option(f"{what}:{preset.id}", label) for what, label in actions],
    }
    return line


def _build_buttons(shelf: PresetShelf) -> Block:
    new = {"type": "button", "action_id": NEW_PRESET, "text": plain("New preset", OPTION_LIMIT)}
    elements: list[Block] = [new]
    if len(shelf.presets) > SHOWN:
        elements.append(
            {
                "type": "static_select",
                "action_id": PICK_PRESET,
                "placeholder": plain(f"All {len(shelf.presets)} presets", OPTION_LIMIT),
                "option_groups": _groups(shelf),
            }
        )
    return {"type": "actions", "elements": elements}


def _groups(shelf: PresetShelf) -> list[Block]:
    parts = (("Yours", False), ("The workspace's", True))
    groups = [
        {
            "label": plain(label, OPTION_LIMIT),
            "options": [option(preset.id, preset.name) for preset in shelf.presets if preset.shared is shared],
        }
        for label, shared in parts
    ]
    return [group for group in groups if group["options"]]
