"""Whom the rows of a batch mean, and which of them can have a clip."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.posting.batch import Batch, Problem, ProblemCode, Recipient, Row, RowState
from bot.posting.batch_script import missing, values_for

MOST_FOUND: Final = 4
"""Of people whom one key may mean: with two it is not clear already."""
_ID: Final = re.compile(r"[UW][A-Z0-9]+")
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_ADDRESS: Final = re.compile(r"(?:mailto:)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)")
_SURE: Final = 2
"""From this rank on a match may be one of several."""


def id_of(key: str) -> str | None:
    """The member id that a key is, where it looks like one."""
    mentioned = _MENTION.fullmatch(key)
    if mentioned:
        return mentioned[1]
    bare = key.removeprefix("@")
    return bare if _ID.fullmatch(bare) else None


def is_address(key: str) -> bool:
    """Whether a key is an email address."""
    return _ADDRESS.fullmatch(key) is not None


def rank(key: str, person: Recipient) -> int | None:
    """How surely the key means the person: 0 by id, 1 by handle or address, 2 by name; None not at all."""
    if id_of(key) == person.user_id:
        return 0
    name = _plain(key.removeprefix("@"))
    address = _ADDRESS.fullmatch(key)
    if name and name == _plain(person.handle):
        return 1
    if address and person.address and _plain(address[1]) == _plain(person.address):
        return 1
    return 2 if name and name in {_plain(person.display_name), _plain(person.full_name)} else None


def matched(rows: Sequence[Row], people: Sequence[Recipient]) -> tuple[Row, ...]:
    """The rows with those of `people` whom they may mean added to whom was found before."""
    index = _Index(people)
    return tuple(_with_found(row, index.likely(row.key)) for row in rows)


def is_settled(row: Row) -> bool:
    """Whether no other person can be meant any more."""
    return not row.key or any((rank(row.key, person) or 0) < _SURE for person in row.found)


def settle(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with the person whom each means, or the problem that it means none, several, or one who gets nothing."""
    settled, lines = [], dict[str, int]()
    for row in rows:
        now = row if row.problem is not None else _settled(row)
        if now.person is not None and now.problem is None:
            earlier = lines.setdefault(now.person.user_id, now.line)
            if earlier != now.line:
                now = bad(now, ProblemCode.DUPLICATE, str(earlier))
        settled.append(now.model_copy(update={"found": (), "state": RowState.BAD if now.problem else now.state}))
    return tuple(settled)


def judge(batch: Batch) -> tuple[Row, ...]:
    """The rows with a problem where something that the script wants is missing."""
    return tuple(_judged(batch, row) for row in batch.rows)


def bad(row: Row, code: ProblemCode, detail: str = "") -> Row:
    """The row, of which nothing is made."""
    return row.model_copy(update={"problem": Problem(code=code, detail=detail), "state": RowState.BAD})


class _Index:
    """People by every name that may mean them, so that 300 rows against 1,000 people is no work."""

    def __init__(self, people: Sequence[Recipient]) -> None:
        self._by_name: dict[str, list[Recipient]] = {}
        for person in people:
            names = {person.user_id, _plain(person.handle), _plain(person.display_name), _plain(person.full_name)}
            for name in {*names, _plain(person.address)} - {""}:
                self._by_name.setdefault(name, []).append(person)

    def likely(self, key: str) -> Sequence[Recipient]:
        address = _ADDRESS.fullmatch(key)
        names = {id_of(key) or "", _plain(key.removeprefix("@")), _plain(address[1]) if address else ""} - {""}
        found = {person.user_id: person for name in names for person in self._by_name.get(name, ())}
        return [person for person in found.values() if rank(key, person) is not None]


def _with_found(row: Row, people: Sequence[Recipient]) -> Row:
    known = {person.user_id: person for person in (*row.found, *people)}
    if len(known) == len(row.found):
        return row
    surest = sorted(known.values(), key=lambda person: (rank(row.key, person) or 0, person.is_gone or person.is_bot))
    return row.model_copy(update={"found": tuple(surest[:MOST_FOUND])})


def _settled(row: Row) -> Row:
    if not row.found:
        return bad(row, ProblemCode.ADDRESS if is_address(row.key) else ProblemCode.NOBODY)
    best = min(rank(row.key, person) or 0 for person in row.found)
    meant = [person for person in row.found if (rank(row.key, person) or 0) == best]
    if len(meant) > 1:  # somebody who left, or a bot of the same name, is not who is meant
        meant = [person for person in meant if not (person.is_gone or person.is_bot)] or meant[:1]
    if len(meant) > 1:
        return bad(row, ProblemCode.SEVERAL, ", ".join(f"@{person.handle}" for person in meant))
    row = row.model_copy(update={"person": meant[0]})
    for applies, code in (
        (meant[0].is_bot, ProblemCode.BOT),
        (meant[0].is_gone, ProblemCode.GONE),
        (meant[0].is_stranger, ProblemCode.STRANGER),
    ):
        if applies:
            return bad(row, code)
    return row


def _judged(batch: Batch, row: Row) -> Row:
    if row.problem is not None or row.person is None:
        return row
    lacking = missing(batch.script, values_for(row.person, row.fields, batch.sender))
    return bad(row, ProblemCode.MISSING, ", ".join(lacking)) if lacking else row


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
