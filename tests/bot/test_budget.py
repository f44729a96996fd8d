"""What a video is expected to take, and what is reserved for it."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.budget import CENT, estimate

TEN_CENTS = Decimal("0.10")


def test_a_price_is_the_seconds_times_the_price_of_one() -> None:
    estimated = estimate("word " * 60, price_per_second=TEN_CENTS)

    seconds = int(estimated.duration.total_seconds())
    assert (estimated.duration, estimated.price) == (timedelta(seconds=seconds), seconds * TEN_CENTS)
    assert 15 <= seconds <= 30


def test_a_reservation_is_a_third_more_rounded_up_to_a_cent() -> None:
    assert estimate("Hello", price_per_second=Decimal("0.1225")).reserve == Decimal("0.33")


prices = st.decimals(min_value=Decimal("0.000001"), max_value=100, places=6)


@given(script=st.text(max_size=3000), price_per_second=prices)
def test_a_reservation_is_never_below_its_price_nor_free(script: str, price_per_second: Decimal) -> None:
    estimated = estimate(script, price_per_second=price_per_second)

    exact = price_per_second * int(estimated.duration.total_seconds())
    assert estimated.reserve >= estimated.price >= exact
    assert estimated.price >= CENT
    assert estimated.reserve >= exact * Decimal("1.3")
    assert estimated.reserve == estimated.reserve.quantize(CENT)


def test_a_voice_that_took_longer_than_was_estimated_is_priced_for_longer() -> None:
    usual = estimate("word " * 60, price_per_second=TEN_CENTS)
    slow = estimate("word " * 60, price_per_second=TEN_CENTS, correction=1.5)

    assert usual.duration < slow.duration <= 1.5 * usual.duration + timedelta(seconds=1)
    assert slow.price == int(slow.duration.total_seconds()) * TEN_CENTS
