"""Somebody else's batch goes on without the row of a person who was forgotten, and with everybody else's."""

import pytest

from bot.posting.batch import Recipient, Row
from bot.posting.unnaming import is_about


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (Row(line=2, key="U1"), True),
        (Row(line=2, key="@U1"), True),
        (Row(line=2, key="<@U1|alice>"), True),
        (Row(line=2, key="alice", person=Recipient(user_id="U1")), True),
        (Row(line=2, key="alice", found=(Recipient(user_id="U2"), Recipient(user_id="U1"))), True),
        (Row(line=2, key="U12"), False),
        (Row(line=2, key="<@U12>"), False),
        (Row(line=2, key="bob", person=Recipient(user_id="U12")), False),
    ],
)
def test_a_row_is_about_the_person_whom_it_names_and_nobody_else(row: Row, meant: bool) -> None:
    assert is_about(row, "U1") is meant
