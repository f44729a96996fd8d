"""CSV files as spreadsheets, people and accidents make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.posting.batch import MOST_ROWS, ProblemCode
from bot.posting.batch_file import read_sheet


def cells(content: bytes) -> list[tuple[int, str, dict[str, str]]]:
    """Line, key and fields of each row."""
    return [(row.line, row.key, row.fields) for row in read_sheet(content).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_are_told_apart_by_what_stands_between_them(separator: str) -> None:
    content = f"Person{separator}Favourite Word\n@ann{separator}tea\n".encode()

    assert cells(content) == [(2, "@ann", {"favourite_word": "tea"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
def test_a_file_is_read_as_it_was_written(encoding: str, ending: str) -> None:
    content = f"person;word{ending}Zoë;café{ending}".encode(encoding)

    assert cells(content) == [(2, "Zoë", {"word": "café"})]


def test_line_breaks_and_separators_in_quotation_marks_belong_to_the_cell() -> None:
    content = b'person,word\nU1,"two\nlines, ""quoted"""\n\nU2,next\n'

    assert cells(content) == [(2, "U1", {"word": 'two\nlines, "quoted"'}), (5, "U2", {"word": "next"})]


def test_the_surest_column_says_who_the_person_is() -> None:
    content = b"name,email,user_id,word\nAnn,ann@x.example,U1,tea\n"

    assert cells(content) == [(2, "U1", {"name": "Ann", "email": "ann@x.example", "word": "tea"})]


def test_a_short_line_lacks_its_last_fields_and_a_long_one_is_a_problem() -> None:
    short, long = read_sheet(b"person,word,more\nU1,tea\nU2,a,b,c\n").rows

    assert (short.fields, short.problem) == ({"word": "tea"}, None)
    assert long.problem is not None
    assert (long.problem.code, long.problem.detail) == (ProblemCode.CELLS, "4 3")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"person,word\n", "names its columns and nobody"),
        (b"word,more\ntea,cup\n", "its columns are “word”, “more”"),
        (b"person,word,Word\nU1,a,b\n", "two columns named “word”"),
        (b"person,,word\nU1,a,b\n", "no name for column 2"),
        (b'person,word\nU1,"open\nU2,x\n', "from line 2 on: a quotation mark"),
        (b"PK\x03\x04\x00\x00\x00", "is no text"),
        ("person\nU1".encode("utf-16")[:-1], "cut off"),
        (b"person\n" + b"U1\n" * (MOST_ROWS + 1), "has 301 people; 300 is the most"),
        (b"person" + b",x" * 60 + b"\nU1\n", "has 61 columns"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_used_says_what_is_wrong_with_it(content: bytes, says: str) -> None:
    with pytest.raises(Refusal, match=says.replace("(", r"\(")):
        read_sheet(content)


def test_300_people_are_not_too_many() -> None:
    assert len(read_sheet(b"person\n" + b"U1\n" * MOST_ROWS).rows) == MOST_ROWS


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: f"person,a\n{text}".encode(errors="ignore"))
    )
)
def test_no_file_breaks_more_than_its_own_list(content: bytes) -> None:
    try:
        rows = read_sheet(content).rows
    except Refusal:
        return

    assert 0 < len(rows) <= MOST_ROWS
