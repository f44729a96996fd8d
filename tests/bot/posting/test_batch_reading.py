"""From what was handed in to the table of who gets what, a part at a time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import FileRefused, InvalidField, PostRefused, SlackBusy
from bot.posting.batch import MOST_ROWS, Batch, BatchState, ProblemCode, Recipient, Row, RowState
from bot.posting.batch_reading import ONE_BY_ONE, Reading
from bot.rendering.given import PersonFile
from tests.bot.posting.batches import FakeBatches, FakeDesk, a_batch, a_person
from tests.bot.rendering.fakes import FakeRecords

TEN_SECONDS = timedelta(seconds=10)


@dataclass
class FakeDirectory:
    """The people of a workspace, two on each page; `errors` are raised by the next questions in turn."""

    people: tuple[Recipient, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[Exception]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def person(self, team_id: str, user_id: str) -> Recipient | None:
        self._ask("person")
        return next((person for person in self.people if person.user_id == user_id), None)

    async def page(self, team_id: str, cursor: str | None) -> tuple[Sequence[Recipient], str | None]:
        self._ask("page")
        start = int(cursor or 0)
        following = str(start + 2) if start + 2 < len(self.people) else None
        return self.people[start : start + 2], following

    async def title(self, team_id: str, user_id: str) -> str:
        self._ask("title")
        return self.titles.get(user_id, "")

    def _ask(self, method: str) -> None:
        self.asked.append(method)
        if self.errors.get(method):
            raise self.errors[method].pop(0)


@dataclass
class FakeSheets:
    """One file, or why it cannot be had."""

    content: bytes | FileRefused = b""

    async def fetch(self, batch: Batch, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        if isinstance(self.content, FileRefused):
            raise self.content
        return PersonFile("people.csv", self.content)


@dataclass
class Bench:
    """All that reading stands on."""

    directory: FakeDirectory
    sheets: FakeSheets = field(default_factory=FakeSheets)
    batches: FakeBatches = field(default_factory=FakeBatches)
    desk: FakeDesk = field(default_factory=lambda: FakeDesk(FakeRecords()))

    async def part(self) -> Batch:
        """One part of the reading."""
        await Reading(self.batches, self.sheets, self.directory, self.desk).advance(self.batches.only)
        return self.batches.only

    async def whole(self, **fields: object) -> Batch:
        """The whole of it, for what was handed in with these fields."""
        self.batches.put(handed_in(**fields))
        for _ in range(60):
            if (await self.part()).state is not BatchState.READING:
                break
        return self.batches.only


def handed_in(**fields: object) -> Batch:
    """A batch whose list was not read yet."""
    fresh = {"state": BatchState.READING, "rows": (), "sender": None, "listed": False, "scanned": False}
    return a_batch(**{**fresh, "titled": False, **fields})


def crowd(number: int) -> tuple[Recipient, ...]:
    """So many people, and the sender."""
    return (*(a_person(f"U{at}", f"Person{at} Last") for at in range(1, number + 1)), a_person("U0", "Sam Sender"))


async def test_people_who_were_picked_become_rows_with_their_prices() -> None:
    bench = Bench(FakeDirectory(crowd(3)))

    batch = await bench.whole(picked=("U1", "U2"))

    assert batch.state is BatchState.PLANNED
    assert [(row.line, row.person and row.person.user_id, str(row.price)) for row in batch.rows] == [
        (1, "U1", "0.30"),
        (2, "U2", "0.30"),
    ]
    assert batch.sender is not None
    assert bench.directory.asked == ["person"] * 3


async def test_others_have_their_turn_while_many_clips_are_priced() -> None:
    bench, turns = Bench(FakeDirectory(crowd(1))), 0
    rows = tuple(Row(line=line, key="U1", person=a_person()) for line in range(MOST_ROWS))
    bench.batches.put(handed_in(rows=rows, listed=True, scanned=True, titled=True))
    reading = asyncio.create_task(bench.part())

    while not reading.done():
        turns += 1
        await asyncio.sleep(0)

    assert (await reading).state is BatchState.PLANNED
    assert turns >= MOST_ROWS


async def test_a_file_and_picked_people_are_one_list_without_anybody_twice() -> None:
    bench = Bench(FakeDirectory(crowd(4)), FakeSheets(b"person,word\nU1,tea\nPerson4 Last,cup\n"))

    batch = await bench.whole(picked=("U1", "U2", "U4"), file_id="F1", script="{word}")

    assert [(row.key, row.problem and row.problem.code) for row in batch.rows] == [
        ("U1", None),
        ("Person4 Last", None),
        ("U2", ProblemCode.MISSING),
        ("U4", ProblemCode.DUPLICATE),
    ]
    assert [row.fields for row in batch.rows[:2]] == [{"word": "tea"}, {"word": "cup"}]


async def test_a_file_and_picked_people_are_not_too_many_together() -> None:
    bench = Bench(FakeDirectory(crowd(1)), FakeSheets(b"person\n" + b"U1\n" * MOST_ROWS))

    batch = await bench.whole(picked=("U2",), file_id="F1")

    assert batch.state is BatchState.REFUSED
    assert "301 together; 300 is the most" in (batch.refusal or "")


async def test_columns_that_the_script_does_not_use_are_not_kept() -> None:
    bench = Bench(FakeDirectory(crowd(1)), FakeSheets(b"person,word,salary\nU1,tea,9000\n"))

    batch = await bench.whole(file_id="F1", script="{word}")

    assert "9000" not in batch.model_dump_json()


async def test_many_people_are_looked_for_page_by_page_and_each_page_is_kept() -> None:
    people = crowd(ONE_BY_ONE + 1)
    bench = Bench(FakeDirectory(people))
    bench.batches.put(handed_in(picked=tuple(person.user_id for person in people[:-1])))

    await bench.part()
    batch = await bench.part()

    assert batch.cursor == "2"
    assert sum(bool(row.found) for row in batch.rows) == 2


async def test_the_search_ends_when_everybody_is_known_for_sure() -> None:
    bench = Bench(FakeDirectory(crowd(9)), FakeSheets(b"person\n@person1\n@person2\n"))

    batch = await bench.whole(file_id="F1")

    assert batch.state is BatchState.PLANNED
    assert bench.directory.asked.count("page") == 1


async def test_a_name_is_looked_for_among_all() -> None:
    bench = Bench(FakeDirectory(crowd(9)), FakeSheets(b"person\nPerson1 Last\n"))

    await bench.whole(file_id="F1")

    assert bench.directory.asked.count("page") == 5


async def test_titles_come_from_the_profiles_where_nothing_else_tells_them() -> None:
    bench = Bench(FakeDirectory(crowd(3), titles={"U1": "Chief"}))

    batch = await bench.whole(picked=("U1", "U2"), script="{title}")

    assert [row.problem and row.problem.detail for row in batch.rows] == [None, "title"]
    assert batch.rows[0].person is not None
    assert batch.rows[0].person.title == "Chief"


async def test_more_titles_than_one_part_asks_for_are_asked_for_in_several() -> None:
    people = crowd(45)
    titles = {person.user_id: "Chief" for person in people[:30]}
    bench = Bench(FakeDirectory(people, titles=titles))

    batch = await bench.whole(picked=tuple(person.user_id for person in people[:-1]), script="{title}")

    assert (len(batch.of(RowState.WAITING)), len(batch.of(RowState.BAD))) == (30, 15)
    assert bench.directory.asked.count("title") == 45


async def test_without_the_scope_for_profiles_a_title_is_just_missing() -> None:
    refused = PostRefused("users.profile.get", "missing_scope")
    bench = Bench(FakeDirectory(crowd(2), errors={"title": [refused] * 2}))

    batch = await bench.whole(picked=("U1", "U2"), script="{first_name}, {title}")

    assert [row.problem and row.problem.code for row in batch.rows] == [ProblemCode.MISSING] * 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"word\ntea\n", "people.csv does not say who the people are"),
        (FileRefused("file_scope", "cannot be read", name="people.csv"), "people.csv cannot be read"),
    ],
    ids=["unusable", "unreadable"],
)
async def test_a_file_that_cannot_be_used_is_refused_by_its_name(content: bytes | FileRefused, says: str) -> None:
    batch = await Bench(FakeDirectory(crowd(1)), FakeSheets(content)).whole(file_id="F1")

    assert batch.state is BatchState.REFUSED
    assert says in (batch.refusal or "")


async def test_placeholders_that_nobody_knows_are_named_with_those_that_there_are() -> None:
    bench = Bench(FakeDirectory(crowd(1)), FakeSheets(b"person,Favourite Word\nU1,tea\n"))

    batch = await bench.whole(file_id="F1", script="{favorite_word}")

    assert batch.state is BatchState.REFUSED
    assert "{favorite_word}. Did you mean {favourite_word}?" in (batch.refusal or "")


async def test_a_script_that_is_too_long_for_one_person_is_that_ones_problem() -> None:
    bench = Bench(FakeDirectory(crowd(1)))
    bench.desk.unpriced = InvalidField("script", "The script has 5,100 characters; 5,000 is the most.")

    batch = await bench.whole(picked=("U1",))

    assert batch.state is BatchState.PLANNED
    assert batch.rows[0].problem is not None
    assert "5,100" in batch.rows[0].problem.detail


async def test_a_voice_that_is_gone_meanwhile_refuses_the_list() -> None:
    bench = Bench(FakeDirectory(crowd(1)))
    bench.desk.unpriced = InvalidField("voice", "This voice is not on offer (any more). Pick another one.")

    batch = await bench.whole(picked=("U1",))

    assert (batch.state, batch.refusal) == (BatchState.REFUSED, str(bench.desk.unpriced))


async def test_a_busy_slack_leaves_the_batch_where_it_was() -> None:
    busy = SlackBusy("users.info", retry_after=TEN_SECONDS)
    bench = Bench(FakeDirectory(crowd(1), errors={"person": [busy]}))
    before = bench.batches.put(handed_in(listed=True, rows=(Row(line=1, key="U1"),)))

    with pytest.raises(SlackBusy):
        await bench.part()

    assert bench.batches.only == before
