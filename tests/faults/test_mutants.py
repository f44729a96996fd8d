"""The proof can fail: Herald without one of its guards is caught."""

import pytest

from tests.faults.hunting import directly
from tests.faults.mutants import MUTANTS


@pytest.mark.parametrize("name", MUTANTS)
def test_herald_without_a_guard_is_caught(name: str) -> None:
    assert directly(MUTANTS[name]) is not None
