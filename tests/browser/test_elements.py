"""Elements of blocks, used in messages, on the Home tab and in modals, reach the app as Slack spells them."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import Playground, acted, run_command
from tests.browser.elements import CONFIRM, every_element, section


async def post_elements(page: Page, playground: Playground) -> None:
    await playground.app.post("Everything", blocks=every_element())
    await expect(page.get_by_role("button", name="Go")).to_be_visible()


PICKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "place": ("Choose: Place", "Oslo", {"value": "oslo"}),
    "avatar": ("Choose: Avatar", "Mia in the park", {"value": "mia_in_the_park"}),
    "person": ("Choose: Person", "Bob", {"selected_user": "U0BOB"}),
    "conversation": ("Choose: Conversation", "#launch", {"selected_conversation": "C0LAUNCH"}),
    "channel": ("Choose: Channel", "#random", {"selected_channel": "C0RANDOM"}),
}


@pytest.mark.parametrize("action_id", PICKED)
async def test_a_select_in_a_message_reaches_the_app(page: Page, playground: Playground, action_id: str) -> None:
    label, option, expected = PICKED[action_id]
    await post_elements(page, playground)
    await page.get_by_role("combobox", name=label, exact=True).click()

    async with acted(page, "select"):
        await page.get_by_role("option", name=option, exact=True).click()

    [action] = playground.app.clicks
    found = action.get("selected_option") or action
    assert action["action_id"] == action_id
    assert {key: found[key] for key in expected} == expected


async def test_an_overflow_menu_in_a_message_is_worked_by_arrow_keys(page: Page, playground: Playground) -> None:
    await post_elements(page, playground)
    await page.get_by_role("button", name="More options").focus()

    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Archive it")).to_be_focused()
    await page.keyboard.press("End")
    async with acted(page, "select"):
        await page.keyboard.press("Enter")

    [action] = playground.app.clicks
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "share_it")
    await expect(page.get_by_role("button", name="More options")).to_be_focused()


async def test_boxes_and_dates_in_a_message_reach_the_app(page: Page, playground: Playground) -> None:
    await post_elements(page, playground)

    async with acted(page, "select"):
        await page.get_by_role("checkbox", name="Music").check()
    async with acted(page, "select"):
        await page.get_by_role("radio", name="Tall").check()
    async with acted(page, "select"):
        await page.get_by_label("Day", exact=True).fill("2027-01-01")

    boxes, shape, day = playground.app.clicks
    assert [one["value"] for one in boxes["selected_options"]] == ["music"]
    assert shape["selected_option"]["value"] == "tall"
    assert day["selected_date"] == "2027-01-01"


async def test_a_choice_that_was_not_confirmed_is_taken_back(page: Page, playground: Playground) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("One", "Two")]
    chooser = {"type": "static_select", "action_id": "sure", "options": options, "confirm": CONFIRM}
    await playground.app.post("Choose", blocks=[section("Which?", chooser)])
    box = page.get_by_role("combobox", name="Which?")
    await box.click()
    await page.get_by_role("option", name="Two").click()

    await page.get_by_role("dialog").get_by_role("button", name="Keep").click()

    await expect(box).to_have_value("")
    assert playground.app.clicks == []


async def test_what_is_chosen_on_the_home_tab_reaches_the_app(page: Page, playground: Playground) -> None:
    await page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Herald").click()
    await expect(page.get_by_text("Welcome, visit 1")).to_be_visible()
    home = page.get_by_role("region", name="Home tab")
    await home.get_by_role("combobox", name="Choose: Place", exact=True).click()

    async with acted(page, "select"):
        await page.get_by_role("option", name="Paris").click()

    assert playground.app.clicks[0]["selected_option"]["value"] == "paris"


async def test_formatted_words_are_handed_over_as_rich_text(page: Page, playground: Playground) -> None:
    await run_command(page, "/herald everything")
    notes = page.get_by_role("textbox", name="Notes")
    await notes.click()
    await page.keyboard.type("Be ")
    await page.keyboard.press("Control+b")
    await page.keyboard.type("bold")
    await page.keyboard.press("Control+b")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Bulleted list").click()
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")

    await page.get_by_role("button", name="Send", exact=True).last.click()

    await expect(page.get_by_role("dialog")).to_be_hidden()
    first, second = playground.app.submissions[0]["notes"]["pick"]["rich_text_value"]["elements"]
    assert first["elements"] == [
        {"type": "text", "text": "Be "},
        {"type": "text", "text": "bold", "style": {"bold": True}},
    ]
    assert second["style"] == "bullet"
    assert [item["elements"][0]["text"] for item in second["elements"]] == ["one", "two"]


async def test_a_chosen_file_is_in_the_submission(page: Page, playground: Playground) -> None:
    await run_command(page, "/herald everything")
    picture: FilePayload = {"name": "face.png", "mimeType": "image/png", "buffer": b"picture"}
    await page.get_by_label("Files (optional)").set_input_files([picture])
    await expect(page.get_by_role("list", name="Chosen files")).to_contain_text("face.png")

    await page.get_by_role("button", name="Send", exact=True).last.click()

    await expect(page.get_by_role("dialog")).to_be_hidden()
    [file] = playground.app.submissions[0]["files"]["pick"]["files"]
    assert file["name"] == "face.png"


async def test_a_file_of_another_kind_is_refused_with_the_kinds_that_fit(page: Page) -> None:
    await run_command(page, "/herald everything")
    music: FilePayload = {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"la"}

    await page.get_by_label("Files (optional)").set_input_files([music])

    await expect(page.get_by_text("song.mp3 cannot be used here: only txt, png files.")).to_be_visible()


async def test_three_views_lie_on_each_other_and_go_one_by_one(page: Page) -> None:
    await run_command(page, "/herald Good morning")
    await page.get_by_role("button", name="Background").click()
    await page.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Deepest")).to_be_visible()

    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Background")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog", name="New video")).to_be_visible()
