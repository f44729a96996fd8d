"""Asking with one click, from a shortcut, from a mention; and what the open form does while it is filled in."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.store.drafts import Drafts
from bot.store.people import People
from tests.bot.slack.surfaces.reading import texts
from tests.handlers.counter import Counter, view_in
from tests.handlers.payloads import (
    ALICE,
    BOB,
    GENERAL,
    SCRIPT,
    TEAM,
    Json,
    change,
    click,
    command,
    event,
    filled_form,
    message_shortcut,
    picked,
    review,
    shortcut,
    submission,
    suggestion,
    ticked,
)
from tests.handlers.test_commands import element_of

MENTION: Json = {"user": ALICE, "channel": GENERAL, "ts": "5.5", "text": "<@U0BOT> Good &amp; short"}


def buttons_in(blocks: list[Json]) -> dict[str, str]:
    """The buttons of a message: each one's value by its `action_id`."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return {button["action_id"]: button["value"] for row in rows for button in row}


async def carded(counter: Counter, script: str = SCRIPT) -> dict[str, str]:
    """The buttons of the card that Alice gets for a script, having made a video before."""
    await counter.make("earlier")
    answer = await counter.whole(command(script))
    return buttons_in(json.loads(answer.body)["blocks"])


async def press(counter: Counter, action_id: str, value: str, *, user: str = ALICE) -> Json:
    """What takes the card's place after a press of one of its buttons."""
    request = click(value, user=user, action_id=action_id, response_url=counter.slack.response_url)
    assert (await counter.whole(request)).status == 200
    answer: Json = counter.slack.sent("respond")[-1]
    return answer


async def mentioned(counter: Counter, **fields: Any) -> list[Json]:
    """What Herald posts after a mention."""
    await counter.whole(event("app_mention", **{**MENTION, **fields}))
    return counter.slack.sent("chat.postMessage")


async def test_who_made_a_video_before_gets_a_card_with_length_and_price(counter: Counter) -> None:
    await counter.make("earlier")

    answer = await counter.whole(command(SCRIPT))

    card = json.loads(answer.body)
    said = " ".join(texts(card["blocks"]))
    assert "Make it · 2 s · about $0.20" in said
    assert SCRIPT in said
    assert card.get("response_type", "ephemeral") == "ephemeral"
    assert counter.slack.calls == []


async def test_one_command_and_one_click_make_a_video(counter: Counter) -> None:
    buttons = await carded(counter, "The second one.")

    replaced = await press(counter, "make_it", buttons["make_it"])

    render = await counter.render(buttons["edit_draft"])
    assert render is not None
    assert (render.script, render.destination.channel_id) == ("The second one.", GENERAL)
    assert f"anchor:{TEAM}:{render.id}" in await counter.woken()
    assert replaced["replace_original"] is True
    assert replaced["text"].startswith("On its way")


async def test_a_second_click_makes_nothing_and_says_so(counter: Counter) -> None:
    buttons = await carded(counter)
    await press(counter, "make_it", buttons["make_it"])

    replaced = await press(counter, "make_it", buttons["make_it"])

    assert replaced["text"].startswith("This video is being made already.")
    assert len(await counter.woken()) == 2


@pytest.mark.parametrize("value", ["", "unknown@1", "@"])
async def test_a_card_of_nobodys_makes_nothing(counter: Counter, value: str) -> None:
    assert (await press(counter, "make_it", value))["text"].startswith("This draft is not there any more.")


async def test_a_draft_is_made_by_its_own_person_only(counter: Counter) -> None:
    buttons = await carded(counter)

    replaced = await press(counter, "make_it", buttons["make_it"], user=BOB)

    assert replaced["text"].startswith("This draft is not there any more.")
    assert await counter.render(buttons["edit_draft"]) is None


async def test_a_card_whose_budget_is_used_up_says_so_and_keeps_the_text(counter: Counter) -> None:
    buttons = await carded(counter)
    await counter.ground.redis.hset(f"t:{TEAM}:budget:2026-11", "spent", 49_990_000)

    replaced = await press(counter, "make_it", buttons["make_it"])

    assert "of this month's budget is left" in replaced["text"]
    assert "make_it" not in buttons_in(replaced["blocks"])
    assert await counter.draft(buttons["edit_draft"]) is not None


async def test_a_card_whose_draft_was_changed_since_makes_nothing_unseen(counter: Counter) -> None:
    buttons = await carded(counter)

    replaced = await press(counter, "make_it", f"{buttons['edit_draft']}@1.0")

    assert "was changed since" in replaced["text"]
    assert await counter.render(buttons["edit_draft"]) is None


