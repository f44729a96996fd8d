"""How long scripts speak: letters, numbers, pauses, in many languages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speaking import LEAD_SECONDS, speaking_time


def seconds(script: str, language: str | None = None, speed: str | None = None) -> float:
    """The estimate in seconds."""
    return speaking_time(script, language=language, speed=None if speed is None else Decimal(speed)).total_seconds()


@pytest.mark.parametrize("silent", ["", " \n\t ", "👋🏽 🎉 …!?", "👩‍👧‍👦🇩🇪"])
def test_what_has_no_sound_takes_no_time(silent: str) -> None:
    assert speaking_time(silent) == timedelta(seconds=LEAD_SECONDS)


@pytest.mark.parametrize(
    ("script", "language", "measured"),
    [
        ("Good morning, team. The new release went out last night, and so far everything looks healthy.", "en-US", 6.6),
        ("Guten Morgen zusammen. Die neue Version ist seit gestern Abend verfügbar.", "de-DE", 5.2),
        ("大家早上好。新版本昨天晚上已经发布，到目前为止一切正常。", "zh-CN", 8.2),
        (
            "여러분, 좋은 아침입니다. 새 버전이 어젯밤에 출시되었고 지금까지 모든 것이 잘 작동하고 있습니다.",
            "ko-KR",
            9.2,
        ),
        ("सभी को सुप्रभात। नया संस्करण कल रात जारी हुआ और अब तक सब कुछ ठीक चल रहा है।", "hi-IN", 6.6),
        ("In 2025 we sold 1,250 units in 14 countries, 37 percent more than in 2024.", "en", 10.0),
    ],
)
def test_a_script_is_estimated_near_what_it_really_took(script: str, language: str, measured: float) -> None:
    assert seconds(script, language) == pytest.approx(measured, rel=0.2)


@pytest.mark.parametrize("ideograph", ["字", "𠀀", "豈"])
def test_every_ideograph_is_counted(ideograph: str) -> None:
    assert seconds(ideograph * 100) > 25


@pytest.mark.parametrize(("shorter", "longer"), [("1", "347"), ("12", "1999"), ("25,000", "123,456")])
def test_a_longer_number_takes_longer_to_read(shorter: str, longer: str) -> None:
    assert seconds(shorter) < seconds(longer)


def test_thousands_are_one_number_and_a_point_is_read() -> None:
    assert seconds("25,000") == seconds("25000")
    assert seconds("3.5") > seconds("35")


def test_a_sentence_that_ends_is_followed_by_a_pause_but_the_last() -> None:
    assert seconds("One. Two") > seconds("One Two") == seconds("One Two.")


def test_a_slow_voice_takes_longer_and_a_quick_one_less() -> None:
    script = "word " * 60

    assert seconds(script, speed="0.5") - LEAD_SECONDS == pytest.approx(2 * (seconds(script) - LEAD_SECONDS))
    assert seconds(script, speed="1.5") < seconds(script)


def test_a_language_has_its_own_rate_whatever_its_region() -> None:
    script = "una dos tres cuatro cinco seis"

    assert seconds(script, "es-MX") == seconds(script, "es-ES") != seconds(script, "fr-FR")


def test_an_unknown_language_is_estimated_all_the_same() -> None:
    assert seconds("word " * 60, "xx-XX") == seconds("word " * 60)


@given(script=st.text(max_size=300), language=st.sampled_from([None, "en-US", "ja-JP", "ar-SA"]))
def test_every_text_has_a_length(script: str, language: str | None) -> None:
    assert LEAD_SECONDS <= seconds(script, language) < LEAD_SECONDS + len(script) + 1


@given(words=st.lists(st.sampled_from(["word", "12", "API", "字", "слово"]), max_size=50))
def test_more_words_never_speak_for_a_shorter_time(words: list[str]) -> None:
    times = [seconds(" ".join(words[:count])) for count in range(len(words) + 1)]

    assert times == sorted(times)
