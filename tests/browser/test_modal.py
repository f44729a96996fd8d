"""A person fills in the app's modal."""

import asyncio

from playwright.async_api import Page, expect

from tests.browser.conftest import Playground, run_command
from tests.browser.stub_app import TOO_RUDE


async def open_modal(page: Page, script: str = "Good morning") -> None:
    await run_command(page, f"/herald {script}")
    await expect(page.get_by_role("dialog", name="New video")).to_be_visible()


async def choose_avatar(page: Page) -> None:
    avatar = page.get_by_role("combobox", name="Avatar")
    await avatar.click()
    await page.get_by_role("option", name="Mia in the park").click()
    await expect(avatar).to_have_value("Mia in the park")


async def test_typing_a_command_opens_the_modal_with_its_text(page: Page) -> None:
    await open_modal(page, "Good morning team")

    await expect(page.get_by_role("textbox", name="Script")).to_have_value("Good morning team")
    await expect(page.get_by_role("textbox", name="Script")).to_be_focused()


async def test_a_select_is_searched_and_answered_by_keyboard(page: Page, playground: Playground) -> None:
    await open_modal(page)
    avatar = page.get_by_role("combobox", name="Avatar")
    await avatar.focus()
    await expect(page.get_by_role("option")).to_have_count(4)

    await avatar.press_sequentially("anna")
    await expect(page.get_by_role("option")).to_have_count(2)
    await avatar.press("ArrowDown")
    await expect(page.locator(".option-active")).to_have_text("Anna at the lake")
    await avatar.press("Enter")

    await expect(avatar).to_have_value("Anna at the lake")
    await expect(avatar).to_have_attribute("aria-expanded", "false")
    assert playground.app.searches[0] == ""
    assert playground.app.searches[-1] == "anna"


async def test_fast_typing_asks_the_app_once(page: Page, playground: Playground) -> None:
    await open_modal(page)
    avatar = page.get_by_role("combobox", name="Avatar")
    await avatar.focus()
    await expect(page.get_by_role("option")).to_have_count(4)

    await avatar.press_sequentially("lake")

    await expect(page.get_by_role("option")).to_have_count(1)
    assert playground.app.searches == ["", "lake"]


async def test_a_search_that_finds_nothing_says_so(page: Page) -> None:
    await open_modal(page)
    avatar = page.get_by_role("combobox", name="Avatar")

    await avatar.fill("zzz")

    await expect(page.get_by_text("No results")).to_be_visible()


async def test_escape_closes_the_list_before_it_closes_the_modal(page: Page) -> None:
    await open_modal(page)
    avatar = page.get_by_role("combobox", name="Avatar")
    await avatar.click()
    await expect(page.get_by_role("listbox", name="Options")).to_be_visible()

    await avatar.press("Escape")
    await expect(page.get_by_role("listbox", name="Options")).to_be_hidden()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await avatar.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_the_app_s_error_stands_beside_its_field(page: Page) -> None:
    await open_modal(page, "something rude")
    await choose_avatar(page)

    await page.get_by_role("button", name="Create").click()

    script = page.get_by_role("textbox", name="Script")
    await expect(script).to_have_accessible_description(f"{TOO_RUDE} About 150 words make a minute.")
    await expect(script).to_be_focused()
    await script.fill("something kind")
    await expect(page.get_by_text(TOO_RUDE)).to_be_hidden()


async def test_a_missing_answer_is_asked_for_before_the_app_hears_of_it(page: Page, playground: Playground) -> None:
    await open_modal(page)

    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("combobox", name="Avatar")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("combobox", name="Avatar")).to_be_focused()
    assert playground.app.submissions == []


