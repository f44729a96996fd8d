"""What is said in a video, in writing."""

import re
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.surfaces.captions import CUE, build_captions, build_transcript
from tests.bot.slack.samples import make_render
from tests.bot.slack.surfaces.reading import nasty

_TIMES = re.compile(r"^(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})$", re.MULTILINE)


def times(captions: str) -> list[tuple[float, float]]:
    """When each piece is on the screen, in seconds."""
    found = [list(map(int, match.groups())) for match in _TIMES.finditer(captions)]
    return [(h * 3600 + m * 60 + s + t / 1000, i * 3600 + n * 60 + u + v / 1000) for h, m, s, t, i, n, u, v in found]


def test_each_sentence_is_on_the_screen_while_it_is_said() -> None:
    captions = build_captions("Good morning, team. The release is out! Thank you all.", timedelta(seconds=6))

    assert captions.startswith("WEBVTT\n\n00:00:00.250 --> ")
    assert "Good morning, team.\n" in captions
    assert len(times(captions)) == 3


def test_the_last_words_end_with_the_video() -> None:
    ends = [end for _, end in times(build_captions("One. Two. Three.", timedelta(seconds=90)))]

    assert ends[-1] == 89.75


def test_a_longer_sentence_is_longer_on_the_screen() -> None:
    (first, second) = times(build_captions("Yes. This one is much longer than that.", timedelta(seconds=10)))

    assert second[1] - second[0] > 3 * (first[1] - first[0])


def test_markup_in_a_script_is_shown_as_it_was_typed() -> None:
    assert "2 &lt; 3 &amp; more --&gt; here" in build_captions("2 < 3 & more --> here", timedelta(seconds=3))


@given(script=st.one_of(nasty, st.text(alphabet="ab .,\n日本", max_size=3000)), seconds=st.floats(0.1, 600))
def test_any_script_becomes_captions_in_order_that_fit(script: str, seconds: float) -> None:
    captions = build_captions(script, timedelta(seconds=seconds))

    shown = times(captions)
    assert all(start <= end for start, end in shown)
    assert all(before[1] == after[0] for before, after in pairwise(shown))
    assert all(len(line) <= CUE * 5 for line in captions.splitlines())
    captions.encode()


def test_the_transcript_is_the_script() -> None:
    assert build_transcript(make_render(script="Good morning.\r\nAll is well. ")) == "Good morning.\nAll is well.\n"
