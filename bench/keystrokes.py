"""The voices to search, and what people type to find them; `python -m bench.keystrokes` remakes the committed file."""

import itertools
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VOICE_COUNT: Final = 2300
KEYSTROKE_COUNT: Final = 2000
WANTED_COUNT: Final = 400
TYPO_SHARE: Final = 0.15
KEYSTROKES_FILE: Final = Path(__file__).with_name("keystrokes.json")

_SEED: Final = 20261122
_NAMES: Final = {
    "female": "abigail aisha alba alessandra alice amara amelia anika anna ava beatriz bianca camila caroline chloe "
    "clara daria elena elif emma farah freya giulia grace hana hannah ines ingrid isabel jenny jessica julia karin "
    "kavya lea lina lucia maja maria mei mila nadia nora olga paula petra priya rosa sakura sara sofia tara uma "
    "valentina wanda yara yasmin zofia zoe",
    "male": "aaron adrian ahmed akira alejandro andrei antoine arjun ben brian bruno carlos daniel davide diego emre "
    "enrique felix gabriel george hans hiro ivan jakub james jan joao john jonas juan kamal kenji lars leo liam luca "
    "marco mateusz max mikhail noah oliver omar oskar pavel pedro rafael ryan samuel sebastian stefan tariq thomas "
    "tomas viktor wei william yusuf",
}
_EPITHETS: Final = ("", "chill", "warm", "bright", "calm", "lively", "deep", "gentle", "crisp", "young")
_LANGUAGES: Final = {
    "english": 620, "spanish": 250, "french": 170, "german": 160, "portuguese": 140, "italian": 100, "chinese": 100,
    "japanese": 80, "korean": 60, "hindi": 70, "arabic": 70, "russian": 60, "dutch": 50, "polish": 50, "turkish": 50,
    "swedish": 30, "danish": 24, "norwegian": 24, "finnish": 20, "greek": 20, "czech": 20, "hungarian": 16,
    "romanian": 16, "ukrainian": 16, "vietnamese": 16, "indonesian": 16, "malay": 10, "thai": 12, "hebrew": 10,
    "bulgarian": 8, "croatian": 8, "slovak": 8, "tamil": 8, "telugu": 6, "bengali": 6, "swahili": 6, "filipino": 6,
    "catalan": 4,
}  # fmt: skip
_LONG_WORD: Final = re.compile("[a-z]{4,}")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Phrase:
    """What a person types letter by letter; from the letter at `typo_at` on it holds a typo."""

    text: str
    typo_at: int | None = None

    def keystrokes(self) -> list[str]:
        """What stands in the field after each letter; of a phrase with a typo, only what holds it."""
        begin = 1 if self.typo_at is None else self.typo_at + 1
        return [self.text[:end] for end in range(begin, len(self.text) + 1) if self.text[end - 1] != " "]


def voice_ids() -> list[str]:
    """2,300 ids in the service's form, many in a few languages, as there."""
    random_ = random.Random(_SEED)
    ids = [id_ for language, count in _LANGUAGES.items() for id_ in _ids_of(language, count, random_)]
    return ids[:VOICE_COUNT]


def _ids_of(language: str, count: int, random_: random.Random) -> list[str]:
    """Plain names first, then the same names with epithets."""
    ids: list[str] = []
    for epithet in _EPITHETS:
        people = [(name, gender) for gender, names in _NAMES.items() for name in names.split()]
        random_.shuffle(people)
        ids.extend("_".join(filter(None, (epithet, name, gender, language))) for name, gender in people)
    return list(itertools.islice(ids, count))


def mistyped(text: str, random_: random.Random) -> Phrase:
    """The text with one slip in a word of four letters or more: two letters swapped, one doubled, wrong or missing."""
    found = random_.choice(list(_LONG_WORD.finditer(text)))
    start, word = found.start(), found.group()
    slipped = word
    while slipped == word:
        slipped = _slip(word, random_)
    same = next((at for at, (one, other) in enumerate(zip(slipped, word, strict=False)) if one != other), len(word))
    return Phrase(text[:start] + slipped + text[start + len(word) :], start + same)


def _slip(word: str, random_: random.Random) -> str:
    at = random_.randrange(len(word) - 1)
    return random_.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
            word[:at] + random_.choice(_LETTERS) + word[at + 1 :],
            word[:at] + word[at + 1 :],
        )
    )


def _phrase(voice: str, random_: random.Random) -> str:
    """A name, a name and a language, a language and a gender…; in any order."""
    *name, gender, language = voice.split("_")
    whole_name, first_name = " ".join(name), name[-1]
    parts = random_.choice(
        (
            [whole_name],
            [whole_name, language],
            [first_name, language],
            [first_name, language, gender],
            [language, gender],
            [language],
        )
    )
    random_.shuffle(parts)
    return " ".join(parts)


def make_keystrokes() -> dict[str, list[dict[str, Any]]]:
    """What the committed file holds: keystrokes; names with a language and one typo, and the voice they are after."""
    random_ = random.Random(_SEED)
    voices = voice_ids()
    phrases = [_phrase(random_.choice(voices), random_) for _ in range(4 * KEYSTROKE_COUNT)]
    clean = [typed for phrase in phrases[::2] for typed in Phrase(phrase).keystrokes()]
    slipped = [typed for phrase in phrases[1::2] for typed in _slipped_keystrokes(phrase, random_)]
    typos = int(KEYSTROKE_COUNT * TYPO_SHARE)
    chosen = [{"typed": typed, "typo": False} for typed in random_.sample(clean, KEYSTROKE_COUNT - typos)]
    chosen += [{"typed": typed, "typo": True} for typed in random_.sample(slipped, typos)]
    random_.shuffle(chosen)
    wanted = [
        {"typed": _name_and_language(voice, random_), "voice": voice} for voice in random_.sample(voices, WANTED_COUNT)
    ]
    return {"keystrokes": chosen, "wanted": wanted}


def _slipped_keystrokes(phrase: str, random_: random.Random) -> list[str]:
    return mistyped(phrase, random_).keystrokes() if _LONG_WORD.search(phrase) else []


def _name_and_language(voice: str, random_: random.Random) -> str:
    *name, _, language = voice.split("_")
    parts = [" ".join(name), language]
    random_.shuffle(parts)
    return mistyped(" ".join(parts), random_).text


if __name__ == "__main__":
    KEYSTROKES_FILE.write_text(json.dumps(make_keystrokes(), indent=0) + "\n")
