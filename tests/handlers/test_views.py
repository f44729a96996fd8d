"""The modal's submission: stored before it is acked, or refused beside the field with the modal left open."""

import asyncio
import json

import pytest

from bot.rendering.render import RenderState
from bot.store.allowed import AllowList
from tests.handlers.counter import Counter, budget_left, open_counter
from tests.handlers.payloads import ALICE, GENERAL, SCRIPT, TEAM, Json, click, interaction, picked, submission, view
from tests.handlers.test_commands import element_of

TOO_OLD = "This form is too old to be used. Please type /herald again."


def errors_of(body: str) -> dict[str, str]:
    """The errors of an answer that keeps the modal open."""
    answer = json.loads(body)
    assert answer["response_action"] == "errors"
    errors: dict[str, str] = answer["errors"]
    return errors


async def test_a_good_submission_is_stored_and_closes_the_modal(counter: Counter) -> None:
    answer = await counter.hand_in(submission())

    render = await counter.render()
    assert (answer.status, answer.body) == (200, "")
    assert render is not None
    assert (render.state, render.script, render.user_id) == (RenderState.REQUESTED, SCRIPT, ALICE)
    assert render.destination.channel_id == GENERAL


async def test_a_good_submission_wakes_the_anchor_step(counter: Counter) -> None:
    await counter.whole(submission())

    assert await counter.woken() == [f"anchor:{TEAM}:r1"]


async def test_a_good_submission_asks_nothing_of_slack(counter: Counter) -> None:
    await counter.whole(submission())

    assert counter.slack.calls == []


async def test_the_same_modal_submitted_twice_at_once_is_one_render(counter: Counter) -> None:
    answers = await asyncio.gather(*(counter.hand_in(submission()) for _ in range(5)))
    await counter.finish()

    assert {(answer.status, answer.body) for answer in answers} == {(200, "")}
    assert str(await budget_left(counter)) == "49.74"
    assert await counter.woken() == [f"anchor:{TEAM}:r1"]


async def test_a_second_submission_does_not_change_the_first(counter: Counter) -> None:
    await counter.whole(submission())

    await counter.whole(submission(script={"type": "plain_text_input", "value": "Something else."}))

    render = await counter.render()
    assert render is not None
    assert render.script == SCRIPT


@pytest.mark.parametrize(
    ("field", "state", "said"),
    [
        ("script", {"type": "plain_text_input", "value": None}, "Write what the presenter should say."),
        ("script", {"type": "plain_text_input", "value": " … 👋 "}, "at least one word"),
        ("script", {"type": "plain_text_input", "value": "a" * 3001}, "3,001 characters; 3,000 is the most"),
        ("avatar", picked(None), "Pick an avatar."),
        ("avatar", picked("jenny_female_english"), "This avatar is not on offer"),
        ("voice", picked(None), "Pick a voice."),
        ("voice", picked("nobody"), "This voice is not on offer"),
        ("language", picked("xx-XX"), "This language is not on offer"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    counter: Counter, field: str, state: dict[str, object], said: str
) -> None:
    fields: Json = {field: state}

    answer = await counter.whole(submission(**fields))

    errors = errors_of(answer.body)
    assert list(errors) == [field]
    assert said in errors[field]
    assert await counter.render() is None
    assert await counter.woken() == []


async def test_a_budget_that_does_not_cover_the_video_is_said_beside_the_script(redis_url: str) -> None:
    async with open_counter(redis_url, herald_budget_usd_month="0.25") as counter:
        answer = await counter.whole(submission())
        render = await counter.render()

    assert errors_of(answer.body)["script"].startswith("This video may cost up to $0.26, and $0.25 of this month's")
    assert render is None


async def test_records_out_of_reach_keep_the_modal_open_with_what_was_typed(without_records: Counter) -> None:
    answer = await without_records.whole(submission())

    said = errors_of(answer.body)["script"]
    assert said.startswith("Herald cannot reach its own records just now. Nothing was charged.")
    assert "127.0.0.1" not in answer.body
    assert await without_records.woken() == []


@pytest.mark.parametrize("metadata", ["", "not json", "[]", "null", '{"view": "another app\'s"}', '{"render": "r1"}'])
async def test_a_modal_with_foreign_metadata_is_refused_in_words(counter: Counter, metadata: str) -> None:
    answer = await counter.whole(submission(metadata=metadata))

    assert errors_of(answer.body) == {"script": TOO_OLD}
    assert await counter.render() is None


@pytest.mark.parametrize("missing", ["script", "avatar", "voice"])
async def test_a_modal_without_a_field_says_which(counter: Counter, missing: str) -> None:
    fields: Json = {missing: None}

    answer = await counter.whole(submission(**fields))

    assert list(errors_of(answer.body)) == [missing]


async def test_a_modal_without_a_language_or_a_destination_is_good(counter: Counter) -> None:
    answer = await counter.whole(submission(language=None, destination=None))

    render = await counter.render()
    assert answer.body == ""
    assert render is not None
    assert (render.choices.language, render.destination.channel_id) == (None, GENERAL)


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

    await counter.whole(submission(script={"type": "plain_text_input", "value": f"  {written}\n"}))

    render = await counter.render()
    assert render is not None
    assert render.script == written


async def test_what_the_workspace_allows_is_taken_and_offered_again(counter: Counter) -> None:
    await AllowList(counter.ground.redis).allow(TEAM, "avatar", "chief", label="Our chief")

    await counter.whole(submission(avatar=picked("chief")))
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
