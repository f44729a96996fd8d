"""Text from people, made safe and made readable."""

import html

import pytest
from hypothesis import given

from bot.slack.surfaces.escape import defuse, escape, one_line, shorten, tidy, unescape, width
from tests.bot.slack.surfaces.reading import nasty


@given(nasty)
def test_escaped_text_reads_the_same_and_holds_no_token(text: str) -> None:
    assert html.unescape(escape(text)) == html.unescape(html.escape(text, quote=False))
    assert not set("<>") & set(escape(text))


@given(nasty)
def test_what_is_escaped_is_unescaped_to_itself(text: str) -> None:
    assert unescape(escape(text)) == text


@given(nasty)
def test_a_shortened_text_keeps_to_its_limit(text: str) -> None:
    assert width(shorten(text, 75)) <= 75


@given(nasty)
def test_one_line_has_no_line_break_and_can_be_encoded(text: str) -> None:
    line = one_line(text, 300)

    assert len(line.splitlines()) <= 1
    line.encode()


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("Hello <@U1|ann> and <@U2>", "Hello @ann and @someone"),
        ("in <#C1|launch> and <#C2|>", "in #launch and #channel"),
        ("<!here> <!channel|@channel> <!subteam^S1|@team> <!subteam^S1>", "@here @channel @team @group"),
        ("see <https://x.com/?a=1&amp;b=2> or <http://y.com|y.com>", "see https://x.com/?a=1&b=2 or y.com"),
        ("write to <mailto:a@b.com|a@b.com>", "write to a@b.com"),
        ("at <!date^1^{time}|noon &amp; after>", "at noon & after"),
        ("2 &lt; 3 &amp;&amp; 4 &gt; 3", "2 < 3 && 4 > 3"),
        ("&lt;@U1&gt; &amp;lt;", "<@U1> &lt;"),
    ],
)
def test_slacks_escaped_text_becomes_what_the_person_typed(sent: str, typed: str) -> None:
    assert unescape(sent) == typed


@pytest.mark.parametrize(
    "text", ["@channel", "#general", "https://evil.example/login", "evil.example", "a@evil.example"]
)
def test_bare_addresses_and_names_are_broken_up_in_a_fallback_text(text: str) -> None:
    assert text not in defuse(text)
    assert defuse(text).replace("\u2060", "") == text


def test_a_cut_falls_at_a_words_end_where_one_is_near() -> None:
    assert shorten("The release is out and ready", 26) == "The release is out and…"


def test_a_long_word_is_cut_in_its_middle() -> None:
    assert shorten("a" * 30, 10) == "a" * 9 + "…"


def test_text_that_fits_is_left_alone() -> None:
    assert shorten("😀" * 5, 10) == "😀" * 5


def test_tidy_drops_controls_and_turned_directions_but_no_line_break() -> None:
    assert tidy("a\x00b\u202ec\r\nd\te\ud83d") == "abc\nd e"
