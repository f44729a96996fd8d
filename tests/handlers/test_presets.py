"""Presets: made, changed and deleted by whom they belong to, begun with, and a default."""

import json
from typing import Any

import pytest

from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset, PresetShelf
from bot.slack.surfaces.home import CHANGE_DEFAULTS
from bot.slack.surfaces.preset_form import DELETE_PRESET, PRESET_FORM
from bot.slack.surfaces.presets import NEW_PRESET, PICK_PRESET, PRESET_MENU, SAVE_AS_PRESET
from bot.store.drafts import Drafts
from bot.store.presets import PresetStore
from tests.bot.rendering.fakes import NOON
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, BOB, TEAM, Json, interaction, picked, ticked, touch, view

AVATAR, VOICE = "Aditya_public_4", "jenny_female_english"


def a_preset(preset_id: str = "p1", **fields: Any) -> Preset:
    """A preset of Alice's."""
    usual: dict[str, Any] = {"maker_id": ALICE, "name": "Weekly", "wishes": Wishes(avatar=AVATAR, voice=VOICE)}
    return Preset.model_validate({"id": preset_id, "team_id": TEAM, "updated_at": NOON} | usual | fields)


def sent(preset_id: str = "p1", *, user: str = ALICE, **states: Any) -> Any:
    """Somebody saves the form, filled in well but for `states`."""
    filled = {
        "name": {"type": "plain_text_input", "value": "Weekly"},
        "avatar": picked(AVATAR),
        "voice": picked(VOICE),
        "language": picked(None),
        "shared": ticked(False),
        "my_default": ticked(False),
    }
    values = {name: {name: state} for name, state in (filled | states).items()}
    kept = json.dumps({"preset": preset_id, "background": None})
    shown = view(PRESET_FORM, kept, values)
    return interaction({"type": "view_submission", "view": shown, "response_urls": []}, user=user)


async def keep(counter: Counter, preset: Preset, **fields: Any) -> None:
    """Let a preset be there."""
    await PresetStore(counter.ground.redis).save(preset, **fields)


async def shelf(counter: Counter, user_id: str = ALICE) -> PresetShelf:
    """What a person may use."""
    return await PresetStore(counter.ground.redis).shelf(TEAM, user_id)


def let_be_admin(counter: Counter, *, admin: bool) -> None:
    """Let Slack say who is an admin."""
    counter.slack.answers["users.info"] = {"user": {"id": ALICE, "is_admin": admin}}


def element_of(shown: Json, block_id: str) -> Json:
    """The element of a block."""
    found: Json = next(block["element"] for block in shown["blocks"] if block.get("block_id") == block_id)
    return found


async def test_a_new_preset_is_made_from_home(counter: Counter) -> None:
    await counter.whole(touch(NEW_PRESET))
    form = await counter.opened_view()
    preset_id = json.loads(form["private_metadata"])["preset"]

    answer = await counter.whole(sent(preset_id, my_default=ticked(True)))

    assert (answer.status, answer.body) == (200, "")
    kept = await shelf(counter)
    assert [(preset.id, preset.name, preset.maker_id) for preset in kept.presets] == [(preset_id, "Weekly", ALICE)]
    assert kept.default_id == preset_id
    assert "Weekly" in json.dumps(counter.slack.sent("views.publish")[-1])


async def test_saving_twice_makes_one(counter: Counter) -> None:
    await counter.whole(sent())
    await counter.whole(sent())

    assert len((await shelf(counter)).presets) == 1


async def test_a_bad_field_is_said_beside_it_and_nothing_is_kept(counter: Counter) -> None:
    answer = await counter.whole(sent(name={"type": "plain_text_input", "value": "!!!"}))

    assert json.loads(answer.body)["errors"] == {"name": "Give the preset a name with at least one letter or digit."}
    assert (await shelf(counter)).presets == ()


async def test_the_form_shows_what_the_preset_has(counter: Counter) -> None:
    await keep(counter, a_preset(), channels=["C0GENERAL"])

    await counter.whole(touch(PRESET_MENU, "edit:p1", option=True))

    form = await counter.opened_view()
    assert element_of(form, "name")["initial_value"] == "Weekly"
    assert element_of(form, "avatar")["initial_option"]["value"] == AVATAR
    assert element_of(form, "channels")["initial_conversations"] == ["C0GENERAL"]


async def test_a_video_begins_with_it(counter: Counter) -> None:
    await keep(counter, a_preset())

    await counter.whole(touch(PRESET_MENU, "use:p1", option=True))

    form = await counter.opened_view()
    assert form["callback_id"] == "compose"
    assert element_of(form, "voice")["initial_option"]["value"] == VOICE


