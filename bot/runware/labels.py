"""Names that a person can read, taken from the service's ids."""

import re
from typing import Final

_VOICE: Final = re.compile(r"(?P<name>.+)_(?P<gender>male|female|neutral)_(?P<language>.+)", re.IGNORECASE)
_STUDIO_AVATAR: Final = re.compile(r"(?P<name>[^_]+)(?:_(?P<look>.+?))?_public(?:_(?P<number>\d+))?", re.IGNORECASE)
_PHOTO_AVATAR: Final = re.compile(r"(?P<name>.+)_[0-9a-f]{8}")


def voice_label(voice: str) -> str:
    """`john_doe_male_english` → `John Doe · English · male`."""
    found = _VOICE.fullmatch(voice)
    if found is None:
        return voice
    return f"{_words(found['name'])} · {_words(found['language'])} · {found['gender'].lower()}"


def avatar_label(avatar: str) -> str:
    """`Aditya_public_4` → `Aditya 4`; `Ann_Office_Front_public` → `Ann · Office Front`; a portrait says so."""
    if found := _STUDIO_AVATAR.fullmatch(avatar):
        name = " ".join(filter(None, (found["name"], found["number"])))
        return f"{name} · {_words(found['look'])}" if found["look"] else name
    if found := _PHOTO_AVATAR.fullmatch(avatar):
        return f"{_words(found['name'])} · photo"
    return avatar


def voice_language(voice: str) -> str | None:
    """The language that a voice speaks: `john_doe_male_english` → `English`; None where its id is silent."""
    found = _VOICE.fullmatch(voice)
    return None if found is None else _words(found["language"])


def _words(slug: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in slug.split("_") if word)