async def test_edit_opens_the_form_with_the_text_and_takes_the_price_away(counter: Counter) -> None:
    buttons = await carded(counter)

    replaced = await press(counter, "edit_draft", buttons["edit_draft"])

    view = await counter.opened_view()
    assert element_of(view, "script")["initial_value"] == SCRIPT
    assert json.loads(view["private_metadata"])["draft"] == buttons["edit_draft"]
    assert "make_it" not in buttons_in(replaced["blocks"])


async def test_cancel_drops_the_draft_and_the_card(counter: Counter) -> None:
    buttons = await carded(counter)

    replaced = await press(counter, "drop_draft", buttons["drop_draft"])

    assert replaced["delete_original"] is True
    assert await counter.draft(buttons["edit_draft"]) is None


async def test_who_never_made_a_video_gets_the_form_and_the_text_is_kept(counter: Counter) -> None:
    answer = await counter.whole(command(SCRIPT))

    view = await counter.opened_view()
    kept = await counter.draft(json.loads(view["private_metadata"])["draft"])
    assert answer.body == ""
    assert kept is not None
    assert kept.script == SCRIPT


async def test_a_card_is_not_shown_for_an_avatar_that_is_gone(counter: Counter) -> None:
    await counter.make("earlier")
    catalogue = counter.ground.shelf.catalogue
    counter.ground.shelf.put(catalogue.model_copy(update={"avatars": catalogue.avatars[1:]}))

    await counter.whole(command(SCRIPT))

    view = await counter.opened_view()
    assert "The avatar chosen before is not on offer any more." in " ".join(texts(view))
    assert "initial_option" not in element_of(view, "avatar")


async def test_typing_is_kept_as_a_draft(counter: Counter) -> None:
    form = filled_form(script={"type": "plain_text_input", "value": "Half a sen"})

    await counter.whole(change("script", form, value="Half a sen"))

    draft = await counter.draft()
    assert draft is not None
    assert (draft.script, draft.wishes.avatar) == ("Half a sen", "Aditya_public_4")
    assert counter.slack.calls == []


async def test_typing_that_is_told_of_late_does_not_make_a_reviewed_draft_look_changed(counter: Counter) -> None:
    await counter.whole(submission())
    draft = await counter.draft()
    assert draft is not None
    earlier = draft.model_copy(update={"updated_at": draft.updated_at - timedelta(minutes=1)})
    await counter.ground.redis.delete(f"t:{TEAM}:drafts:{ALICE}")
    await Drafts(counter.ground.redis).save(earlier)
    metadata = json.dumps({"draft": "r1", "seen": earlier.updated_at.isoformat()})
    await counter.whole(change("script", filled_form(), value=SCRIPT))

    answer = await counter.whole(review(metadata=metadata))

    assert json.loads(answer.body) == {"response_action": "clear"}


async def test_more_options_keeps_what_was_typed_and_shows_the_rest(counter: Counter) -> None:
    await counter.whole(change("more_options", filled_form(), type="button", value="more"))

    view = await counter.updated_view()
    assert element_of(view, "script")["initial_value"] == SCRIPT
    assert element_of(view, "speed")["type"] == "number_input"
    assert json.loads(view["private_metadata"])["more"] is True


async def test_fewer_options_keep_what_was_chosen_in_them(counter: Counter) -> None:
    more = json.dumps({"draft": "r1", "channel": GENERAL, "more": True})
    form = filled_form(metadata=more, speed={"type": "number_input", "value": "1.25"})

    await counter.whole(change("more_options", form, type="button", value="fewer"))

    draft = await counter.draft()
    assert draft is not None
    assert str(draft.wishes.speed) == "1.25"
    assert all(block.get("block_id") != "speed" for block in (await counter.updated_view())["blocks"])


async def test_a_language_drops_a_voice_that_does_not_speak_it_and_narrows_the_search(counter: Counter) -> None:
    voices = [("anna_female_german", "Anna"), ("jenny_female_english", "Jenny")]
    option = type(counter.ground.shelf.catalogue.voices[0])
    listed = tuple(option(id=id_, label=label) for id_, label in voices)
    counter.ground.shelf.put(counter.ground.shelf.catalogue.model_copy(update={"voices": listed}))

    await counter.whole(change("language", filled_form(language=picked("de-DE"))))

    view = await counter.updated_view()
    (voice,) = [block for block in view["blocks"] if block.get("element", {}).get("action_id") == "voice"]
    found = await counter.hand_in(suggestion("voice", "", metadata=view["private_metadata"]))
    assert voice["block_id"] == "voice__1"
    assert "initial_option" not in voice["element"]
    assert [one["value"] for one in json.loads(found.body)["options"]] == ["anna_female_german"]


