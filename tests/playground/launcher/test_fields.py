"""Fields of a modal are set by name, as a person would set them."""

import json
from typing import Any

import httpx
import pytest

from playground.launcher.control import Person
from playground.launcher.fields import FieldProblem, best_match, first_letters, parse_fields, pick_any, set_field

Json = dict[str, Any]


def option(value: str, label: str) -> Json:
    """An option of a select."""
    return {"text": {"type": "plain_text", "text": label}, "value": value}


VOICES = [option("leo_male_english", "Leo · English · male"), option("jenny_female_english", "Jenny · English")]


def block(name: str, kind: str, **more: Any) -> Json:
    """An input of the modal."""
    return {"type": "input", "block_id": name, "element": {"type": kind, "action_id": name.partition("__")[0], **more}}


VIEW = {
    "id": "V1",
    "blocks": [
        block("script", "plain_text_input"),
        block("voice__2", "external_select"),
        block("size", "static_select", options=[option("s", "Small"), option("l", "Large")]),
        block("destination", "conversations_select"),
        block("when", "datepicker"),
    ],
}


class Desk:
    """A local Slack that knows two voices and a channel, and keeps what it was told."""

    def __init__(self) -> None:
        self.acts: list[Json] = []
        self.offered = VOICES

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One call to the control API."""
        if request.method == "GET":
            return httpx.Response(200, json={"channels": [{"id": "C1", "name": "launch"}]})
        act = json.loads(request.content)
        self.acts.append(act)
        if act["act"] == "suggest":
            found = [o for o in self.offered if act["value"].lower() in o["text"]["text"].lower() + o["value"]]
            return httpx.Response(200, json={"ok": True, "failed": None, "options": found})
        return httpx.Response(200, json={"ok": True, "failed": None})


@pytest.fixture
def desk() -> Desk:
    """The local Slack."""
    return Desk()


@pytest.fixture
def person(desk: Desk) -> Person:
    """Somebody at it."""
    return Person(httpx.AsyncClient(transport=httpx.MockTransport(desk.answer), base_url="http://slack"))


async def test_a_voice_is_searched_for_and_chosen_by_its_name(desk: Desk, person: Person) -> None:
    await set_field(person, VIEW, "voice", "jenny")
    assert [act["act"] for act in desk.acts] == ["suggest", "select"]
    assert desk.acts[1]["value"] == {"type": "external_select", "selected_option": VOICES[1]}


async def test_a_block_is_found_by_what_stands_before_its_counter(desk: Desk, person: Person) -> None:
    await set_field(person, VIEW, "voice", "leo")
    assert (desk.acts[0]["block_id"], desk.acts[0]["action_id"]) == ("voice__2", "voice")


async def test_a_voice_that_is_not_found_is_a_problem_of_its_field(person: Person) -> None:
    with pytest.raises(FieldProblem, match="finds no such voice") as caught:
        await set_field(person, VIEW, "voice", "nobody")
    assert caught.value.field == "voice"


async def test_a_channel_is_given_by_its_name(desk: Desk, person: Person) -> None:
    await set_field(person, VIEW, "destination", "#launch")
    assert desk.acts[0]["value"] == {"type": "conversations_select", "selected_conversation": "C1"}


async def test_text_is_typed_as_it_is(desk: Desk, person: Person) -> None:
    await set_field(person, VIEW, "script", "a=b <c>")
    assert desk.acts[0]["value"] == {"type": "plain_text_input", "value": "a=b <c>"}


async def test_an_option_of_a_fixed_list_is_given_by_its_label(desk: Desk, person: Person) -> None:
    await set_field(person, VIEW, "size", "large")
    assert desk.acts[0]["value"]["selected_option"]["value"] == "l"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("colour", "red", "it has script, voice, size, destination, when"),
        ("destination", "nowhere", "no channel “nowhere”"),
        ("size", "huge", "not among Small, Large"),
        ("when", "today", "a datepicker cannot be set"),
    ],
)
async def test_what_cannot_be_set_is_said(person: Person, field: str, value: str, reason: str) -> None:
    with pytest.raises(FieldProblem, match=reason):
        await set_field(person, VIEW, field, value)


async def test_somebody_with_nobody_in_mind_types_the_letters_of_a_name_on_offer(desk: Desk, person: Person) -> None:
    assert await pick_any(person, VIEW, "voice", "") == "typed “Leo”, chose Leo · English · male"


async def test_where_nothing_is_found_another_name_is_typed(desk: Desk, person: Person) -> None:
    assert "chose Leo" in await pick_any(person, VIEW, "voice", "klingon")


async def test_an_empty_catalogue_is_a_problem_of_its_field(desk: Desk, person: Person) -> None:
    desk.offered = []
    with pytest.raises(FieldProblem, match="finds nothing"):
        await pick_any(person, VIEW, "voice", "english")


def test_an_id_wins_over_a_label_that_holds_it() -> None:
    assert best_match([option("x", "leo"), option("leo", "Other")], "leo") == option("leo", "Other")


def test_words_match_in_any_order() -> None:
    assert best_match(VOICES, "english jenny") == VOICES[1]


def test_first_letters_skip_what_is_no_word() -> None:
    assert first_letters([option("v", "“Annie” 2")]) == "Ann"


def test_a_field_is_split_at_its_first_equals_sign() -> None:
    assert parse_fields(["script=1+1=2", "voice = leo "]) == {"script": "1+1=2", "voice": "leo"}


def test_a_field_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="not name=value"):
        parse_fields(["voice"])
