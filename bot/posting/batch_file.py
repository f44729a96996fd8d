"""A CSV file with one person on each line: read as spreadsheets write it."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import Refusal
from bot.posting.batch import MOST_ROWS, Problem, ProblemCode, Row
from bot.posting.batch_script import plain_name

MOST_BYTES: Final = 1_000_000
MOST_COLUMNS: Final = 50
PERSON_COLUMNS: Final = (
    *("user_id", "member_id", "slack_id", "userid", "slack_user_id"),
    *("user", "person", "recipient", "slack", "handle", "username", "mention", "member", "slack_handle"),
    *("email", "e_mail", "mail", "email_address"),
    *("full_name", "name"),
)
"""What the column that says who the person is may be called, the surest first."""
_SEPARATORS: Final = ",;\t|"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD: Final = "cp1252"
"""What spreadsheets of western Europe and America write where they do not write UTF-8."""
_HOW: Final = "Its first line has to name the columns, one of them “person”, with a member id, an @name or a full name."


@dataclass(frozen=True)
class Sheet:
    """What a file has: the columns' names as they count, without the person's; and its rows."""

    columns: Sequence[str]
    rows: Sequence[Row]


def read_sheet(content: bytes) -> Sheet:
    """Take the file apart; raises Refusal, in words that go on after its name, for one that cannot be used."""
    records = _records(_decode(content))
    if not records:
        raise Refusal(f"is empty. {_HOW}")
    header = [plain_name(name) for name in records[0][1]]
    while header and not header[-1]:
        header.pop()
    person = _person_column(header)
    _check_header(header)
    found = records[1:]
    if not found:
        raise Refusal("names its columns and nobody: put one person on each line below.")
    if len(found) > MOST_ROWS:
        raise Refusal(f"has {len(found):,} people; {MOST_ROWS} is the most for one go. Split it into several files.")
    columns = [name for at, name in enumerate(header) if at != person]
    return Sheet(columns, [_row(line, cells, header, person) for line, cells in found])


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise Refusal("is cut off or damaged. Save it as CSV (UTF-8) once more.") from None
    if b"\x00" in content:
        raise Refusal("is no text. Save the table as CSV (UTF-8), not as a workbook.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_OLD, errors="replace")


def _records(text: str) -> list[tuple[int, list[str]]]:
    """The lines with something in them, each with the number at which it begins."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise Refusal(
            f"cannot be read from line {line} on: a quotation mark is opened there and not closed well."
        ) from None
    return records


def _person_column(header: Sequence[str]) -> int:
    for name in PERSON_COLUMNS:
        if name in header:
            return header.index(name)
    named = ", ".join(f"“{name}”" for name in header[:8] if name) or "none"
    raise Refusal(f"does not say who the people are: its columns are {named}. {_HOW}")


def _check_header(header: Sequence[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise Refusal(f"has {len(header)} columns; {MOST_COLUMNS} is the most. Take out those that are not needed.")
    for at, name in enumerate(header):
        if not name:
            raise Refusal(f"has no name for column {at + 1}. Give it one in the first line, or take the column out.")
        if name in header[:at]:
            raise Refusal(f"has two columns named “{name}”. Give one of them another name.")


def _row(line: int, cells: Sequence[str], header: Sequence[str], person: int) -> Row:
    key = cells[person].strip() if person < len(cells) else ""
    fields = {name: cells[at] for at, name in enumerate(header) if at != person and at < len(cells)}
    if any(cell.strip() for cell in cells[len(header) :]):
        problem = Problem(code=ProblemCode.CELLS, detail=f"{len(cells)} {len(header)}")
        return Row(line=line, key=key, fields=fields, problem=problem)
    return Row(line=line, key=key, fields=fields)
