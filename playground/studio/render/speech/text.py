"""A script as people write it becomes text the engine can say."""

import re
import unicodedata
from typing import Final

# Marks that have no sound: emoji and other symbols, control and format characters, private and unassigned ones.
_SILENT: Final = frozenset({"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)


def speakable_text(script: str) -> str:
    """The script without emoji and control characters, each line a paragraph, so that the voice pauses after it."""
    lines = (_spoken_line(line) for line in re.split(r"[\r\n\u2028\u2029]+", script))
    return "\n\n".join(line for line in lines if line)


def _spoken_line(line: str) -> str:
    kept = "".join(character if _has_sound(character) else " " for character in line)
    return " ".join(kept.split())


def _has_sound(character: str) -> bool:
    if character in _JOINERS:
        return True
    return unicodedata.category(character) not in _SILENT and ord(character) not in _VARIATION_SELECTORS
