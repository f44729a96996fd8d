"""Placeholders, and what stands in their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.batch_script import missing, personal, placeholders, spoken, suggestion, unknown, values_for
from tests.bot.posting.batches import a_person

ANN = a_person("U1", "Ann van Archer")
SAM = a_person("U0", "Sam Sender")


def said(script: str, **fields: str) -> str:
    """What Ann hears from Sam."""
    return personal(script, values_for(ANN, fields, SAM))


def test_each_placeholder_is_replaced_however_it_is_spelled() -> None:
    assert said("{first_name} {Last Name}, {SENDER}: {first-name}!") == "Ann van Archer, Sam Sender: Ann!"


def test_a_column_of_ones_own_goes_before_what_slack_tells() -> None:
    assert said("{first_name} {word}", first_name="Annie", word="tea") == "Annie tea"


def test_an_empty_column_leaves_what_slack_tells() -> None:
    assert said("{first_name}", first_name=" ") == "Ann"


def test_what_is_put_in_is_not_looked_through_again() -> None:
    assert said("{word}", word="{sender}") == "{sender}"


def test_placeholders_are_named_once_in_their_order() -> None:
    assert placeholders("{title} {first_name} {Title} {}") == ["title", "first_name", ""]


def test_what_nobody_knows_is_unknown_and_what_was_meant_is_guessed() -> None:
    assert unknown("{frist_name} {word} {wrod}", {"word"}) == ["frist_name", "wrod"]
    assert (suggestion("frist_name", ()), suggestion("wrod", {"word"}), suggestion("zzz", ())) == (
        "first_name",
        "word",
        None,
    )


def test_what_there_is_nothing_to_say_for_is_missing() -> None:
    assert missing("{title} {last_name}", values_for(a_person("U2", "Cher"), {}, SAM)) == ["title", "last_name"]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Anna 🌴", "Anna"),
        ("👩\u200d👧 Bo\n Li", "Bo Li"),
        ("\u202eevil\u202c", "evil"),
        ("محمد", "محمد"),
        ("José", "José"),
        ("O’Neil-Śmith", "O’Neil-Śmith"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🎉🎉", ""),
        ("☕️", ""),
        ("\ud83d", ""),
    ],
    ids=str.__repr__,
)
def test_a_name_is_said_without_what_nobody_can_say(written: str, heard: str) -> None:
    assert spoken(written) == heard


@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=50))
def test_any_script_is_either_complete_or_says_what_it_lacks(script: str, name: str, word: str) -> None:
    values = values_for(a_person("U1", name), {"word": word}, None)

    if not missing(script, values):
        heard = personal(script, values)
        assert heard == script or placeholders(script)
