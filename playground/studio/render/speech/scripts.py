"""A text in several writing systems becomes parts, each with an engine voice that can read it.

A voice spells what it cannot read, letter by letter. So words in another script than the voice's own are given to a
voice of a language that is written in it, and words that no voice can read are left out. Latin and plain digits are
left to the voice itself.
"""

import itertools
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

# The script as Unicode's character names begin, then the voices that read it; the first one stands in for others.
_TABLE: Final = """
CJK sit/cmn sit/yue sit/hak
HIRAGANA jpx/ja
KATAKANA jpx/ja
HANGUL ko
ARABIC sem/ar ira/fa inc/ur inc/sd trk/ug
HEBREW sem/he
CYRILLIC zle/ru zle/ru-LV zle/uk zle/be zls/bg zls/sr zls/mk zls/bs trk/kk trk/ky trk/tt trk/ba trk/cv trk/nog
GREEK grk/el
DEVANAGARI inc/hi inc/mr inc/ne inc/kok
THAI tai/th
ETHIOPIC sem/am sem/ti
ARMENIAN ine/hy ine/hyw
GEORGIAN ccs/ka
BENGALI inc/bn inc/as inc/bpy
TAMIL dra/ta
TELUGU dra/te
GUJARATI inc/gu
KANNADA dra/kn
MALAYALAM dra/ml
GURMUKHI inc/pa
ORIYA inc/or
SINHALA inc/si
MYANMAR sit/my tai/shn
"""
_READ_BY_ALL: Final = "LATIN"
_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lo"})
_ORDINALS: Final = frozenset({"FEMININE", "MASCULINE"})


@dataclass(frozen=True)
class Part:
    """A piece of text and the engine voice that says it."""

    text: str
    engine_voice: str


def parts_of(text: str, engine_voice: str) -> tuple[Part, ...]:
    """The text in the order in which it is said, almost always as one part in `engine_voice`."""
    readable = ((word, _reader(word, engine_voice)) for word in _words(text))
    kept = ((word, voice) for word, voice in readable if voice is not None)
    grouped = itertools.groupby(kept, key=lambda pair: pair[1])
    return tuple(Part("".join(word for word, _ in pairs), voice) for voice, pairs in grouped)


def _words(text: str) -> list[str]:
    """The text cut before each letter whose script differs from that of the letter before it."""
    words, current = [""], None
    for character in text:
        script = _script(character)
        if script is not None and script != current:
            if current is not None:
                words.append("")
            current = script
        words[-1] += character
    return words


def _reader(word: str, engine_voice: str) -> str | None:
    """The voice for a word of one script; a lone letter is a symbol, which every voice knows by name."""
    letters = [script for script in map(_script, word) if script is not None]
    if not letters or letters[0] == _READ_BY_ALL or (letters[0] == "GREEK" and len(letters) == 1):
        return engine_voice
    readers = _readers().get(letters[0], ())
    return engine_voice if engine_voice in readers else next(iter(readers), None)


@cache
def _script(character: str) -> str | None:
    """The writing system of a letter or digit; None for what goes with the letter before it."""
    kind, name = unicodedata.category(character), unicodedata.name(character, "UNKNOWN")
    script = name.split(" ")[0].partition("-")[0]
    if kind == "Nd":
        return script if script in _readers() else _READ_BY_ALL
    return script if kind in _LETTERS and script not in _ORDINALS else None


@cache
def _readers() -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in _TABLE.strip().splitlines())
    return {script: tuple(voices) for script, *voices in rows}
