"""Voices are offered by the language that they speak."""

import json

import pytest

from bot.runware.catalogue import Option, built_in_catalogue
from bot.runware.labels import voice_label
from bot.runware.languages import language_code, language_label
from bot.runware.shelf import Shelf, primary, spoken_by

VOICES = ("anna_female_german", "jenny_female_english", "li_female_mandarin", "odd-voice")


@pytest.fixture
def shelf() -> Shelf:
    """Voices of three languages, and one whose id does not say."""
    voices = tuple(Option(id=id_, label=voice_label(id_), preview=f"https://x.example/{id_}.mp3") for id_ in VOICES)
    shelf = Shelf()
    shelf.put(built_in_catalogue().model_copy(update={"voices": voices}))
    return shelf


def offered(shelf: Shelf, language: str | None, query: str = "") -> list[str]:
    """The voices that are suggested."""
    found = json.loads(shelf.suggest("voice", query, language=language))
    return [option["value"] for option in found["options"]]


@pytest.mark.parametrize(
    ("language", "voices"),
    [
        ("de-DE", ["anna_female_german", "odd-voice"]),
        ("zh-CN", ["li_female_mandarin", "odd-voice"]),
        ("fr-FR", list(VOICES)),
        (None, list(VOICES)),
    ],
)
def test_the_voices_of_a_language_are_offered_or_all_where_it_has_none(
    shelf: Shelf, language: str | None, voices: list[str]
) -> None:
    assert offered(shelf, language) == voices


def test_a_search_stays_within_the_language(shelf: Shelf) -> None:
    assert offered(shelf, "de-DE", "anna") == ["anna_female_german"]
    assert "jenny_female_english" not in offered(shelf, "de-DE", "jenny")


def test_a_language_does_not_narrow_the_avatars(shelf: Shelf) -> None:
    assert shelf.suggest("avatar", "", language="de-DE") == shelf.suggest("avatar", "")


@pytest.mark.parametrize(
    ("voice", "language", "speaks"),
    [
        ("anna_female_german", "de-AT", True),
        ("anna_female_german", "en-US", False),
        ("odd-voice", "en-US", True),
        ("anna_female_german", "fr-FR", True),
    ],
)
def test_a_voice_speaks_its_language_and_anything_where_nothing_better_is_known(
    shelf: Shelf, voice: str, language: str, *, speaks: bool
) -> None:
    assert shelf.speaks(voice, language) is speaks


def test_a_newer_catalogue_is_narrowed_anew(shelf: Shelf) -> None:
    offered(shelf, "de-DE")

    shelf.put(built_in_catalogue().model_copy(update={"voices": (Option(id="otto_male_german", label="Otto"),)}))

    assert offered(shelf, "de-DE") == ["otto_male_german"]
    assert shelf.preview("anna_female_german") is None


def test_a_preview_is_known_by_its_id(shelf: Shelf) -> None:
    assert shelf.preview("anna_female_german") == "https://x.example/anna_female_german.mp3"
    assert shelf.preview("nobody") is None


@pytest.mark.parametrize(
    ("name", "code"), [("English", "en"), ("mandarin", "zh"), (" Norwegian ", "nb"), ("Klingon", None)]
)
def test_a_language_is_found_by_its_name(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize("code", ["en", "de", "pt", "zh", "ar", "sw"])
def test_a_code_is_found_by_its_own_label(code: str) -> None:
    assert language_code(language_label(code)) == code


@pytest.mark.parametrize(("written", "code"), [("en-US", "en"), ("zh_Hant-TW", "zh"), ("no", "nb"), ("IW", "he")])
def test_regions_scripts_and_old_codes_are_one_language(written: str, code: str) -> None:
    assert primary(written) == code


def test_a_voice_whose_id_is_silent_speaks_no_known_language() -> None:
    assert (spoken_by("odd-voice"), spoken_by("anna_female_german")) == (None, "de")
