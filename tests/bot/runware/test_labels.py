"""Ids become names that a person can read."""

import pytest

from bot.runware.labels import avatar_label, voice_label
from bot.runware.languages import language_label


@pytest.mark.parametrize(
    ("voice", "label"),
    [
        ("john_doe_male_english", "John Doe · English · male"),
        ("jenny_female_english", "Jenny · English · female"),
        ("li_na_female_chinese_mandarin", "Li Na · Chinese Mandarin · female"),
        ("6f1c0e5d2b", "6f1c0e5d2b"),
        ("male_english", "male_english"),
    ],
)
def test_a_voice_is_named_with_its_language_and_gender(voice: str, label: str) -> None:
    assert voice_label(voice) == label


@pytest.mark.parametrize(
    ("avatar", "label"),
    [
        ("Aditya_public_4", "Aditya 4"),
        ("Jenny_public", "Jenny"),
        ("Brandon_Office_Standing_Front_public", "Brandon · Office Standing Front"),
        ("doctor_mattheus_edafdca0", "Doctor Mattheus · photo"),
        ("something-else", "something-else"),
    ],
)
def test_an_avatar_is_named_with_its_look(avatar: str, label: str) -> None:
    assert avatar_label(avatar) == label


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("en-US", "English (US)"),
        ("es-419", "Spanish (Latin America)"),
        ("zh-Hant-TW", "Chinese (Traditional, Taiwan)"),
        ("pt_br", "Portuguese (Brazil)"),
        ("eo-001", "Esperanto"),
        ("ja", "Japanese"),
        ("xx-US", "xx-US"),
        ("en-XX", "en-XX"),
        ("", ""),
    ],
)
def test_a_language_is_named_unless_a_part_is_unknown(code: str, label: str) -> None:
    assert language_label(code) == label
