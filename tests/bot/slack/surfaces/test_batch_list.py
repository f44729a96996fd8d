"""A person's batches in Home: how each stands, and the way to its table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.batch import BatchState, RowState
from bot.slack.surfaces.blocks import Message
from tests.bot.posting.batches import a_batch, a_row
from tests.bot.slack.surfaces.homes import lines_of, make_home, problems_of_home, the
from tests.bot.slack.surfaces.reading import nasty, tokens

PLACE = {"channel_id": "D1", "message_ts": "1700000000.000100"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": BatchState.READING}, "*Reading your list* · "),
        ({"state": BatchState.PLANNED, "rows": (a_row(2),)}, "*Waiting for you: 1 person* · "),
        ({"state": BatchState.SAMPLED}, "*Your sample is there* · "),
        ({"state": BatchState.RUNNING, "rows": (a_row(2, state=RowState.SENT), a_row(3))}, "*On their way* · "),
        ({"state": BatchState.FINISHED, "rows": (a_row(2, state=RowState.SENT),)}, "*All sent* · "),
    ],
    ids=lambda value: value["state"].value if isinstance(value, dict) else None,
)
def test_a_batch_stands_with_its_state_and_its_script(fields: dict[str, object], words: str) -> None:
    lines = lines_of(make_home(batches=[a_batch(script="Hello there", **fields)]))

    assert "Hello there" in the(lines, words)


def test_one_under_way_says_how_far_it_is_and_where_its_table_stands() -> None:
    rows = (a_row(2, state=RowState.SENT), a_row(3))
    home = make_home(batches=[a_batch(state=BatchState.RUNNING, rows=rows, **PLACE)])

    line = the(lines_of(home), "Open the table")
    assert "1 sent, 1 waiting" in line
    assert "<https://playground.slack.com/archives/D1/p1700000000000100|Open the table>" in line


def test_where_nobody_knows_the_address_there_is_no_link() -> None:
    home = make_home(batches=[a_batch(**PLACE)], team_url=None)

    assert "Open the table" not in str(home)


def test_what_was_dropped_and_what_is_old_is_not_listed() -> None:
    batches = [a_batch(id=f"b{at}", script=f"Script {at}.") for at in range(5)]
    dropped = batches[0].model_copy(update={"state": BatchState.DROPPED})

    shown = str(make_home(batches=[dropped, *batches[1:]]))

    assert [at for at in range(5) if f"Script {at}." in shown] == [1, 2, 3]


def test_who_has_none_reads_nothing_of_them() -> None:
    assert "Personal clips" not in lines_of(make_home())


@given(script=nasty, state=st.sampled_from(BatchState))
def test_a_home_with_batches_is_one_that_slack_takes(script: str, state: BatchState) -> None:
    home = make_home(batches=[a_batch(script=script, state=state, **PLACE)] * 5)

    assert problems_of_home(home) == []
    assert all(
        token.startswith(("!date", "https://playground.slack.com/")) for token in tokens(Message("", home["blocks"]))
    )
