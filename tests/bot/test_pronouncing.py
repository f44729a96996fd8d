"""A workspace's words are spoken as it says, and nothing else is changed."""

import pytest

from bot.pronouncing import pronounced


@pytest.mark.parametrize(
    ("script", "pronunciations", "spoken"),
    [
        ("Meet Siobhan.", {"Siobhan": "shiv-awn"}, "Meet shiv-awn."),
        ("SIOBHAN and siobhan", {"Siobhan": "shiv-awn"}, "shiv-awn and shiv-awn"),
        ("The cat concatenates.", {"cat": "kitty"}, "The kitty concatenates."),
        ("New York, York", {"York": "yawk", "New York": "the city"}, "the city, yawk"),
        ("New\n  York", {"New York": "the city"}, "the city"),
        ("C++ and C", {"C++": "see plus plus"}, "see plus plus and C"),
        ("ab", {"a": "b", "b": "a"}, "ab"),
        ("a b", {"a": "b", "b": "a"}, "b a"),
        ("$1 \\1 A", {"a": r"\1$1"}, r"$1 \1 \1$1"),
        ("Straße", {"STRASSE": "street"}, "Straße"),
        ("Über Żółć", {"über": "oo-ber", "żółć": "zhoowch"}, "oo-ber zhoowch"),
        ("Nothing.", {"": "x", "  ": "y"}, "Nothing."),
    ],
)
def test_a_word_is_spoken_as_the_workspace_says(script: str, pronunciations: dict[str, str], spoken: str) -> None:
    assert pronounced(script, pronunciations) == spoken
