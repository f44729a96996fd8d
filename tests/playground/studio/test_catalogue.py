"""The studio's catalogue."""

import re

import pytest

from playground.studio.catalogue import avatar_ids, engine_voice_for, languages, voice_named, voices

STUDIO_AVATAR = re.compile(r"[A-Z][a-z]+(_[A-Z][a-z]+)*_public(_\d+)?")
PORTRAIT_AVATAR = re.compile(r"[a-z]+_[a-z]+_[0-9a-f]{8}")
VOICE_ID = re.compile(r"[a-z]+(_[a-z]+)*_(female|male)_[a-z]+")


def test_there_are_513_distinct_avatars() -> None:
    assert len(set(avatar_ids())) == len(avatar_ids()) == 513


def test_every_avatar_id_belongs_to_one_of_the_two_families() -> None:
    strange = [a for a in avatar_ids() if not STUDIO_AVATAR.fullmatch(a) and not PORTRAIT_AVATAR.fullmatch(a)]
    assert strange == []


def test_both_families_of_avatars_are_there() -> None:
    assert "Aditya_public_4" in avatar_ids()
    assert any(PORTRAIT_AVATAR.fullmatch(avatar) for avatar in avatar_ids())


def test_there_are_2300_distinct_voices() -> None:
    assert len({voice.id for voice in voices()}) == len(voices()) == 2300


def test_every_voice_id_tells_name_gender_and_language() -> None:
    assert [voice.id for voice in voices() if not VOICE_ID.fullmatch(voice.id)] == []


def test_a_voice_is_found_by_its_id() -> None:
    voice = voice_named("jenny_female_english")
    assert voice is not None
    assert (voice.name, voice.gender, voice.language) == ("Jenny", "female", "en-US")


def test_an_unknown_voice_is_not_found() -> None:
    assert voice_named("nobody_male_english") is None


def test_english_has_the_most_voices() -> None:
    counts: dict[str, int] = {}
    for voice in voices():
        word = voice.id.rpartition("_")[2]
        counts[word] = counts.get(word, 0) + 1
    assert max(counts, key=lambda word: counts[word]) == "english"
    assert counts["english"] >= 300


def test_every_language_code_is_spoken_by_an_engine_voice() -> None:
    assert len(set(languages())) == len(languages()) >= 80
    assert all(engine_voice_for(code) for code in languages())


@pytest.mark.parametrize("code", ["tlh", "xx-XX", ""])
def test_a_language_the_engine_lacks_has_no_engine_voice(code: str) -> None:
    assert engine_voice_for(code) is None


def test_every_voice_speaks_a_language_of_the_catalogue() -> None:
    assert {voice.language for voice in voices()} <= set(languages())
