"""The batch's message: who gets what, who got it, and what can be done."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.batch import MOST_ROWS, Batch, BatchState, Problem, ProblemCode, Row, RowState
from bot.slack.surfaces.batch import (
    CHANGE,
    DROP,
    MAKE_OTHERS,
    MAKE_SAMPLE,
    RETRY,
    ROWS_SHOWN,
    STOP,
    build_batch_message,
)
from bot.slack.surfaces.batch_report import build_report
from bot.slack.surfaces.batch_words import describe_reason
from bot.slack.surfaces.blocks import Message
from tests.bot.posting.batches import a_batch, a_person, a_row
from tests.bot.rendering.fakes import NOON
from tests.bot.slack.surfaces.reading import nasty, problems_of, tokens

FAILED = a_row(5, state=RowState.FAILED, failure="budget")


def message_of(**fields: object) -> Message:
    """The message of a batch with these fields."""
    return build_batch_message(a_batch(**fields), now=NOON)


def buttons(message: Message) -> dict[str, str]:
    """The labels of the buttons, by what they do."""
    elements = [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]
    return {each["action_id"]: each["text"]["text"] for each in elements}


def table(message: Message) -> list[list[str]]:
    """The cells of the table."""
    rows: list[list[dict[str, Any]]] = next(block["rows"] for block in message.blocks if block["type"] == "table")
    return [[cell["text"] for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": BatchState.READING}, {}),
        ({"state": BatchState.REFUSED, "refusal": "No."}, {CHANGE, DROP}),
        ({"state": BatchState.PLANNED}, {MAKE_SAMPLE, CHANGE, DROP}),
        ({"state": BatchState.PLANNED, "rows": (a_row(2, state=RowState.BAD),)}, {CHANGE, DROP}),
        ({"state": BatchState.SAMPLING}, {}),
        ({"state": BatchState.SAMPLED}, {MAKE_OTHERS, CHANGE, DROP}),
        ({"state": BatchState.RUNNING}, {STOP}),
        ({"state": BatchState.RUNNING, "rows": (a_row(2, state=RowState.MAKING),)}, {}),
        ({"state": BatchState.FINISHED, "rows": (a_row(2, state=RowState.SENT), FAILED)}, {RETRY}),
        ({"state": BatchState.FINISHED, "rows": (a_row(2, state=RowState.SENT),)}, {}),
        ({"state": BatchState.DROPPED}, {}),
    ],
)
def test_each_state_has_its_buttons(fields: dict[str, Any], expected: set[str]) -> None:
    if any(row.state is RowState.BAD for row in fields.get("rows", ())):
        fields = {**fields, "rows": (a_row(2, state=RowState.BAD, problem=Problem(code=ProblemCode.GONE)),)}

    assert set(buttons(message_of(**fields))) == set(expected)


def test_the_price_of_the_others_stands_on_their_button() -> None:
    assert buttons(message_of(state=BatchState.SAMPLED))[MAKE_OTHERS] == "Make the other 2 · about $0.60"


def test_one_person_alone_gets_the_sample() -> None:
    message = message_of(state=BatchState.SAMPLED, rows=(a_row(2),))

    assert buttons(message)[MAKE_OTHERS] == "Send it · already paid"


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (FAILED, "Retry the failed · about $0.30"),
        (a_row(5, state=RowState.FAILED, failure="user_disabled", render_id="r1"), "Retry the failed · already paid"),
        (a_row(5, state=RowState.STOPPED), "Make the rest · about $0.30"),
    ],
    ids=["failed", "made", "stopped"],
)
def test_trying_again_says_what_it_costs(row: Row, label: str) -> None:
    assert buttons(message_of(state=BatchState.FINISHED, rows=(row,)))[RETRY] == label


def test_the_table_says_who_hears_what_and_what_is_wrong_the_troubled_first() -> None:
    bad = a_row(4, problem=Problem(code=ProblemCode.MISSING, detail="title"), state=RowState.BAD)

    head, *rows = table(message_of(state=BatchState.PLANNED, rows=(a_row(2), a_row(3), bad)))

    assert head[0] == "Person"
    assert rows == [
        ["Person4 Last", "No clip", "Missing: title."],
        ["Person2 Last", "Waiting", "Hello Person2."],
        ["Person3 Last", "Waiting", "Hello Person3."],
    ]


def test_what_is_wrong_in_a_file_is_said_with_its_line() -> None:
    bad = a_row(7, problem=Problem(code=ProblemCode.GONE), state=RowState.BAD)

    _, row = table(message_of(state=BatchState.PLANNED, rows=(bad,), file_id="F1"))

    assert row[2] == "Line 7: This account is deactivated."


def test_of_a_long_list_a_part_is_shown_and_the_rest_counted() -> None:
    message = message_of(state=BatchState.PLANNED, rows=tuple(a_row(line) for line in range(MOST_ROWS)))

    assert len(table(message)) == ROWS_SHOWN + 1
    assert f"{ROWS_SHOWN} of {MOST_ROWS} are shown" in str(message.blocks)


def test_progress_counts_what_there_is() -> None:
    rows = (a_row(2, state=RowState.SENT), a_row(3, state=RowState.MAKING), a_row(4), FAILED)

    assert "1 sent, 1 being made, 1 waiting, 1 failed." in str(message_of(rows=rows).blocks)


@pytest.mark.parametrize("code", list(ProblemCode), ids=str)
def test_every_problem_has_its_words(code: ProblemCode) -> None:
    detail = "4 3" if code is ProblemCode.CELLS else "what it is about"

    assert describe_reason(a_row(2, problem=Problem(code=code, detail=detail))).endswith((".", "about"))


@pytest.mark.parametrize("code", ["user_disabled", "contentPolicyViolation", "never_heard_of", "budget", "cancelled"])
def test_every_failure_has_its_words(code: str) -> None:
    assert len(describe_reason(a_row(2, state=RowState.FAILED, failure=code))) > 15


def extreme(state: BatchState, text: str, rows: int) -> Batch:
    """A batch in which whatever people wrote is this text."""
    person = a_person("U1", text or "x", handle=text, display_name=text, title=text)
    states = list(RowState)
    made = tuple(
        a_row(
            line,
            person=person,
            key=text,
            fields={"word": text},
            state=states[line % len(states)],
            failure="refused",
            reason=text,
            problem=Problem(code=ProblemCode.MISSING, detail=text)
            if states[line % len(states)] is RowState.BAD
            else None,
        )
        for line in range(rows)
    )
    return a_batch(state=state, script=f"{text} hello", refusal=text, rows=made, sender=person)


@given(st.sampled_from(BatchState), nasty, st.sampled_from([1, 7, MOST_ROWS]))
def test_whatever_people_wrote_slack_takes_the_message_and_pings_nobody(
    state: BatchState, text: str, rows: int
) -> None:
    clean = text.replace("{", "").replace("}", "").encode("utf-8", "ignore").decode()
    message = build_batch_message(extreme(state, clean, rows), now=NOON)

    assert problems_of(message) == []
    assert {token for token in tokens(message) if not token.startswith("!date^")} == set()
    assert sum(len(cell) for row in table_or_nothing(message) for cell in row) < 10_000


def table_or_nothing(message: Message) -> list[list[str]]:
    """The cells of the table, where there is one."""
    return table(message) if any(block["type"] == "table" for block in message.blocks) else []


def test_the_report_has_a_line_for_each_and_no_formula() -> None:
    rows = (
        a_row(2, state=RowState.SENT, ended_at=NOON),
        a_row(3, person=a_person("U3", "=1+1"), state=RowState.FAILED, failure="budget"),
        a_row(4, person=None, key="@nobody", state=RowState.BAD, problem=Problem(code=ProblemCode.NOBODY)),
    )

    read = list(csv.DictReader(io.StringIO(build_report(a_batch(rows=rows)))))

    assert [(each["line"], each["person"], each["user_id"], each["outcome"]) for each in read] == [
        ("2", "Person2 Last", "U2", "Sent"),
        ("3", "'=1+1", "U3", "Failed"),
        ("4", "'@nobody", "", "No clip"),
    ]
    assert (read[0]["ended_at"], read[1]["reason"]) == ("2026-11-22 12:00:00", "The budget was used up.")
