"""A script as people write it becomes text the engine can say."""

import re
import unicodedata
from typing import Final

# Marks that have no sound: emoji and other symbols, control and format characters, private and unassigned ones.
_SILENT: Final = frozenset({"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"})
# Letters in another dress (wide, circled, as mathematical signs) are undressed; fractions and powers stay as they are.
_KEPT_AS_THEY_ARE: Final = ("<fraction>", "<super>", "<sub>", "<noBreak>")
_OPENING_MARKS: Final = r"(?<!\w)[*_~`]+(?=\w)"
_CLOSING_MARKS: Final = r"(?<=\w)[*_~`]+(?!\w)"
_RULES: Final = r"[*_~`#=-]{3,}"
_DECORATION: Final = re.compile(f"{_RULES}|{_OPENING_MARKS}|{_CLOSING_MARKS}")
_JOINERS: Final = frozenset("\u200c\u200d")
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)


def speakable_text(script: str) -> str:
    """The script without emoji, control characters and formatting marks; the voice pauses after each line."""
    lines = (_spoken_line(line) for line in re.split(r"[\r\n\u2028\u2029]+", script))
    return "\n\n".join(line for line in lines if line)


def _spoken_line(line: str) -> str:
    undressed = "".join(map(_undressed, line))
    kept = "".join(character if _has_sound(character) else " " for character in undressed)
    return " ".join(_DECORATION.sub(" ", kept).split())


def _undressed(character: str) -> str:
    meaning = unicodedata.decomposition(character)
    if not meaning.startswith("<") or meaning.startswith(_KEPT_AS_THEY_ARE):
        return character
    return unicodedata.normalize("NFKC", character)


def _has_sound(character: str) -> bool:
    if character in _JOINERS:
        return True
    return unicodedata.category(character) not in _SILENT and ord(character) not in _VARIATION_SELECTORS
