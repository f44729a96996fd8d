"""From what a person handed in to the table of who gets what: in small parts, each of which is stored."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.errors import FileRefused, InvalidField, PostRefused, Refusal
from bot.posting.batch import MOST_ROWS, Batch, BatchState, ProblemCode, Recipient, Row, RowState
from bot.posting.batch_clips import clip_request
from bot.posting.batch_file import MOST_BYTES, Sheet, read_sheet
from bot.posting.batch_people import bad, id_of, is_settled, judge, matched, settle
from bot.posting.batch_ports import BatchRecords, Directory, SheetSource
from bot.posting.batch_script import TITLE, placeholders, suggestion, unknown
from bot.posting.ports import Desk

ONE_BY_ONE: Final = 20
"""Up to so many people are asked for by their ids; for more it is quicker to go through all of the workspace."""
AT_ONCE: Final = 20
"""How many people Slack is asked about in one part: a fifth of what it answers in a minute."""
NEXT_PART: Final = timedelta(0)


class Reading:
    """Fetches the file, finds the people, and marks what is missing; a part at a time."""

    def __init__(self, records: BatchRecords, sheets: SheetSource, people: Directory, desk: Desk) -> None:
        self._records = records
        self._sheets = sheets
        self._people = people
        self._desk = desk

    async def advance(self, batch: Batch) -> timedelta | None:
        """reading → planned, or refused with the reason; returns when the next part is due.

        Raises SlackBusy when Slack wants a pause.
        """
        try:
            await self._records.change(batch, **await self._next(batch), unshown=True)
        except PostRefused as refused:
            text = f"Slack did not let me look up the people ({refused.code}). Ask an admin to install Herald again."
            await self._refuse(batch, text)
        except Refusal as refused:
            await self._refuse(batch, str(refused))
        return NEXT_PART

    async def _next(self, batch: Batch) -> dict[str, object]:
        """What the next part finds out."""
        if not batch.listed:
            return await self._list(batch)
        if not batch.scanned:
            return await self._look(batch)
        if not batch.titled:
            return await self._title(batch)
        priced = []
        for row in judge(batch):
            priced.append(await self._priced(batch, row))
            await asyncio.sleep(0)  # pricing waits for nobody: hundreds of scripts in one go would hold up all else
        return {"rows": tuple(priced), "state": BatchState.PLANNED}

    async def _list(self, batch: Batch) -> dict[str, object]:
        sheet = await self._sheet(batch)
        check_placeholders(batch.script, sheet.columns)
        used = set(placeholders(batch.script))
        listed = [
            row.model_copy(update={"fields": {name: value for name, value in row.fields.items() if name in used}})
            for row in sheet.rows
        ]
        last = max((row.line for row in listed), default=0)
        named = {id_of(row.key) for row in listed}
        picks = [user_id for user_id in batch.picked if user_id not in named]
        listed += [Row(line=last + at, key=user_id) for at, user_id in enumerate(picks, start=1)]
        if len(listed) > MOST_ROWS:
            raise Refusal(
                f"The file and the people whom you picked are {len(listed):,} together; {MOST_ROWS} is the most for "
                "one go. Press Change and take fewer."
            )
        sender = await self._people.person(batch.team_id, batch.user_id)
        return {"rows": tuple(listed), "sender": sender, "listed": True}

    async def _sheet(self, batch: Batch) -> Sheet:
        if batch.file_id is None:
            return Sheet((), ())
        file = await self._sheets.fetch(batch, batch.file_id, max_bytes=MOST_BYTES, own=True)
        try:
            return await asyncio.to_thread(read_sheet, file.content)
        except Refusal as refused:
            raise FileRefused("file_unreadable", str(refused), name=file.name) from None

    async def _look(self, batch: Batch) -> dict[str, object]:
        """Find some of the people; the end of it settles whom each row means."""
        rows, cursor = matched(batch.rows, await self._few(batch)), None
        if not all(map(is_settled, rows)):  # a key that looks like an id may be a name, so a page is gone through
            found, cursor = await self._people.page(batch.team_id, batch.cursor)
            rows = matched(rows, found)
        if cursor is not None and not all(map(is_settled, rows)):
            return {"rows": rows, "cursor": cursor}
        return {"rows": settle(rows), "cursor": None, "scanned": True}

    async def _few(self, batch: Batch) -> Sequence[Recipient]:
        """The people of a short list of ids, asked for one by one, before any page is."""
        ids = [user_id for row in batch.rows if (user_id := id_of(row.key)) is not None]
        if batch.cursor is not None or len(ids) < len(batch.rows) or len(ids) > ONE_BY_ONE:
            return ()
        asked = await asyncio.gather(*(self._people.person(batch.team_id, user_id) for user_id in ids))
        return [person for person in asked if person is not None]

    async def _title(self, batch: Batch) -> dict[str, object]:
        """The titles that only profiles tell; without the scope for them, what the list of people told has to do."""
        if TITLE not in placeholders(batch.script):
            return {"titled": True}
        lacking = [row for row in batch.of(RowState.WAITING) if _lacks_title(row)]
        asked = [row.person.user_id for row in lacking if row.person is not None][:AT_ONCE]
        try:
            told = await asyncio.gather(*(self._people.title(batch.team_id, user_id) for user_id in asked))
        except PostRefused:
            return {"titled": True}
        titles = {user_id: plain for user_id, title in zip(asked, told, strict=True) if (plain := title.strip())}
        silent = set(asked) - set(titles)
        rows = tuple(_with_title(row, titles, silent) for row in batch.rows)
        return {"rows": rows, "titled": len(lacking) <= AT_ONCE}

    async def _priced(self, batch: Batch, row: Row) -> Row:
        if row.problem is not None:
            return row
        try:
            quote = await self._desk.quote(clip_request(batch, row))
        except InvalidField as invalid:
            if invalid.field != "script":
                raise
            return bad(row, ProblemCode.SCRIPT, str(invalid))
        return row.model_copy(update={"price": quote.price, "reserve": quote.reserve})

    async def _refuse(self, batch: Batch, text: str) -> None:
        await self._records.change(batch, state=BatchState.REFUSED, refusal=text, unshown=True)


def check_placeholders(script: str, columns: Sequence[str]) -> None:
    """Raise InvalidField for a script that wants what is not known of anybody; it names what was probably meant."""
    lost = unknown(script, columns)
    if not lost:
        return
    named = ", ".join(f"{{{name}}}" for name in lost[:5])
    near = suggestion(lost[0], columns)
    guess = f" Did you mean {{{near}}}?" if near else ""
    known = ", ".join(f"{{{name}}}" for name in ("first_name", "last_name", "title", "sender", *columns[:10]))
    raise InvalidField("script", f"I have nothing to put in the place of {named}.{guess} There are: {known}.")


def _lacks_title(row: Row) -> bool:
    return row.person is not None and not row.person.title and not row.fields.get(TITLE, "").strip()


def _with_title(row: Row, titles: dict[str, str], silent: set[str]) -> Row:
    """The row with the title that was told; with an empty column for one who has none, so that nobody asks again."""
    if row.person is None:
        return row
    if row.person.user_id in titles:
        person = row.person.model_copy(update={"title": titles[row.person.user_id]})
        return row.model_copy(update={"person": person})
    if row.person.user_id in silent and row.problem is None:
        return bad(row, ProblemCode.MISSING, TITLE)
    return row
