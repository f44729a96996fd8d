"""The searching selects are answered from memory, the last choice first while nothing is typed."""

import json
from typing import Any

import pytest

from bot.store.allowed import AllowList
from tests.handlers.counter import Counter
from tests.handlers.payloads import TEAM, picked, suggestion


def values_of(body: str) -> list[Any]:
    """The options' ids, in their order."""
    return [option["value"] for option in json.loads(body)["options"]]


async def test_typing_finds_the_start_of_any_word(counter: Counter) -> None:
    answer = await counter.hand_in(suggestion("voice", "joh"))

    assert answer.first_headers()["content-type"] == "application/json;charset=utf-8"
    assert values_of(answer.body) == ["john_doe_male_english"]


@pytest.mark.parametrize("typed", ["", "  ", None])
async def test_an_empty_search_puts_the_last_choice_first(counter: Counter, typed: str | None) -> None:
    await counter.make(voice=picked("john_doe_male_english"), language=picked("fr-FR"))

    voices = values_of((await counter.hand_in(suggestion("voice", typed))).body)
    languages = values_of((await counter.hand_in(suggestion("language", typed))).body)

    assert voices == ["john_doe_male_english", "jenny_female_english"]
    assert languages[0] == "fr-FR"
    assert len(languages) == len(set(languages)) == 6


async def test_an_empty_search_before_any_choice_lists_all_in_order(counter: Counter) -> None:
    answer = await counter.hand_in(suggestion("avatar", ""))

    assert values_of(answer.body) == ["Aditya_public_4", "Caroline_Business_Standing_Front_public"]


async def test_the_last_choice_does_not_lead_what_was_searched_for(counter: Counter) -> None:
    await counter.make(voice=picked("john_doe_male_english"))

    answer = await counter.hand_in(suggestion("voice", "jenny"))

    assert values_of(answer.body) == ["jenny_female_english"]


async def test_typing_is_answered_while_the_records_are_out_of_reach(without_records: Counter) -> None:
    answer = await without_records.hand_in(suggestion("voice", "jenny"))

    assert values_of(answer.body) == ["jenny_female_english"]


async def test_an_empty_search_lists_all_while_the_records_are_out_of_reach(without_records: Counter) -> None:
    answer = await without_records.hand_in(suggestion("avatar", ""))

    assert values_of(answer.body) == ["Aditya_public_4", "Caroline_Business_Standing_Front_public"]


@pytest.mark.parametrize("action_id", ["voice_of_another_form", "mood"])
async def test_an_unknown_select_gets_an_empty_list(counter: Counter, action_id: str) -> None:
    answer = await counter.hand_in(suggestion(action_id, "x"))

    assert (answer.status, json.loads(answer.body)) == (200, {"options": []})


@pytest.mark.parametrize("typed", ['<!channel>"\\', "\u0000", "é" * 5000, "🙂", "%_*[", "\ud83d"])
async def test_odd_keystrokes_get_a_list(counter: Counter, typed: str) -> None:
    answer = await counter.hand_in(suggestion("avatar", typed))

    assert answer.status == 200
    assert isinstance(values_of(answer.body), list)


async def test_what_the_workspace_allows_leads_behind_the_last_choice(counter: Counter) -> None:
    await AllowList(counter.ground.redis).allow(TEAM, "voice", "chief_voice", label="Our chief")
    await counter.make(voice=picked("john_doe_male_english"))

    answer = await counter.hand_in(suggestion("voice", ""))

    assert values_of(answer.body) == ["john_doe_male_english", "chief_voice", "jenny_female_english"]


async def test_what_another_workspace_allows_is_not_suggested(counter: Counter) -> None:
    await AllowList(counter.ground.redis).allow("T0OTHER", "voice", "chief_voice", label="Our chief")

    assert values_of((await counter.hand_in(suggestion("voice", "chief"))).body) == []
