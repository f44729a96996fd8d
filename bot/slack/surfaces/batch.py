"""The batch's message: the table of who gets what, then of who got it; edited in place, with the next buttons."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.posting.batch import Batch, BatchState, Row, RowState, total
from bot.posting.batch_clips import script_of
from bot.slack.surfaces.batch_words import describe_reason, describe_state, name_of, progress_line
from bot.slack.surfaces.blocks import Block, Message, actions, button, confirmation, context, section
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.figures import count, dollars, moment

MAKE_SAMPLE: Final = "batch_sample"
MAKE_OTHERS: Final = "batch_make"
STOP: Final = "batch_stop"
RETRY: Final = "batch_retry"
CHANGE: Final = "batch_change"
DROP: Final = "batch_drop"
"""The `action_id`s of the buttons; the value of each is the batch's id."""
ROWS_SHOWN: Final = 50
"""Slack shows 100 rows and 10,000 characters of tables in a message; with these three columns fifty are safe."""

_TITLES: Final = {
    BatchState.DROPPED: "Personal clips: dropped",
    BatchState.SAMPLING: "Personal clips: making a sample",
    BatchState.SAMPLED: "Personal clips: your sample is there",
}
_LINES: Final = {
    BatchState.DROPPED: "No further clips are made of this list.",
    BatchState.SAMPLING: "Your sample is being made; it comes in this message's thread, to you alone.",
}
_SCRIPT_LIMIT: Final = 200
_NAME_LIMIT: Final = 35
_CELL_LIMIT: Final = 100
_MAY_MEND: Final = "A name that is spoken badly can be mended by an admin in `/herald admin`, under pronunciations."


def build_batch_message(batch: Batch, *, now: datetime) -> Message:
    """The message of a batch as it is now."""
    title, lines = _describe(batch)
    blocks = [section(f"*{escape(title)}*\n{line}" if at == 0 else line) for at, line in enumerate(lines)]
    if batch.state is not BatchState.DROPPED:
        blocks.append(section("> " + (escape(one_line(batch.script, _SCRIPT_LIMIT)) or "…")))
        blocks += _table(batch)
        blocks += _buttons(batch)
        blocks.append(context(_foot(batch, now)))
    return Message(f"{escape(title)}: {defuse(one_line(batch.script, 80))}", blocks)


def title_of(batch: Batch) -> str:
    """How the batch stands, in a few words; plain text."""
    return _describe(batch)[0]


def _describe(batch: Batch) -> tuple[str, list[str]]:
    """What the message begins with: a title, and lines as markup."""
    if batch.state in _TITLES:
        line = _describe_sampled(batch) if batch.state is BatchState.SAMPLED else _LINES[batch.state]
        return _TITLES[batch.state], [line]
    if batch.state is BatchState.READING:
        return "Personal clips: reading your list", [_describe_reading(batch)]
    if batch.state is BatchState.REFUSED:
        text = escape(one_line(batch.refusal or "The list cannot be used.", 1000))
        return "Personal clips: this list cannot be used", [f"{text}\nNothing was made, and nothing was charged."]
    return _describe_plan(batch) if batch.state is BatchState.PLANNED else _describe_making(batch)


def _describe_making(batch: Batch) -> tuple[str, list[str]]:
    line = f"{progress_line(batch).capitalize()}."
    if batch.state is BatchState.RUNNING:
        return "Personal clips: on their way", [f"{line} You stopped the rest." if batch.stopped_at else line]
    sent, again = len(batch.of(RowState.SENT)), len(batch.again)
    return f"Personal clips: {sent:,} sent, {again:,} not" if again else "Personal clips: all sent", [line]


def _describe_reading(batch: Batch) -> str:
    known = sum(row.person is not None or bool(row.found) for row in batch.rows)
    if not batch.listed:
        return "I am reading your list and looking up the people in it. The table comes in this message."
    return f"I am looking up the people: {known:,} of {len(batch.rows):,} so far."


def _describe_plan(batch: Batch) -> tuple[str, list[str]]:
    good, bad = batch.of(RowState.WAITING), batch.of(RowState.BAD)
    if not good:
        return "Personal clips: nobody can get one yet", [
            f"{count(len(bad), 'person', 'people')} in your list, and something is wrong with each. "
            "The table says what; press Change to mend it."
        ]
    lines = [
        f"{count(len(good), 'clip')} of about {dollars(total(good) / len(good))} each, together about "
        f"{dollars(total(good))}. Each person gets theirs by direct message, with your name."
    ]
    if bad:
        lines.append(f"{count(len(bad), 'person gets', 'people get')} none: the table begins with them, and says why.")
    if batch.sample_failed:
        lines.append("The sample could not be made; its message says why. You can try another one.")
    return f"Personal clips: {count(len(good), 'person', 'people')}", lines