async def test_submitting_closes_the_modal_and_hands_over_every_value(page: Page, playground: Playground) -> None:
    await open_modal(page)
    await choose_avatar(page)
    await page.get_by_role("checkbox", name="Captions").check()
    await page.get_by_role("radio", name="Tall").check()
    await page.get_by_role("textbox", name="Pace").fill("1.5")
    await page.get_by_label("Day").fill("2026-12-24")
    people = page.get_by_role("combobox", name="Notify")
    await people.fill("bo")
    await people.press("Enter")

    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("dialog")).to_be_hidden()
    [values] = playground.app.submissions
    assert values["script"]["text"]["value"] == "Good morning"
    assert values["avatar"]["pick"]["selected_option"]["value"] == "mia_in_the_park"
    assert values["where"]["pick"]["selected_conversation"] == "C0GENERAL"
    assert [option["value"] for option in values["extras"]["pick"]["selected_options"]] == ["captions"]
    assert values["shape"]["pick"]["selected_option"]["value"] == "tall"
    assert values["pace"]["pick"]["value"] == "1.5"
    assert values["day"]["pick"]["selected_date"] == "2026-12-24"
    assert values["people"]["pick"]["selected_users"] == ["U0BOB"]


async def test_a_moment_is_read_in_the_acting_person_s_time_zone(page: Page, playground: Playground) -> None:
    await open_modal(page)
    await choose_avatar(page)
    await page.get_by_label("Moment").fill("2026-07-01T09:30")

    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert playground.app.submissions[0]["moment"]["pick"]["selected_date_time"] == 1_782_894_600  # 08:30 UTC


async def test_the_counter_warns_of_a_text_that_is_too_long(page: Page) -> None:
    await open_modal(page)

    await page.get_by_role("textbox", name="Script").fill("x" * 125)

    await expect(page.get_by_text("5 too many · 125 of 120")).to_be_visible()


async def test_an_app_that_does_not_answer_leaves_the_modal_as_it_was(page: Page, playground: Playground) -> None:
    await open_modal(page, "Keep these words")
    await choose_avatar(page)
    playground.app.silent = True

    await page.get_by_role("button", name="Create").click()

    await expect(page.get_by_role("button", name="Create")).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("alert")).to_contain_text("Herald did not answer within 3 seconds", timeout=10_000)
    await expect(page.get_by_role("textbox", name="Script")).to_have_value("Keep these words")


async def test_typed_words_and_focus_survive_what_happens_meanwhile(page: Page, playground: Playground) -> None:
    await open_modal(page, "")
    script = page.get_by_role("textbox", name="Script")
    await script.press_sequentially("half a sen")

    await asyncio.gather(
        *(playground.app.call("chat.postMessage", channel="C0GENERAL", text=f"n{i}") for i in range(3))
    )
    await expect(page.locator("article", has_text="n2")).to_be_attached()
    await script.press_sequentially("tence")

    await expect(script).to_have_value("half a sentence")


async def test_a_view_that_was_pushed_gives_way_to_the_typed_words_under_it(page: Page) -> None:
    await open_modal(page, "")
    await page.get_by_role("textbox", name="Script").fill("typed before")
    await page.get_by_role("button", name="Background").click()
    await expect(page.get_by_role("dialog", name="Background")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Colour")).to_be_focused()

    await page.get_by_role("dialog").get_by_role("button", name="Apply").click()

    await expect(page.get_by_role("dialog", name="New video")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Script")).to_have_value("typed before")


async def test_typed_words_survive_an_update_of_the_view(page: Page) -> None:
    await open_modal(page, "")
    await page.get_by_role("textbox", name="Script").fill("typed before")

    await page.get_by_role("button", name="Rename").click()

    await expect(page.get_by_role("textbox", name="Speech")).to_have_value("typed before")


async def test_the_cross_closes_the_whole_stack(page: Page) -> None:
    await open_modal(page)
    await page.get_by_role("button", name="Background").click()
    top = page.get_by_role("dialog", name="Background")

    await top.get_by_role("button", name="Close").click()

    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_words_left_in_a_closed_modal_are_sent_nowhere(page: Page) -> None:
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    await open_modal(page, "")
    await page.get_by_role("textbox", name="Script").press_sequentially("half a thought")

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.wait_for_load_state("networkidle")
    assert refused == []
