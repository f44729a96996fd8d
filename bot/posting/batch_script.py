"""The placeholders of a script for many people, and what is put in their places."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from bot.posting.batch import Recipient

FIRST_NAME: Final = "first_name"
LAST_NAME: Final = "last_name"
TITLE: Final = "title"
SENDER: Final = "sender"
STANDARD: Final = (FIRST_NAME, LAST_NAME, TITLE, SENDER)
"""What can be said of everybody; a column of the same name goes first."""
VALUE_LIMIT: Final = 300
"""The longest value that is put in a script."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]{0,80})\}")
_UNSPOKEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
"""Control characters, turned directions, emoji and their joiners: nobody can say them."""
_VARIATIONS: Final = frozenset("\ufe0e\ufe0f\u20e3")
_JOINERS: Final = frozenset("\u200c\u200d")
"""Parts of the spelling in Persian and in Indian scripts; between emoji they go with them."""


def placeholders(script: str) -> Sequence[str]:
    """The names in braces, each once, in the order in which they come."""
    return list(dict.fromkeys(plain_name(found[1]) for found in _PLACEHOLDER.finditer(script)))


def plain_name(written: str) -> str:
    """A column's or a placeholder's name as it counts: `First Name` is `first_name`."""
    words = unicodedata.normalize("NFKC", written).casefold()
    return "_".join(re.findall(r"[^\W_]+", words))


def unknown(script: str, columns: Collection[str]) -> Sequence[str]:
    """The placeholders that are neither standard nor one of `columns` (names as they count)."""
    return [name for name in placeholders(script) if name not in STANDARD and name not in columns]


def suggestion(name: str, columns: Collection[str]) -> str | None:
    """The placeholder that was probably meant."""
    near = get_close_matches(name, [*STANDARD, *columns], n=1, cutoff=0.7)
    return near[0] if near else None


def spoken(value: str) -> str:
    """`value` as it can be said: on one line, without emoji and what cannot be seen."""
    normal = unicodedata.normalize("NFC", value)
    kept = [char if _is_spoken(normal, at) else " " if char.isspace() else "" for at, char in enumerate(normal)]
    return " ".join("".join(kept).split())[:VALUE_LIMIT].strip()


def values_for(person: Recipient, fields: Mapping[str, str], sender: Recipient | None) -> Mapping[str, str]:
    """What is put in the places for a person: the columns first, then what Slack tells of them."""
    first, _, rest = spoken(person.full_name or person.display_name).partition(" ")
    told = {
        FIRST_NAME: spoken(person.first_name) or first,
        LAST_NAME: spoken(person.last_name) or rest,
        TITLE: spoken(person.title),
        SENDER: "" if sender is None else spoken(sender.name),
    }
    own = {name: said for name, value in fields.items() if (said := spoken(value))}
    return told | own


def missing(script: str, values: Mapping[str, str]) -> Sequence[str]:
    """The placeholders for which there is nothing to say."""
    return [name for name in placeholders(script) if not values.get(name)]


def personal(script: str, values: Mapping[str, str]) -> str:
    """The script with every placeholder replaced; what is put in is not looked through again."""
    return _PLACEHOLDER.sub(lambda found: values[plain_name(found[1])], script)


def _is_spoken(text: str, at: int) -> bool:
    char = text[at]
    if char in _JOINERS:
        around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        return len(around) == 2 and all(unicodedata.category(each)[0] in "LM" for each in around)
    return char not in _VARIATIONS and unicodedata.category(char) not in _UNSPOKEN
