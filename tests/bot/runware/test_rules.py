"""The contract's rules are told by the names of a person's choices."""

from decimal import Decimal
from typing import Any

import pytest

from bot.errors import InvalidField
from bot.rendering.render import Choices
from bot.runware.rules import check_choices


def checked(script: str = "Hello", ttl_seconds: int = 3600, **choices: Any) -> None:
    """Check choices that are good but for what the test says."""
    check_choices(script, Choices(**({"avatar": "emma", "voice": "john"} | choices)), ttl_seconds)


@pytest.mark.parametrize(
    ("field", "choices", "said"),
    [
        ("pitch", {"pitch": Decimal("0.05")}, "It must be a multiple of 0.1."),
        ("speed", {"speed": Decimal("1.234")}, "It must be a multiple of 0.01."),
        ("width", {"width": 100, "height": 100}, "The sizes are"),
        ("background_color", {"background_color": "#1e90ff", "background": "slack-file:F1"}, "not both"),
        ("output_quality", {"output_quality": 100}, "less than or equal to 99"),
        ("ttl_seconds", {"ttl_seconds": 5}, "greater than or equal to 60"),
        ("background", {"background": "a file"}, "UUID"),
    ],
)
def test_a_choice_that_is_not_allowed_is_named_with_its_reason(field: str, choices: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidField) as refused:
        checked(**choices)

    assert refused.value.field == field
    assert said in str(refused.value)
    assert "Decimal" not in str(refused.value)


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"background": "slack-file:F0PICTURE", "remove_background": True},
        {"voice": None, "audio": "slack-file:F0SOUND"},
        {"resolution": "720p", "safety_mode": "full", "number_results": 4, "motion_prompt": "Nods"},
    ],
)
def test_what_is_allowed_passes_with_files_that_are_still_on_their_way(choices: dict[str, Any]) -> None:
    checked(**choices)
