"""How long a script speaks: letters at the language's rate, numbers as they are read out, and the pauses between."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Final

LEAD_SECONDS: Final = 0.65
"""A video begins a moment before the first word and ends a moment after the last."""
SENTENCE_SECONDS: Final = 0.42
COMMA_SECONDS: Final = 0.2

# Thousandths of a second that a letter takes at the usual speed, measured with the voices of a speech engine; voices
# that speak otherwise are corrected by what their videos really took.
_RATES: Final = """
af 86|am 159|ar 122|az 93|be 78|bg 87|bn 102|bs 81|ca 75|cs 88|cv 89|cy 86|da 72|de 69|el 69|en 70|eo 81|es 74|et 89
eu 88|fa 119|fi 79|fr 59|ga 87|gd 83|gu 111|he 130|hi 95|hr 81|ht 102|hu 83|hy 122|id 89|is 81|it 73|ka 92|kk 83|kn 90
ky 101|la 105|lb 66|lt 92|lv 83|mi 117|mk 83|ml 83|mr 99|ms 86|mt 91|nb 88|ne 111|nl 72|pa 98|pl 82|pt 81|ro 90|ru 68
si 118|sk 88|sl 103|sq 79|sr 83|sv 77|sw 101|ta 83|te 104|th 133|tr 86|uk 90|ur 105|uz 88|vi 74
"""
_HAN: Final = {"zh": 0.285, "yue": 0.21, "ja": 0.55}
_HAN_SECONDS: Final = 0.285
_KANA_SECONDS: Final = 0.125
_HANGUL_SECONDS: Final = 0.205
_SCRIPTS: Final = (
    (0x3040, 0x30FF, _KANA_SECONDS),
    (0xFF66, 0xFF9D, _KANA_SECONDS),
    (0xAC00, 0xD7AF, _HANGUL_SECONDS),
    (0x0400, 0x052F, 0.072),
    (0x0600, 0x06FF, 0.122),
    (0x0900, 0x0DFF, 0.098),
    (0x0E00, 0x0EFF, 0.133),
    (0x1200, 0x137F, 0.159),
)
"""Ranges of characters, and the seconds that one takes where the language does not tell."""
_LETTER_SECONDS: Final = 0.075
_HAN_RANGES: Final = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

_DIGIT_SECONDS: Final = 0.42
_TEN_TO_NINETEEN_SECONDS: Final = 0.5
_HUNDRED_SECONDS: Final = 0.25
_THOUSAND_SECONDS: Final = 0.3
_POINT_SECONDS: Final = 0.2
_NUMBERS: Final = {"ar": 1.4, "de": 1.1, "fr": 0.75, "hi": 0.85, "pl": 1.15, "tr": 0.9}
"""How much longer than in English a language takes to read a number."""
_SPELLED_SECONDS: Final = 0.28
_SYMBOL_SECONDS: Final = 0.45

_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SPELLED: Final = re.compile(r"(?<![^\W\d_])[A-Z]{2,5}(?![^\W\d_])")
_SYMBOL: Final = re.compile(r"[%$€£¥&+=@]")
_SENTENCE: Final = re.compile(r"[.!?…。！？।։።؟]+[\"'”’»)]*(?=\s|[^\x00-\u02ff])|\n\s*|(?<=\w)[—–](?=\w)")
_COMMA: Final = re.compile(r"[,;:](?!\d)|[、，；：،፣؛]|\s[—–-]\s")


def speaking_time(script: str, *, language: str | None = None, speed: Decimal | None = None) -> timedelta:
    """How long a video of `script` is in a language (a code), at a voice's `speed`; never nothing."""
    text = script.strip()
    code = _primary(language)
    spoken = sum(_parts(text, code)) + _pauses(text)
    return timedelta(seconds=LEAD_SECONDS + spoken / float(speed or 1))


def _parts(text: str, code: str | None) -> Iterator[float]:
    """The seconds of each part that is heard."""
    factor = _NUMBERS.get(code or "", 1.0)
    yield from (factor * _number(found[0]) for found in _NUMBER.finditer(text))
    without_numbers = _NUMBER.sub(" ", text)
    yield from (
        len(found[0]) * _SPELLED_SECONDS for found in _SPELLED.finditer(without_numbers) if _is_spelled(found[0])
    )
    yield from (_SYMBOL_SECONDS for _ in _SYMBOL.finditer(without_numbers))
    words = _SPELLED.sub(lambda found: " " if _is_spelled(found[0]) else found[0], without_numbers)
    rates = _rates_of(code)
    yield sum(rates(character) for character in words)


def _pauses(text: str) -> float:
    inside = text.rstrip(".!?…。！？।։።؟ \n\"'”’»)")
    return len(_SENTENCE.findall(inside)) * SENTENCE_SECONDS + len(_COMMA.findall(inside)) * COMMA_SECONDS


def _is_spelled(word: str) -> bool:
    """Whether a word in capitals is read letter by letter: `API`, `USB`; but not `NASA` or `LAUNCH`."""
    return len(word) <= 3 or not re.search(r"[AEIOUY]", word)


def _number(written: str) -> float:
    if _THOUSANDS.fullmatch(written):
        return _whole(re.sub(r"[.,]", "", written))
    parts = re.split(r"[.,:]", written)
    return sum(map(_whole, parts)) + (len(parts) - 1) * _POINT_SECONDS


def _whole(digits: str) -> float:
    if len(digits) > 9 or (len(digits) > 1 and digits[0] == "0"):  # a telephone number, a code
        return len(digits) * _DIGIT_SECONDS
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)]
    spoken = sum(_below_a_thousand(group) for group in groups)
    return spoken + sum(_THOUSAND_SECONDS for group in groups[1:] if int(group)) or _DIGIT_SECONDS


def _below_a_thousand(group: str) -> float:
    value = int(group)
    hundreds, rest = divmod(value, 100)
    seconds = _DIGIT_SECONDS + _HUNDRED_SECONDS if hundreds else 0.0
    if 10 <= rest < 20:
        return seconds + _TEN_TO_NINETEEN_SECONDS
    return seconds + sum(_DIGIT_SECONDS for digit in str(rest) if digit != "0")


@cache
def _table() -> dict[str, float]:
    entries = (entry.split() for line in _RATES.strip().splitlines() for entry in line.split("|"))
    return {code: int(thousandths) / 1000 for code, thousandths in entries}


def _primary(language: str | None) -> str | None:
    if language is None:
        return None
    whole = language.replace("_", "-").casefold()
    return "yue" if whole in {"zh-hk", "zh-mo"} else whole.partition("-")[0]


def _rates_of(code: str | None) -> Callable[[str], float]:
    """The seconds of each character in a language; nothing for what is not heard."""
    own, han = _table().get(code or ""), _HAN.get(code or "", _HAN_SECONDS)

    @cache
    def rate(character: str) -> float:
        point = ord(character)
        if any(first <= point <= last for first, last in _HAN_RANGES):
            return han
        script = next((seconds for first, last, seconds in _SCRIPTS if first <= point <= last), None)
        is_mark = script is not None and not character.isspace() and not character.isdigit()
        if not (character.isalpha() or is_mark):
            return 0.0
        return script if script in {_KANA_SECONDS, _HANGUL_SECONDS} else own or script or _LETTER_SECONDS

    return rate
