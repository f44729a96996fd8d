"""Home and presets: a person begins, goes on, makes again, and keeps what they chose."""

import json
from collections.abc import Callable

from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until

SCRIPT = "Good morning, team. The release is out."


async def home_with(stage: Stage, fits: Callable[[str], bool]) -> Json:
    """Alice's Home, once its text fits."""

    async def look() -> Json | None:
        home: Json | None = (await stage.state())["homes"].get(ALICE)
        return home if home is not None and fits(json.dumps(home, ensure_ascii=False)) else None

    return await until(look)


async def opened_home(stage: Stage) -> Json:
    """Home, just opened."""
    await stage.act("open_home")
    return await home_with(stage, lambda text: "New video" in text)


async def press_in(stage: Stage, home: Json, action_id: str) -> Json:
    """Press a button in Home; returns the form that it opens."""
    await stage.act("click", view_id=home["id"], action_id=action_id)
    return await stage.view_with(lambda view: view["type"] == "modal")


async def make_preset(stage: Stage, form: Json, name: str) -> None:
    """Fill in the form of a new preset and save it."""
    fields = {
        "name": {"type": "plain_text_input", "value": name},
        "avatar": await stage.pick(form, "avatar", "jenny"),
        "voice": await stage.pick(form, "voice", "jenny english"),
        "output_format": {
            "type": "static_select",
            "selected_option": {"text": {"type": "plain_text", "text": "WEBM"}, "value": "WEBM"},
        },
    }
    done = await stage.act("submit", view_id=form["id"], values={name: {name: state} for name, state in fields.items()})
    assert done["response_action"] is None, done


def block(view: Json, block_id: str) -> Json:
    """One block of a view."""
    found: Json = next(found for found in view["blocks"] if found.get("block_id") == block_id)
    return found


async def test_home_shows_a_video_from_asking_to_the_thread_without_being_opened_again(stage: Stage) -> None:
    async with bot_running(stage):
        await opened_home(stage)
        await stage.ask_for(SCRIPT)
        post = await stage.delivered()
        home = await home_with(stage, lambda text: "*Ready*" in text and "Open the thread" in text)

    text = json.dumps(home)
    assert f"/archives/{GENERAL}/p{post['thread_ts'].replace('.', '')}" in text
    assert "for 1 video" in text


async def test_a_video_is_begun_from_home(stage: Stage) -> None:
    async with bot_running(stage):
        form = await press_in(stage, await opened_home(stage), "new_video")
        typed = {"type": "plain_text_input", "value": SCRIPT}
        await stage.make_it(await stage.review(form, channel=GENERAL, script=typed))
        post = await stage.delivered()

    assert post["files"]


async def test_a_draft_is_continued_from_home(stage: Stage) -> None:
    async with bot_running(stage):
        form = await stage.open_modal("A script that was left")
        await stage.act("close", view_id=form["id"])
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "A script that was left" in text)
        form = await press_in(stage, home, "continue_draft")

    assert block(form, "script")["element"]["initial_value"] == "A script that was left"


async def test_a_draft_is_deleted_from_home(stage: Stage) -> None:
    async with bot_running(stage):
        form = await stage.open_modal("A script that was left")
        await stage.act("close", view_id=form["id"])
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "A script that was left" in text)
        await stage.act("click", view_id=home["id"], action_id="delete_draft")
        await home_with(stage, lambda text: "A script that was left" not in text)


async def test_a_video_is_made_again_from_home(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "Make again" in text)
        form = await press_in(stage, home, "render_again")

    assert SCRIPT in json.dumps(form)


async def test_a_preset_is_made_used_and_deleted(stage: Stage) -> None:
    async with bot_running(stage):
        await make_preset(stage, await press_in(stage, await opened_home(stage), "new_preset"), "Weekly")
        home = await home_with(stage, lambda text: "Weekly" in text)
        menu = {"type": "overflow", "selected_option": None}
        options = next(b["accessory"]["options"] for b in home["blocks"] if b.get("accessory", {}).get("options"))
        use = next(option for option in options if option["value"].startswith("use:"))
        await stage.act("select", view_id=home["id"], action_id="preset_menu", value={**menu, "selected_option": use})
        form = await stage.view_with(lambda view: view["callback_id"] == "compose")
        assert block(form, "avatar")["element"]["initial_option"]["text"]["text"].startswith("Jenny")
        typed = {"type": "plain_text_input", "value": SCRIPT}
        await stage.make_it(await stage.review(form, channel=GENERAL, script=typed))
        post = await stage.delivered()
        await delete_preset(stage, home, options)
        await home_with(stage, lambda text: "Weekly" not in text)

    assert post["files"][0]["name"].endswith(".webm")


async def delete_preset(stage: Stage, home: Json, options: list[Json]) -> None:
    """Open the preset's form and delete it there."""
    edit = next(option for option in options if option["value"].startswith("edit:"))
    await stage.act(
        "select",
        view_id=home["id"],
        action_id="preset_menu",
        value={"type": "overflow", "selected_option": edit},
    )
    form = await stage.view_with(lambda view: view["callback_id"] == "preset_form")
    await stage.press(form, "delete_preset")
    await stage.view_with(lambda view: "is deleted" in json.dumps(view))


async def test_the_choices_in_a_review_are_saved_as_a_preset(stage: Stage) -> None:
    async with bot_running(stage):
        await opened_home(stage)
        review = await stage.review(await stage.open_modal(SCRIPT))
        await stage.press(review, "save_as_preset")
        form = await stage.view_with(lambda view: view["callback_id"] == "preset_form")
        await stage.act(
            "submit", view_id=form["id"], values={"name": {"name": {"type": "plain_text_input", "value": "Kept"}}}
        )
        await home_with(stage, lambda text: "Kept" in text)
        assert (await stage.top_view())["callback_id"] == "review"
