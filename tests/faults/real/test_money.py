"""The budget holds when people ask at once of two processes whose Redis loses replies at random."""

from pathlib import Path

from tests.faults.real.money import spend

PEOPLE = 150
"""`scripts/faults --real --people 1000` asks for more."""


async def test_no_dollar_above_the_budget_is_accepted_and_nothing_stays_reserved(tmp_path: Path) -> None:
    spent = await spend(tmp_path, PEOPLE)

    assert spent.broken == []
    assert spent.lost_answers > 5
    assert 0 < spent.accepted < PEOPLE