@pytest.mark.parametrize("what", ["use", "edit"])
async def test_an_avatar_that_is_gone_is_said_and_left_out(counter: Counter, what: str) -> None:
    await keep(counter, a_preset(wishes=Wishes(avatar="gone", voice=VOICE)))

    await counter.whole(touch(PRESET_MENU, f"{what}:p1", option=True))

    form = await counter.opened_view()
    assert "The avatar of the preset “Weekly” is not on offer any more" in json.dumps(form, ensure_ascii=False)
    assert "initial_option" not in element_of(form, "avatar")
    assert element_of(form, "voice")["initial_option"]["value"] == VOICE


async def test_it_becomes_ones_default_and_stops_to_be(counter: Counter) -> None:
    await keep(counter, a_preset())

    await counter.whole(touch(PRESET_MENU, "default:p1", option=True))
    assert (await shelf(counter)).default_id == "p1"
    await counter.whole(touch(PRESET_MENU, "undefault:p1", option=True))

    assert (await shelf(counter)).default_id is None
    assert len(counter.slack.sent("views.publish")) == 2


async def test_a_preset_that_was_deleted_meanwhile_is_said_so(counter: Counter) -> None:
    await counter.whole(touch(PRESET_MENU, "use:p1", option=True))

    assert "This preset is not there any more" in json.dumps(await counter.opened_view())


async def test_one_is_deleted_from_its_form(counter: Counter) -> None:
    await keep(counter, a_preset())

    await counter.whole(touch(DELETE_PRESET, "p1", modal=True))

    assert (await shelf(counter)).presets == ()
    (updated,) = counter.slack.sent("views.update")
    assert "is deleted" in json.dumps(updated)


async def test_nobody_sees_or_deletes_somebody_elses_own(counter: Counter) -> None:
    await keep(counter, a_preset(maker_id=BOB))

    await counter.whole(touch(DELETE_PRESET, "p1", modal=True))

    assert len((await shelf(counter, BOB)).presets) == 1


@pytest.mark.parametrize("admin", [True, False])
async def test_the_workspaces_presets_are_changed_by_their_maker_and_admins(counter: Counter, admin: bool) -> None:
    await keep(counter, a_preset(maker_id=BOB, shared=True))
    let_be_admin(counter, admin=admin)

    renamed = {"type": "plain_text_input", "value": "Renamed"}
    answer = await counter.whole(sent(name=renamed, shared=ticked(True)))

    (kept,) = (await shelf(counter)).presets
    assert (kept.name, kept.maker_id) == ("Renamed" if admin else "Weekly", BOB)
    assert ("Only the person who made this preset" in answer.body) is not admin


async def test_somebody_elses_is_shown_to_those_who_may_not_change_it(counter: Counter) -> None:
    await keep(counter, a_preset(maker_id=BOB, shared=True))
    let_be_admin(counter, admin=False)

    await counter.whole(touch(PICK_PRESET, "p1", option=True))

    shown = await counter.opened_view()
    assert "Only the person who made this preset" in json.dumps(shown)
    assert "submit" not in shown


async def test_the_defaults_begin_with_what_was_chosen_last(counter: Counter) -> None:
    await counter.whole(touch(CHANGE_DEFAULTS))

    form = await counter.opened_view()
    assert element_of(form, "name")["initial_value"] == "My defaults"
    assert element_of(form, "my_default")["initial_options"][0]["value"] == "yes"


async def test_the_default_preset_is_what_is_changed(counter: Counter) -> None:
    await keep(counter, a_preset())
    await PresetStore(counter.ground.redis).set_default(TEAM, ALICE, "p1")

    await counter.whole(touch(CHANGE_DEFAULTS))

    assert json.loads((await counter.opened_view())["private_metadata"])["preset"] == "p1"


async def test_the_choices_of_a_draft_are_kept_as_a_preset(counter: Counter) -> None:
    wishes = Wishes(avatar=AVATAR, voice=VOICE, background="slack-file:F1")
    await Drafts(counter.ground.redis).save(
        Draft(id="d1", team_id=TEAM, user_id=ALICE, script="Hello there.", wishes=wishes, updated_at=NOON)
    )

    await counter.whole(touch(SAVE_AS_PRESET, "d1", modal=True))

    (pushed,) = counter.slack.sent("views.push")
    form = json.loads(pushed["view"]) if isinstance(pushed["view"], str) else pushed["view"]
    assert element_of(form, "avatar")["initial_option"]["value"] == AVATAR
    assert json.loads(form["private_metadata"])["background"] == "slack-file:F1"


async def test_a_store_that_is_away_is_said_beside_the_name(without_records: Counter) -> None:
    answer = await without_records.whole(sent())

    assert json.loads(answer.body)["errors"]["name"].startswith("Herald cannot reach its own records")