def _describe_sampled(batch: Batch) -> str:
    first = batch.of(RowState.WAITING)
    whose = escape(one_line(name_of(first[0]), _NAME_LIMIT)) if first else "nobody"
    return (
        f"It is the clip for {whose}, in this message's thread, and nobody else has seen it. "
        "Go on, and it is sent to them as it is, and the others get theirs."
    )


def _table(batch: Batch) -> list[Block]:
    """Who gets what, those with a problem first."""
    if not batch.rows or batch.state in {BatchState.READING, BatchState.REFUSED}:
        return []
    rows = sorted(batch.rows, key=_urgency)
    heads = ("Person", "State", "What they hear, or what is wrong")
    cells = [[_cell(text, _CELL_LIMIT) for text in heads]]
    cells += [_row_cells(batch, row) for row in rows[:ROWS_SHOWN]]
    columns = [{"is_wrapped": True}, {"is_wrapped": False}, {"is_wrapped": True}]
    blocks: list[Block] = [{"type": "table", "block_id": "people", "rows": cells, "column_settings": columns}]
    if len(rows) > ROWS_SHOWN:
        blocks.append(
            context(f"{ROWS_SHOWN} of {len(rows):,} are shown, the troubled first. The file at the end has all.")
        )
    return blocks


def _row_cells(batch: Batch, row: Row) -> list[Block]:
    reason = describe_reason(row)
    where = f"Line {row.line}: " if row.state is RowState.BAD and batch.file_id is not None else ""
    says = f"{where}{reason}" if reason else script_of(batch, row)
    return [_cell(name_of(row), _NAME_LIMIT), _cell(describe_state(row), _CELL_LIMIT), _cell(says, _CELL_LIMIT)]


def _cell(text: str, limit: int) -> Block:
    return {"type": "raw_text", "text": one_line(text, limit) or "–"}


def _urgency(row: Row) -> tuple[int, int]:
    order = (RowState.FAILED, RowState.BAD, RowState.MAKING, RowState.STOPPED, RowState.WAITING, RowState.SENT)
    return order.index(row.state), row.line


def _buttons(batch: Batch) -> list[Block]:
    """What the sender can do next."""
    change = button(CHANGE, "Change", batch.id)
    drop = button(DROP, "Drop", batch.id, confirm=_ask_drop(batch))
    good = batch.of(RowState.WAITING)
    made: Sequence[Block] = ()
    match batch.state:
        case BatchState.REFUSED:
            made = (change, drop)
        case BatchState.PLANNED if good:
            label = f"Make a sample · about {dollars(good[0].price)}"
            made = (button(MAKE_SAMPLE, label, batch.id, primary=True), change, drop)
        case BatchState.PLANNED:
            made = (change, drop)
        case BatchState.SAMPLED:
            made = (_make_others(batch), change, drop)
        case BatchState.RUNNING if good:
            made = (button(STOP, "Stop", batch.id, confirm=_ask_stop(batch), danger=True),)
        case BatchState.FINISHED if batch.again:
            label = "Retry the failed" if batch.of(RowState.FAILED) else "Make the rest"
            made = (button(RETRY, f"{label} · {_price_again(batch.again)}", batch.id),)
        case _:
            return []
    return [actions(*made)]


def _make_others(batch: Batch) -> Block:
    others = batch.others
    if not others:
        return button(MAKE_OTHERS, "Send it · already paid", batch.id, primary=True)
    label = f"Make the other {len(others):,} · about {dollars(total(others))}"
    return button(MAKE_OTHERS, label, batch.id, primary=True)


def _price_again(rows: Sequence[Row]) -> str:
    """What it costs to try again: nothing for a clip that is made already."""
    anew = [row for row in rows if row.render_id is None]
    return f"about {dollars(total(anew))}" if anew else "already paid"


def _ask_stop(batch: Batch) -> Block:
    left = count(len(batch.of(RowState.WAITING)), "clip")
    text = f"{left} will not be made. Those that are being made already are paid, and will be sent."
    return confirmation("Stop these clips?", text, yes="Stop", no="Go on")


def _ask_drop(batch: Batch) -> Block:
    paid = "What the sample cost stays paid." if batch.sample_id is not None else "Nothing was charged."
    return confirmation("Drop this list?", f"Nobody gets a clip of it. {paid}", yes="Drop", no="Keep it")


def _foot(batch: Batch, now: datetime) -> str:
    parts = ["Every clip is marked as AI-generated."]
    if batch.state in {BatchState.PLANNED, BatchState.SAMPLED}:
        parts.append(_MAY_MEND)
    if batch.state is BatchState.RUNNING:
        parts.append(f"As of {moment(now)}.")
    if batch.ended_at is not None and batch.reported:
        parts.append("The file in the thread has everybody.")
    return " ".join(parts)
