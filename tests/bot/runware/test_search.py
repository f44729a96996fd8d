"""What a person finds while typing."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runware.catalogue import Option
from bot.runware.labels import voice_label
from bot.runware.languages import language_label
from bot.runware.search import SuggestionIndex

VOICES = [
    "maria_female_spanish",
    "john_doe_male_english",
    "john_male_german",
    "johnny_male_english",
    "chill_john_male_english",
    "jenny_female_english",
    "zoë_female_french",
    "søren_male_danish",
    "engelbert_male_german",
]
INDEX = SuggestionIndex(Option(id=voice, label=voice_label(voice)) for voice in VOICES)


def _found(query: str, *, index: SuggestionIndex = INDEX, first: Sequence[str] = (), limit: int = 100) -> list[str]:
    return [option["value"] for option in json.loads(index.suggest(query, first=first, limit=limit))["options"]]


def test_options_have_the_shape_that_slack_wants() -> None:
    assert json.loads(INDEX.suggest("maria")) == {
        "options": [
            {"text": {"type": "plain_text", "text": "Maria · Spanish · female"}, "value": "maria_female_spanish"}
        ]
    }


def test_words_are_found_by_their_starts_in_any_order() -> None:
    assert _found("engl jo do") == _found("do jo engl") == ["john_doe_male_english"]


def test_male_does_not_find_female() -> None:
    assert "jenny_female_english" not in _found("male")


def test_a_whole_word_comes_before_a_start() -> None:
    assert _found("john")[-1] == "johnny_male_english"


def test_an_earlier_word_comes_before_a_later_one() -> None:
    assert _found("eng")[0] == "engelbert_male_german"
    assert _found("john english") == ["john_doe_male_english", "chill_john_male_english", "johnny_male_english"]


def test_a_shorter_label_comes_first_among_equals() -> None:
    assert _found("john")[:2] == ["john_male_german", "john_doe_male_english"]


@pytest.mark.parametrize(
    ("query", "voice"),
    [("ZOE", "zoë_female_french"), ("Zoé", "zoë_female_french"), ("soren", "søren_male_danish")],
)
def test_case_and_accents_do_not_matter(query: str, voice: str) -> None:
    assert _found(query) == [voice]


@pytest.mark.parametrize(
    "query", ["mraia", "maia", "marria", "marja", "amria spanish", "maria spnaish", "mraia spansih"]
)
def test_a_mistyped_word_is_corrected(query: str) -> None:
    assert _found(query)[0] == "maria_female_spanish"


def test_the_fewest_typos_come_first() -> None:
    assert _found("jonhny")[0] == "johnny_male_english"


def test_a_word_that_means_nothing_is_left_out() -> None:
    assert _found("maria qqqqqq") == ["maria_female_spanish"]


def test_words_that_no_option_has_together_show_what_has_the_first() -> None:
    assert _found("maria german")[0] == "maria_female_spanish"


def test_a_name_typed_without_its_space_is_found_by_likeness() -> None:
    assert "john_doe_male_english" in _found("johndoe")


@pytest.mark.parametrize("query", ["qqqqqqqq", "日本"])
def test_what_resembles_nothing_finds_nothing(query: str) -> None:
    assert _found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "·", "!?"])
def test_with_nothing_typed_the_last_choices_lead(query: str) -> None:
    last = ["jenny_female_english", "no longer there", "zoë_female_french", "jenny_female_english"]
    found = _found(query, first=last)
    assert found[:2] == ["jenny_female_english", "zoë_female_french"]
    assert sorted(found) == sorted(VOICES)


def test_no_more_options_than_the_limit() -> None:
    index = SuggestionIndex(Option(id=f"v{n}", label=f"Voice {n}") for n in range(300))
    assert [len(_found(query, index=index)) for query in ("", "voice", "voic", "vioce")] == [100] * 4
    assert len(_found("voice", index=index, limit=7)) == 7


def test_a_long_label_is_cut_to_what_slack_takes() -> None:
    index = SuggestionIndex([Option(id="long", label="Long " + "x" * 100)])
    assert len(index.label("long")) == 75


def test_an_id_pasted_whole_is_found() -> None:
    languages = SuggestionIndex(Option(id=code, label=language_label(code)) for code in ("en-US", "en-GB", "de-DE"))
    assert _found("en-GB", index=languages) == ["en-GB"]


def test_the_index_knows_its_ids_and_their_labels() -> None:
    assert "jenny_female_english" in INDEX
    assert "jenny" not in INDEX
    assert (INDEX.label("jenny_female_english"), INDEX.label("gone")) == ("Jenny · English · female", "gone")


def test_an_empty_index_answers() -> None:
    assert _found("anything", index=SuggestionIndex([])) == _found("", index=SuggestionIndex([])) == []


@given(st.text(max_size=200), st.integers(1, 100))
def test_any_query_gets_known_options_each_once(query: str, limit: int) -> None:
    found = _found(query, limit=limit)
    assert len(set(found)) == len(found) <= limit
    assert set(found) <= set(VOICES)


@given(st.sampled_from(VOICES), st.data())
def test_any_start_of_a_name_finds_its_voice(voice: str, data: st.DataObject) -> None:
    words = voice.split("_")
    word = data.draw(st.sampled_from(words))
    assert voice in _found(word[: data.draw(st.integers(1, len(word)))])
