"""How many tasks a polling request may ask about, after the service refused so many."""

import pytest

from bot.runware.batches import LARGEST, WIDEN_AFTER, BatchSize


def refused(*asked: int) -> BatchSize:
    """The size after requests for so many were refused."""
    size = BatchSize()
    for number in asked:
        size.refused(number)
    return size


@pytest.mark.parametrize(("asked", "limit"), [((), LARGEST), ((100,), 50), ((100, 50), 25), ((100, 3), 1)])
def test_half_as_many_are_asked_about_after_each_refusal(asked: tuple[int, ...], limit: int) -> None:
    assert refused(*asked).limit == limit


def test_a_single_task_that_is_refused_shows_that_the_number_was_not_the_reason() -> None:
    assert refused(100, 50, 25, 12, 6, 3, 1).limit == LARGEST


def test_after_many_full_requests_that_are_answered_more_are_asked_about_again() -> None:
    size = refused(100)
    for _ in range(WIDEN_AFTER - 1):
        size.answered(50)
    assert size.limit == 50
    size.answered(50)
    assert size.limit == 100


def test_small_requests_prove_nothing() -> None:
    size = refused(100)
    for _ in range(WIDEN_AFTER):
        size.answered(49)
    assert size.limit == 50
