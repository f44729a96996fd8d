"""IPA phonemes become visemes: the shapes a mouth can be seen to make."""

import re
from functools import cache
from typing import Final, Literal

Viseme = Literal[
    "silence", "PP", "FF", "TH", "DD", "LL", "kk", "CH", "SS", "RR", "aa", "ah", "E", "ih", "ii", "oh", "ou", "schwa"
]

VOWELS: Final[frozenset[Viseme]] = frozenset({"aa", "ah", "E", "ih", "ii", "oh", "ou", "schwa"})

_SYMBOLS: Final[dict[Viseme, str]] = {
    "PP": "pbmɓʙʘ",
    "FF": "fvɱʋɸβ",
    "TH": "θð",
    "DD": "tdnɗʈɖɳɾɽɲȵȶcɟʄ",
    "LL": "lɭʎɬɮʟɫ",
    "kk": "kɡgŋxɣhɦqɢχħʕɴʔɠʛʜ",
    "CH": "ʃʒʂʐɕʑɧ",
    "SS": "sz",
    "RR": "ɹrʀʁɻɺ",
    "aa": "aɑɒä",
    "ah": "ʌɐɜɞɝɘ",
    "E": "eɛæœø",
    "ih": "ɪɨᵻjʝ",
    "ii": "iᵢ",
    "oh": "oɔɤɵ",
    "ou": "uʊwʉɯyʏɥɰʍᵿ",
    "schwa": "əɚ",
}
_STRESS: Final = "ˈ"
_LANGUAGE_SWITCH: Final = re.compile(r"\([^)]*\)")


@cache
def _viseme_of() -> dict[str, Viseme]:
    return {symbol: viseme for viseme, symbols in _SYMBOLS.items() for symbol in symbols}


def visemes_of(ipa: str) -> list[Viseme]:
    """The visemes of one phoneme: two for a diphthong, one for an affricate, none for a pause or a mark."""
    shapes: list[Viseme] = []
    for symbol in _LANGUAGE_SWITCH.sub("", ipa):
        viseme = _viseme_of().get(symbol)
        if viseme is not None and shapes[-1:] != [viseme]:
            shapes.append(viseme)
    return ["CH"] if shapes[:2] == ["DD", "CH"] else shapes


def is_stressed(ipa: str) -> bool:
    """True for a phoneme with the mark of primary stress."""
    return _STRESS in ipa
