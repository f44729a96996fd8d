"""Words as the search compares them: lower case, without accents."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "", "'": ""}
)


def fold(text: str) -> str:
    """Lower case, letters without their accents: `Łódź` → `lodz`."""
    lowered = text.casefold()
    if not lowered.isascii():
        parts = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(part for part in parts if not unicodedata.combining(part))
    return lowered


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))
