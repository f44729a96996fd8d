"""What a video is expected to take, and what is reserved for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import CENT, estimate, speaking_time

TEN_CENTS = Decimal("0.10")


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("", 2),
        (" \n\t ", 2),
        ("👋🏽 🎉 …!?", 2),
        ("Hello", 2),
        ("Donaudampfschifffahrtsgesellschaftskapitän", 3),
        ("word " * 150, 61),
        ("It’s the team's well-earned break", 3),
        ("大家早上好，新版本今天发布了。", 4),
        ("おはようございます、カタカナも", 4),
        ("안녕하세요 여러분", 3),
        ("Release 2 is out 发布了 👋", 3),
    ],
)
def test_a_script_speaks_for_about_as_long_as_a_presenter_would(script: str, seconds: int) -> None:
    assert speaking_time(script) == timedelta(seconds=seconds)


@pytest.mark.parametrize("characters", ["字", "𠀀", "豈", "ｱ", "글"])
def test_every_ideograph_and_syllable_is_counted(characters: str) -> None:
    assert speaking_time(characters * 100) == timedelta(seconds=26)


def test_a_text_without_spaces_is_not_one_short_word() -> None:
    assert speaking_time("a" * 3000) > timedelta(seconds=60)


def test_emojis_add_nothing() -> None:
    assert speaking_time("Good morning everybody here 👩‍👧‍👦👋🏽🇩🇪") == speaking_time("Good morning everybody here")


def test_a_price_is_the_seconds_times_the_price_of_one() -> None:
    estimated = estimate("word " * 60, price_per_second=TEN_CENTS)

    assert (estimated.duration, estimated.price) == (timedelta(seconds=25), Decimal("2.50"))


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


@given(script=st.text(max_size=300), more=st.text(max_size=300))
def test_more_words_never_speak_for_a_shorter_time(script: str, more: str) -> None:
    assert speaking_time(f"{script} {more}") >= max(speaking_time(script), speaking_time(more))
