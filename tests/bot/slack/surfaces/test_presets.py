"""Presets as people see them: what is in one, what is gone of it, and what can be done with it."""

from decimal import Decimal
from typing import Any

import pytest

from bot.rendering.draft import Wishes
from bot.rendering.preset import PresetShelf
from bot.slack.surfaces.presets import PICK_PRESET, SHOWN, build_preset_list, describe_gone, describe_wishes
from tests.bot.slack.samples import name_of
from tests.bot.slack.surfaces.homes import ALICE, make_preset


def menus(shelf: PresetShelf) -> list[list[str]]:
    """What each preset's menu says."""
    blocks = build_preset_list(shelf, ALICE, labels=name_of)
    found: list[list[str]] = []
    for block in blocks:
        if "accessory" in block:
            found.append([option["text"]["text"] for option in block["accessory"]["options"]])
    return found


def picker(shelf: PresetShelf) -> list[dict[str, Any]]:
    """The select of all presets, where there is one."""
    last = build_preset_list(shelf, ALICE, labels=name_of)[-1]
    return [element for element in last["elements"] if element["action_id"] == PICK_PRESET]


def test_only_the_maker_is_told_of_editing() -> None:
    shelf = PresetShelf((make_preset("p1"), make_preset("p2", maker_id="U0BOB", shared=True)))

    assert [menu[-1] for menu in menus(shelf)] == ["Edit or delete it", "Open it"]


def test_the_default_can_be_taken_back() -> None:
    shelf = PresetShelf((make_preset("p1"), make_preset("p2")), default_id="p1")

    assert [menu[1] for menu in menus(shelf)] == ["Not my default any more", "Make it my default"]


def test_all_presets_can_be_reached_when_not_all_are_shown() -> None:
    presets = tuple(make_preset(f"p{number}", shared=number > 5) for number in range(SHOWN + 1))

    assert picker(PresetShelf(presets[:SHOWN])) == []
    (select,) = picker(PresetShelf(presets))
    values = [[option["value"] for option in group["options"]] for group in select["option_groups"]]
    assert values == [[f"p{n}" for n in range(6)], [f"p{n}" for n in range(6, SHOWN + 1)]]


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (("avatar",), "The avatar of the preset “Weekly” is not on offer any more"),
        (("avatar", "voice"), "The avatar and the voice of the preset “Weekly” are not on offer any more"),
    ],
)
def test_what_is_gone_is_named(gone: tuple[str, ...], words: str) -> None:
    told = describe_gone(make_preset(name="Weekly"), gone)

    assert told is not None
    assert told.startswith(words)


def test_nothing_is_said_where_nothing_is_gone() -> None:
    assert describe_gone(make_preset(), ()) is None


def test_the_choices_are_read_in_a_line() -> None:
    wishes = Wishes(
        avatar="emma-1",
        speed=Decimal("1.25"),
        background="slack-file:F1",
        remove_background=True,
        width=1280,
        height=720,
        output_format="WEBM",
        number_results=2,
    )

    assert describe_wishes(wishes, name_of) == (
        "Emma · speed 1.25 · background picture · no background · 1280 × 720 · WEBM · 2 videos"
    )
    assert describe_wishes(Wishes(), name_of) == ""
