"""Whom the rows mean."""

import pytest

from bot.posting.batch import ProblemCode, Recipient, Row, RowState
from bot.posting.batch_people import is_settled, judge, matched, settle
from tests.bot.posting.batches import a_batch, a_person

ANN = a_person("U0ANN", "Ann Archer", handle="ann", display_name="annie", address="ann@x.example")
OTHER_ANN = a_person("U0ANN2", "Ann Archer", handle="ann.archer")
WALTER = a_person("U0W", "WALTER")
PEOPLE = (ANN, OTHER_ANN, WALTER)


def settled(*keys: str, people: tuple[Recipient, ...] = PEOPLE) -> list[Row]:
    """The rows of these keys, when everybody was looked at."""
    rows = [Row(line=line, key=key) for line, key in enumerate(keys, start=2)]
    return list(settle(matched(rows, people)))


@pytest.mark.parametrize(
    "key",
    ["U0ANN", "@U0ANN", "<@U0ANN|ann>", "@ann", "Ann", "ANNIE", "ann@x.example", "mailto:Ann@X.example"],
)
def test_a_person_is_found_by_id_handle_name_and_address(key: str) -> None:
    (row,) = settled(key)

    assert (row.person, row.state, row.found) == (ANN, RowState.WAITING, ())


def test_a_name_in_capitals_is_no_id() -> None:
    assert settled("WALTER")[0].person == WALTER


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("Ann Archer", ProblemCode.SEVERAL),
        ("Nobody", ProblemCode.NOBODY),
        ("", ProblemCode.NOBODY),
        ("bob@x.example", ProblemCode.ADDRESS),
    ],
)
def test_a_key_that_means_nobody_or_several_is_a_problem(key: str, code: ProblemCode) -> None:
    (row,) = settled(key)

    assert row.problem is not None
    assert (row.problem.code, row.state, row.person) == (code, RowState.BAD, None)


@pytest.mark.parametrize(
    ("mark", "code"),
    [("is_gone", ProblemCode.GONE), ("is_bot", ProblemCode.BOT), ("is_stranger", ProblemCode.STRANGER)],
)
def test_who_cannot_get_a_clip_gets_none(mark: str, code: ProblemCode) -> None:
    (row,) = settled("U0ANN", people=(ANN.model_copy(update={mark: True}),))

    assert row.problem is not None
    assert row.problem.code is code


def test_somebody_who_left_does_not_make_a_name_unclear() -> None:
    gone = OTHER_ANN.model_copy(update={"is_gone": True})

    assert settled("Ann Archer", people=(gone, ANN))[0].person == ANN


def test_nobody_is_in_a_batch_twice() -> None:
    first, second, third = settled("@ann", "U0ANN", "annie")

    assert first.problem is None
    assert [row.problem and (row.problem.code, row.problem.detail) for row in (second, third)] == [
        (ProblemCode.DUPLICATE, "2"),
        (ProblemCode.DUPLICATE, "2"),
    ]


def test_people_who_are_met_on_several_pages_are_gathered() -> None:
    rows = matched([Row(line=2, key="Ann Archer")], [ANN])
    rows = matched(rows, [OTHER_ANN])

    assert {person.user_id for person in rows[0].found} == {"U0ANN", "U0ANN2"}
    assert not is_settled(rows[0])


def test_an_id_is_settled_as_soon_as_it_is_met() -> None:
    (row,) = matched([Row(line=2, key="U0ANN")], [ANN])

    assert is_settled(row)


def test_what_the_script_wants_and_the_row_has_not_is_named() -> None:
    row = Row(line=2, key="U1", person=a_person("U1", "Cher"), fields={"word": "tea"})
    batch = a_batch(script="{first_name} {last_name} {word} {title}", rows=(row,))

    (judged,) = judge(batch)

    assert judged.problem is not None
    assert (judged.problem.code, judged.problem.detail) == (ProblemCode.MISSING, "last_name, title")
