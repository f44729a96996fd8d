"""What the studio offers: avatar ids, voices and languages, as pure data that is the same on every run."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from playground.studio.render.names import Gender, first_names, pool_names
from playground.studio.render.speech.languages import Language, spoken_languages

AVATAR_COUNT: Final = 513
PHOTO_AVATAR_COUNT: Final = 113

_LOOKS: Final = (
    "{}_public",
    "{}_Business_Standing_Front_public",
    "{}_Office_Standing_Front_public",
    "{}_Casual_Sitting_Front_public",
    "{}_public_2",
    "{}_public_4",
)
_TITLES: Final = ("doctor", "teacher", "chef", "pilot", "nurse", "coach", "engineer", "artist", "farmer", "captain")
_PHOTO_NAMES: Final = ("Mattheus", "Ottilie", "Cosima", "Leander", "Rufus", "Selma", "Anselm", "Odette", "Bertram")
_EPITHETS: Final = ("", "chill", "warm", "bright", "calm", "lively", "crisp", "gentle", "deep", "sunny", "steady")

# The engine's variants that speak clearly and at an even pace.
_VARIANTS: Final[dict[Gender, tuple[str, ...]]] = {
    "female": ("f2", "Annie", "belinda", "linda", "f5", "steph", "shelby", "f3", "f1", "Alicia", "aunty", "f4"),
    "male": ("m3", "m7", "Reed", "Alex", "m1", "Michael", "adam", "m4", "robert", "ian", "m5", "Marco", "john", "Hugo"),
}
_PITCHES: Final = (0.0, 5.0, -5.0, 9.0, -8.0)


@dataclass(frozen=True)
class Voice:
    """One voice: its id, its BCP-47 language, and what the engine needs to sound like it (`pitch` in engine steps)."""

    id: str
    name: str
    gender: Gender
    language: str
    engine_voice: str
    variant: str
    pitch: float = 0.0


@cache
def avatar_ids() -> tuple[str, ...]:
    """The ids of all stock avatars: studio looks of named people, then portraits with a hash."""
    looks = (look.format(name) for name in _everybody() for look in _LOOKS)
    studio = itertools.islice(looks, AVATAR_COUNT - PHOTO_AVATAR_COUNT)
    portraits = (_portrait_id(title, name) for title in _TITLES for name in (*_PHOTO_NAMES, *_everybody()[::17]))
    return (*studio, *itertools.islice(portraits, PHOTO_AVATAR_COUNT))


def _portrait_id(title: str, name: str) -> str:
    slug = f"{title}_{name.lower()}"
    return f"{slug}_{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


@cache
def _everybody() -> tuple[str, ...]:
    """Distinct first names, the pools interleaved, so that neighbours differ."""
    columns = [first_names(pool, gender) for pool in pool_names() for gender in ("female", "male")]
    mixed = itertools.chain.from_iterable(itertools.zip_longest(*columns))
    return tuple(dict.fromkeys(name for name in mixed if name is not None))


@cache
def voices() -> tuple[Voice, ...]:
    """All voices, language by language."""
    return tuple(itertools.chain.from_iterable(_voices_of(language) for language in spoken_languages()))


def _voices_of(language: Language) -> Iterator[Voice]:
    for index in range(language.voices):
        gender: Gender = "male" if index % 2 else "female"
        yield _voice(language, gender, index // 2)


def _voice(language: Language, gender: Gender, index: int) -> Voice:
    """The `index`-th voice of that gender: names, every other one has the main accent."""
    names = first_names(language.names, gender)
    name = f"{_EPITHETS[index // len(names)]} {names[index % len(names)]}".strip().title()
    accent = language.accents[index // 2 % len(language.accents) if index % 2 else 0]
    variants = _VARIANTS[gender]
    return Voice(
        id=f"{name.lower().replace(' ', '_')}_{gender}_{language.word}",
        name=name,
        gender=gender,
        language=accent.code,
        engine_voice=accent.engine_voice,
        variant=variants[index % len(variants)],
        pitch=_PITCHES[index // len(variants) % len(_PITCHES)],
    )


@cache
def _voices_by_id() -> dict[str, Voice]:
    return {voice.id: voice for voice in voices()}


def voice_named(voice_id: str) -> Voice | None:
    """The voice with that id, or None."""
    return _voices_by_id().get(voice_id)


@cache
def _engine_voices() -> dict[str, str]:
    accents = (accent for language in spoken_languages() for accent in language.accents)
    return {accent.code: accent.engine_voice for accent in accents}


def languages() -> tuple[str, ...]:
    """BCP-47 codes of everything the engine can speak."""
    return tuple(_engine_voices())


def engine_voice_for(language: str) -> str | None:
    """The engine's voice for a BCP-47 code, or None when it cannot speak that language."""
    return _engine_voices().get(language)
