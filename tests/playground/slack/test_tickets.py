"""Trigger ids and response URLs."""

import pytest

from playground.dials import Clock
from playground.slack.model.tickets import TicketError, Tickets


def test_only_the_newest_tickets_are_remembered() -> None:
    tickets = Tickets(Clock(), "T0PLAY")
    first, path = tickets.trigger("U0ALICE", None), tickets.response_path("app", "U0ALICE", "C0LAUNCH")
    for _ in range(10_000):
        last = tickets.trigger("U0ALICE", None)
        newest = tickets.response_path("app", "U0ALICE", "C0LAUNCH")
    assert tickets.redeem(last).used
    assert tickets.link(newest).path == newest
    with pytest.raises(TicketError, match="invalid_trigger_id"):
        tickets.redeem(first)
    with pytest.raises(TicketError, match="no_service"):
        tickets.link(path)