async def test_only_me_opens_the_direct_message_ahead(counter: Counter) -> None:
    await counter.whole(change("only_me", filled_form(only_me=ticked(True))))

    assert [method for method, _ in counter.slack.calls][:1] == ["conversations.open"]


async def test_only_me_knows_an_open_direct_message(counter: Counter) -> None:
    await People(counter.ground.redis).remember_direct(TEAM, ALICE, "D0ALICE")

    await counter.whole(change("only_me", filled_form(only_me=ticked(True))))

    assert counter.slack.calls == []


async def test_a_change_that_a_newer_form_has_overtaken_is_not_an_error(counter: Counter) -> None:
    counter.slack.errors["views.update"] = "hash_conflict"

    await counter.whole(change("more_options", filled_form(), type="button"))

    assert len(counter.slack.sent("views.update")) == 1


async def test_a_change_that_cannot_be_read_is_said_above_the_form_and_the_text_is_kept(counter: Counter) -> None:
    wrong = filled_form(background_color={"type": "plain_text_input", "value": "blue"})

    await counter.whole(change("more_options", wrong, type="button"))

    draft = await counter.draft()
    assert "*That did not work.* Write the colour" in " ".join(texts(await counter.updated_view()))
    assert draft is not None
    assert draft.script == SCRIPT


async def test_the_global_shortcut_opens_an_empty_form(counter: Counter) -> None:
    answer = await counter.whole(shortcut("create_video"))

    view = await counter.opened_view()
    assert (answer.status, answer.body) == (200, "")
    assert "initial_value" not in element_of(view, "script")
    assert "channel" not in json.loads(view["private_metadata"])


async def test_the_message_shortcut_takes_the_text_and_answers_in_its_thread(counter: Counter) -> None:
    message = {"type": "message", "ts": "7.7", "thread_ts": "5.5", "text": "Done &amp; <@U0BOB|bob> knows"}

    await counter.whole(message_shortcut("video_from_message", message, response_url=counter.slack.response_url))

    view = await counter.opened_view()
    carried = json.loads(view["private_metadata"])
    assert element_of(view, "script")["initial_value"] == "Done & @bob knows"
    assert (carried["channel"], carried["thread"]) == (GENERAL, "5.5")


async def test_a_message_that_is_no_thread_yet_becomes_one(counter: Counter) -> None:
    message = {"type": "message", "ts": "7.7", "text": "Hello"}

    await counter.whole(message_shortcut("video_from_message", message, response_url=counter.slack.response_url))

    assert json.loads((await counter.opened_view())["private_metadata"])["thread"] == "7.7"


async def test_a_mention_is_answered_once_in_its_thread_with_a_button(counter: Counter) -> None:
    await mentioned(counter)
    (posted,) = await mentioned(counter)  # Slack sends the same event again

    blocks = json.loads(posted["blocks"]) if isinstance(posted["blocks"], str) else posted["blocks"]
    draft = await counter.draft(buttons_in(blocks)["start_here"])
    assert (posted["channel"], posted["thread_ts"]) == (GENERAL, "5.5")
    assert draft is not None
    assert draft.script == "Good & short"


@pytest.mark.parametrize("fields", [{"bot_id": "B0OTHER"}, {"user": None}, {"edited": {"ts": "6.6"}}])
async def test_mentions_by_bots_and_edits_are_not_answered(counter: Counter, fields: Json) -> None:
    assert await mentioned(counter, **fields) == []


@pytest.mark.parametrize(("user", "script"), [(ALICE, "Good & short"), (BOB, None)])
async def test_the_button_opens_ones_own_form_in_the_thread(counter: Counter, user: str, script: str | None) -> None:
    (posted,) = await mentioned(counter)
    blocks = json.loads(posted["blocks"]) if isinstance(posted["blocks"], str) else posted["blocks"]

    value = buttons_in(blocks)["start_here"]
    await counter.whole(click(value, user=user, action_id="start_here", response_url=counter.slack.response_url))

    view = view_in(counter.slack.sent("views.open")[0])
    carried = json.loads(view["private_metadata"])
    assert element_of(view, "script").get("initial_value") == script
    assert carried["channel"] == GENERAL
    assert carried["thread"] in {"5.5", "1795337070.000200"}
