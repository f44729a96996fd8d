"""What is said, in writing and in time with it: captions as WebVTT and as SubRip, timed by the engine's own words.

https://www.w3.org/TR/webvtt1/
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playground.studio.render.timing.segments import Timeline

_LINE: Final = 42
_TOO_SHORT: Final = 15
_LINGER_SECONDS: Final = 0.5
_SHORTEST_SECONDS: Final = 0.04
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…؟।]+[\"'”’)»\]]*(?=\s|$)|[。！？]+[」』”]*|$)", re.MULTILINE)


@dataclass(frozen=True)
class Cue:
    """A piece of what is said, on one or two lines, and when it is shown, in seconds of the clip."""

    start: float
    end: float
    text: str


Piece = tuple[int, int]
"""Of the text: the first character, and the one after the last."""


def cues_of(timeline: Timeline) -> tuple[Cue, ...]:
    """The captions of a script, none of a recording; each begins with its first word and outlasts the last."""
    places = [word.place for word in timeline.words]
    shown = []
    for piece in _pieces(timeline.text, places):
        first, after = bisect_left(places, piece[0]), bisect_left(places, piece[1])
        if first < after:
            shown.append((timeline.words[first].start, piece))
    ends = [*(start for start, _ in shown), timeline.seconds][1:]
    return tuple(
        Cue(start, _end(timeline, start, end), _on_lines(timeline.text[slice(*piece)]))
        for (start, piece), end in zip(shown, ends, strict=True)
    )


def webvtt(cues: tuple[Cue, ...]) -> str:
    """The captions as WebVTT, in which nothing of the text is markup."""
    blocks = (f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(cue.text)}\n" for cue in cues)
    return "\n".join(["WEBVTT\n", *blocks])


def subrip(cues: tuple[Cue, ...]) -> str:
    """The captions as SubRip."""
    blocks = (
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, start=1)
    )
    return "\n".join(blocks)


def write_captions(timeline: Timeline, film: Path) -> None:
    """Put both files beside a film; nothing for a recording, of which nobody knows what it says."""
    if cues := cues_of(timeline):
        for file, text in zip(caption_files(film), (webvtt(cues), subrip(cues)), strict=True):
            file.write_text(text, encoding="utf-8")


def caption_files(film: Path) -> tuple[Path, Path]:
    """Where the captions of a film are: WebVTT, and SubRip."""
    return film.with_suffix(".vtt"), film.with_suffix(".srt")


def _pieces(text: str, places: Sequence[int]) -> Iterator[Piece]:
    """The text in pieces that fit on two lines: sentences, long ones cut between words, short ones with the next."""
    waiting: Piece | None = None
    for found in _SENTENCE.finditer(text):
        for first, end in _cut(text, found.span(), places):
            if waiting is not None and (not _fits(text[waiting[0] : end]) or "\n" in text[waiting[0] : end]):
                yield waiting
                waiting = None
            waiting = (first if waiting is None else waiting[0], end)
            if end - waiting[0] >= _TOO_SHORT:
                yield waiting
                waiting = None
    if waiting is not None:
        yield waiting


def _cut(text: str, sentence: Piece, places: Sequence[int]) -> Iterator[Piece]:
    """A sentence cut where words begin, after spaces if there are any; a word that is too long stays whole."""
    first, end = sentence
    while not _fits(text[first:end]):
        line = _line(text[first])
        begins = places[bisect_right(places, first) : bisect_left(places, end)]
        near = begins[: bisect_right(begins, first + 2 * (line + 1))]  # a space may follow each line
        fitting = [place for place in near if _fits(text[first:place])] or begins[:1]
        if not fitting:
            break
        after_space = [place for place in fitting if text[place - 1] == " " and place > first + line]
        cut = max(after_space or fitting)
        yield first, cut
        first = cut
    yield first, end


def _line(character: str) -> int:
    """How many characters fit on a line of the script that one is of."""
    return _LINE // 2 if unicodedata.east_asian_width(character) in "WF" else _LINE


def _fits(piece: str) -> bool:
    return max(map(len, _on_lines(piece).split("\n"))) <= _line(piece[0])


def _on_lines(piece: str) -> str:
    words = " ".join(piece.split())
    line = _line(words[0])
    if len(words) <= line:
        return words
    space = words.rfind(" ", 0, line + 1)
    return f"{words[:line]}\n{words[line:]}" if space < 0 else f"{words[:space]}\n{words[space + 1 :]}"


def _end(timeline: Timeline, start: float, latest: float) -> float:
    """A moment after the last sound before `latest`."""
    sounds = [s.end for s in timeline.segments if s.viseme != "silence" and start <= s.start < latest]
    end = min(latest, max(sounds, default=start) + _LINGER_SECONDS)
    return max(end, start + _SHORTEST_SECONDS)


def _clock(seconds: float, point: str) -> str:
    minutes, thousandths = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{thousandths // 1000:02d}{point}{thousandths % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
