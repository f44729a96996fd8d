"""The form of personal clips."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidField, Refusal
from bot.posting.batch import MOST_ROWS
from bot.rendering.draft import Wishes
from bot.slack.surfaces.inputs import Pick
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.personal import (
    PersonalForm,
    PersonalOpened,
    build_personal_view,
    build_reading_view,
    opened_again,
    read_personal,
)
from tests.bot.posting.batches import a_batch
from tests.bot.slack.surfaces.reading import nasty, problems_of_view

OPENED = PersonalOpened(draft="b1", replaces="b0", file="F0")


def submitted(opened: PersonalOpened = OPENED, **states: dict[str, Any]) -> dict[str, Any]:
    """The form as it is handed in, filled in well but for `states`."""
    filled: dict[str, dict[str, Any]] = {
        "script": {"value": "Hello {first_name}"},
        "people": {"selected_users": ["U1", "U2", "U1"]},
        "list": {"files": []},
        "avatar": {"selected_option": {"value": "ada"}},
        "voice": {"selected_option": {"value": "joe"}},
        "language": {"selected_option": None},
    }
    values = {name: {name: state} for name, state in (filled | states).items()}
    return {"private_metadata": opened.write(), "state": {"values": values}}


def a_file(**fields: object) -> dict[str, Any]:
    """A file field with one file."""
    return {"files": [{"id": "F1", "name": "people.csv", "filetype": "csv", "size": 100, **fields}]}


@given(nasty, nasty, st.sampled_from([0, 1, MOST_ROWS, 400]))
def test_whatever_it_is_filled_in_with_slack_takes_it(script: str, label: str, people: int) -> None:
    form = PersonalForm(
        OPENED,
        script=script,
        avatar=Pick("ada", label),
        people=[f"U{at:09}" for at in range(people)],
        notices=[label],
    )

    assert problems_of_view(build_personal_view(form)) == []


def test_what_takes_its_place_is_a_view_too() -> None:
    assert problems_of_view(build_reading_view()) == []


def test_the_search_for_voices_reads_what_it_carries() -> None:
    assert Opened.read(PersonalOpened(draft="b1", language="de", replaces="b0").write()).language == "de"


def test_what_was_filled_in_is_read() -> None:
    sent = read_personal(submitted(), Wishes(background_color="#ffffff", image="slack-file:F9"))

    assert (sent.script, sent.people, sent.file_id) == ("Hello {first_name}", ("U1", "U2"), None)
    assert sent.wishes == Wishes(avatar="ada", voice="joe", background_color="#ffffff")


def test_a_file_is_read_and_the_one_before_is_kept_only_where_that_is_ticked() -> None:
    ticked = {"selected_options": [{"value": "yes"}]}

    assert read_personal(submitted(list=a_file(), keep_list=ticked), Wishes()).file_id == "F1"
    assert read_personal(submitted(keep_list=ticked), Wishes()).file_id == "F0"
    assert read_personal(submitted(keep_list={"selected_options": []}), Wishes()).file_id is None


@pytest.mark.parametrize(
    ("states", "field", "says"),
    [
        ({"script": {"value": " … "}}, "script", "at least one word"),
        ({"script": {"value": "Hello all"}}, "script", "the same clip"),
        ({"people": {"selected_users": []}}, "people", "Pick the people"),
        ({"people": {"selected_users": [f"U{at}" for at in range(301)]}}, "people", "301 people"),
        ({"list": a_file(name="people.xlsx", filetype="xlsx")}, "list", "people.xlsx is not a CSV file"),
        ({"list": a_file(size=2_000_000)}, "list", "2.0 MB"),
    ],
    ids=["empty", "impersonal", "nobody", "too many", "workbook", "too large"],
)
def test_what_is_wrong_is_said_beside_its_field(states: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(InvalidField, match=says) as invalid:
        read_personal(submitted(**states), Wishes())

    assert invalid.value.field == field


def test_a_form_of_another_version_is_refused() -> None:
    with pytest.raises(Refusal, match="too old"):
        read_personal({**submitted(), "private_metadata": "?"}, Wishes())


def test_a_list_that_is_changed_is_another_one_and_knows_whose_place_it_takes() -> None:
    opened = opened_again(a_batch(file_id="F1"), "b2")

    assert (opened.draft, opened.replaces, opened.file) == ("b2", "b1", "F1")
