"""The form is reviewed, and the review makes the video: stored before it is acked, or refused with all kept."""

import asyncio
import json
from typing import Any

import pytest

from bot.rendering.render import RenderState
from bot.store.allowed import AllowList
from bot.store.people import People
from tests.bot.slack.surfaces.reading import problems_of_view, texts
from tests.handlers.counter import Counter, budget_left, open_counter
from tests.handlers.payloads import (
    ALICE,
    BOB,
    GENERAL,
    SCRIPT,
    TEAM,
    Json,
    click,
    interaction,
    picked,
    review,
    submission,
    ticked,
    view,
)
from tests.handlers.test_commands import element_of

TOO_OLD = "This form is too old to be used. Please type /herald again."
TYPED = {"type": "plain_text_input"}


def errors_of(body: str) -> dict[str, str]:
    """The errors of an answer that keeps the modal open."""
    answer = json.loads(body)
    assert answer["response_action"] == "errors", answer
    errors: dict[str, str] = answer["errors"]
    return errors


def pushed(body: str) -> Json:
    """The review that an answer shows."""
    answer = json.loads(body)
    assert answer["response_action"] in {"push", "update"}, answer
    shown: Json = answer["view"]
    return shown


def all_text(shown: Any) -> str:
    """All texts of a view."""
    return " ".join(texts(shown))


async def test_a_good_form_is_reviewed_before_anything_is_made(counter: Counter) -> None:
    answer = await counter.whole(submission())

    shown = pushed(answer.body)
    said = all_text(shown)
    assert problems_of_view(shown) == []
    assert SCRIPT in said
    assert "About 2 s, about $0.20" in said
    assert "$50.00 of this month's budget is left; $0.26 is set aside" in said
    assert f"<#{GENERAL}>" in said
    assert shown["submit"]["text"] == "Make it"
    assert await counter.render() is None
    assert counter.slack.calls == []


async def test_what_was_reviewed_is_stored_and_all_forms_are_closed(counter: Counter) -> None:
    answer = await counter.make()

    render = await counter.render()
    assert json.loads(answer.body) == {"response_action": "clear"}
    assert render is not None
    assert (render.state, render.script, render.user_id) == (RenderState.REQUESTED, SCRIPT, ALICE)
    assert render.destination.channel_id == GENERAL
    assert await counter.woken() == [f"anchor:{TEAM}:r1"]
    assert counter.slack.calls == []
    assert await counter.draft() is None


async def test_a_review_submitted_five_times_at_once_is_one_render(counter: Counter) -> None:
    await counter.whole(submission())

    answers = await asyncio.gather(*(counter.hand_in(review()) for _ in range(5)))
    await counter.finish()

    assert {answer.body for answer in answers} == {'{"response_action": "clear"}'}
    assert str(await budget_left(counter)) == "49.74"
    assert await counter.woken() == [f"anchor:{TEAM}:r1"]


async def test_a_form_handed_in_after_its_video_was_made_does_not_change_it(counter: Counter) -> None:
    await counter.make()

    await counter.whole(submission(script={**TYPED, "value": "Something else."}))
    again = await counter.whole(review())

    render = await counter.render()
    assert json.loads(again.body) == {"response_action": "clear"}
    assert render is not None
    assert render.script == SCRIPT
    assert str(await budget_left(counter)) == "49.74"


@pytest.mark.parametrize(
    ("field", "state", "said"),
    [
        ("script", {**TYPED, "value": None}, "Write what the presenter should say"),
        ("script", {**TYPED, "value": " … 👋 "}, "at least one word"),
        ("script", {**TYPED, "value": "a" * 5001}, "5,001 characters; 5,000 is the most"),
        ("avatar", picked(None), "Pick an avatar."),
        ("avatar", picked("jenny_female_english"), "This avatar is not on offer"),
        ("voice", picked(None), "Pick a voice."),
        ("voice", picked("nobody"), "This voice is not on offer"),
        ("language", picked("xx-XX"), "This language is not on offer"),
        ("speed", {"type": "number_input", "value": "9"}, "from 0.5 to 1.5"),
        ("speed", {"type": "number_input", "value": "fast"}, "“fast” is not a number."),
        ("pitch", {"type": "number_input", "value": "0.05"}, "multiple of 0.1"),
        ("background_color", {**TYPED, "value": "blue"}, "#1e90ff"),
        ("output_quality", {"type": "number_input", "value": "50.5"}, "whole number"),
        ("output_quality", {"type": "number_input", "value": "7"}, "20"),
        ("ttl_seconds", {"type": "number_input", "value": "0"}, "number of hours"),
        ("resolution", picked("123x456"), "The sizes are"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    counter: Counter, field: str, state: dict[str, object], said: str
) -> None:
    fields: Json = {field: state}

    answer = await counter.whole(submission(**fields))

    errors = errors_of(answer.body)
    assert list(errors) == [field]
    assert said in errors[field]
    assert await counter.render() is None
    kept = await counter.draft()
    assert kept is not None
    assert kept.destination is not None


async def test_an_error_is_said_beside_a_field_that_was_filled_in_anew(counter: Counter) -> None:
    metadata = json.dumps({"draft": "r1", "channel": GENERAL, "voice_turn": 2})

    answer = await counter.whole(submission(metadata=metadata, voice=None, voice__2=picked("nobody")))

    assert list(errors_of(answer.body)) == ["voice__2"]


async def test_a_budget_that_does_not_cover_the_video_is_said_beside_the_script(redis_url: str) -> None:
    async with open_counter(redis_url, herald_budget_usd_month="0.25") as counter:
        answer = await counter.whole(submission())

    assert errors_of(answer.body)["script"].startswith("This video may cost up to $0.26, and $0.25 of this month's")


async def test_a_budget_that_was_used_up_since_is_said_in_the_review(counter: Counter) -> None:
    await counter.whole(submission())
    await counter.ground.redis.hset(f"t:{TEAM}:budget:2026-11", "spent", 49_900_000)
    await counter.ground.redis.expire(f"t:{TEAM}:budget:2026-11", 60)

    answer = await counter.whole(review())

    shown = pushed(answer.body)
    assert "This video may cost up to $0.26" in all_text(shown)
    assert (shown["callback_id"], await counter.render()) == ("review", None)
    assert await counter.draft() is not None


async def test_records_out_of_reach_keep_the_form_open_with_what_was_typed(without_records: Counter) -> None:
    answer = await without_records.whole(submission())

    said = errors_of(answer.body)["script"]
    assert said.startswith("Herald cannot reach its own records just now. Nothing was charged.")
    assert "127.0.0.1" not in answer.body


async def test_records_out_of_reach_keep_the_review_open(without_records: Counter) -> None:
    answer = await without_records.whole(review())

    assert "Herald cannot reach its own records just now." in all_text(pushed(answer.body))
    assert await without_records.woken() == []


async def test_a_draft_that_was_changed_since_it_was_reviewed_is_shown_again_before_it_is_made(
    counter: Counter,
) -> None:
    first = pushed((await counter.whole(submission())).body)
    await counter.ground.redis.delete(f"t:{TEAM}:drafts:{ALICE}")
    draft = await counter.draft()
    assert draft is not None
    longer = draft.model_copy(update={"script": "word " * 100, "updated_at": draft.updated_at.replace(year=2027)})
    await counter.ground.redis.set(f"t:{TEAM}:draft:{ALICE}:r1", longer.model_dump_json(), ex=60)

    answer = await counter.whole(review(metadata=first["private_metadata"]))

    shown = pushed(answer.body)
    assert "The draft was changed since you looked at it." in all_text(shown)
    assert await counter.render() is None
    await counter.whole(review(metadata=shown["private_metadata"]))
    assert await counter.render() is not None


async def test_somebody_elses_review_makes_nothing(counter: Counter) -> None:
    await counter.whole(submission())

    answer = await counter.whole(review(user=BOB))

    assert "This draft is not there any more." in all_text(pushed(answer.body))
    assert await counter.render() is None


@pytest.mark.parametrize("metadata", ["", "not json", "[]", "null", '{"view": "another app\'s"}', '{"render": "r1"}'])
async def test_a_modal_with_foreign_metadata_is_refused_in_words(counter: Counter, metadata: str) -> None:
    form, reviewed = await counter.whole(submission(metadata=metadata)), await counter.whole(review(metadata=metadata))

    assert errors_of(form.body) == {"script": TOO_OLD}
    assert TOO_OLD in all_text(pushed(reviewed.body))


async def test_a_form_without_a_language_or_a_destination_is_good(counter: Counter) -> None:
    await counter.make(language=None, destination=None)

    render = await counter.render()
    assert render is not None
    assert (render.choices.language, render.destination.channel_id) == (None, GENERAL)


async def test_a_form_opened_from_nowhere_asks_for_a_place(counter: Counter) -> None:
    answer = await counter.whole(submission(metadata='{"draft": "r1"}', destination={"selected_conversation": None}))

    assert errors_of(answer.body) == {"destination": "Pick where to post the video, or tick Only me."}


async def test_an_answer_goes_to_the_thread_only_in_the_channel_it_is_of(counter: Counter) -> None:
    opened = json.dumps({"draft": "r1", "channel": GENERAL, "thread": "1.5"})
    await counter.whole(submission(metadata=opened))
    await counter.whole(review())
    elsewhere = json.dumps({"draft": "r2", "channel": GENERAL, "thread": "1.5"})
    await counter.whole(submission(metadata=elsewhere, destination={"selected_conversation": "C0RANDOM"}))
    await counter.whole(review("r2"))

    here, there = await counter.render("r1"), await counter.render("r2")
    assert here is not None
    assert there is not None
    assert (here.destination.channel_id, here.destination.thread_ts) == (GENERAL, "1.5")
    assert (there.destination.channel_id, there.destination.thread_ts) == ("C0RANDOM", None)


async def test_only_me_goes_to_the_direct_message_once_it_is_open(counter: Counter) -> None:
    early = await counter.whole(submission(only_me=ticked(True)))
    await People(counter.ground.redis).remember_direct(TEAM, ALICE, "D0ALICE")
    await counter.make(only_me=ticked(True))

    render = await counter.render()
    assert list(errors_of(early.body)) == ["only_me"]
    assert [method for method, _ in counter.slack.calls] == ["conversations.open"]
    assert render is not None
    assert render.destination.channel_id == "D0ALICE"


@pytest.mark.parametrize("state", ["text", 7, ["list"]])
async def test_a_state_of_another_form_keeps_the_modal_open(counter: Counter, state: object) -> None:
    answer = await counter.whole(submission(avatar=state))

    assert "Something went wrong on Herald's side." in errors_of(answer.body)["script"]
    assert await counter.render() is None


async def test_another_apps_modal_is_nobodys(counter: Counter) -> None:
    foreign = view("somebody_elses_modal", "{}", {})

    answer = await counter.whole(interaction({"type": "view_submission", "view": foreign}))

    assert answer.status == 404
    assert await counter.woken() == []


async def test_what_a_person_wrote_is_stored_as_they_wrote_it(counter: Counter) -> None:
    written = 'Grüße <!channel> & "世界" 👋\nnext line'

    await counter.make(script={**TYPED, "value": f"  {written}\n"})

    render = await counter.render()
    assert render is not None
    assert render.script == written


async def test_two_fields_are_one_script(counter: Counter) -> None:
    await counter.make(script={**TYPED, "value": "a " * 1400}, more_script={**TYPED, "value": "b " * 1000})

    render = await counter.render()
    assert render is not None
    assert (len(render.script), render.script[2796:2802]) == (4799, "a a b ")


async def test_what_the_workspace_allows_is_taken_and_offered_again(counter: Counter) -> None:
    await AllowList(counter.ground.redis).allow(TEAM, "avatar", "chief", label="Our chief")

    await counter.make(avatar=picked("chief"))
    await counter.whole(click("r1", response_url=counter.slack.response_url))

    render = await counter.render()
    assert render is not None
    assert render.choices.avatar == "chief"
    picked_again = element_of(await counter.opened_view(), "avatar")["initial_option"]
    assert (picked_again["value"], picked_again["text"]["text"]) == ("chief", "Our chief")


async def test_what_the_workspace_allows_no_longer_is_refused_beside_its_field(counter: Counter) -> None:
    allowed = AllowList(counter.ground.redis)
    await allowed.allow(TEAM, "avatar", "chief")
    await allowed.disallow(TEAM, "avatar", "chief")

    answer = await counter.whole(submission(avatar=picked("chief")))

    assert "not on offer" in errors_of(answer.body)["avatar"]
    assert await counter.render() is None
