"""Wishes become choices when nothing is missing."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import InvalidField
from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Choices

CHOSEN = Choices(avatar="emma", voice="john", speed=Decimal("1.1"), output_format="WEBM", number_results=2)


def test_wishes_of_choices_are_those_choices() -> None:
    assert Wishes.of(CHOSEN, ttl_seconds=60).choices() == CHOSEN


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({}, "avatar"),
        ({"voice": "john"}, "avatar"),
        ({"avatar": "emma"}, "voice"),
        ({"avatar": "emma", "voice": "john", "number_results": 9}, "number_results"),
    ],
)
def test_the_field_that_is_open_or_wrong_is_named(wishes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        Wishes(**wishes).choices()
    assert refused.value.field == field


def test_a_recording_takes_the_place_of_all_that_is_spoken() -> None:
    spoken = Wishes(avatar="emma", voice="john", language="en-US", speed=Decimal("1.1"), pitch=Decimal(3))

    assert spoken.model_copy(update={"audio": "slack-file:F1"}).choices() == Choices(
        avatar="emma", audio="slack-file:F1"
    )


@pytest.mark.parametrize(
    ("fields", "empty"),
    [({}, True), ({"script": " \n"}, True), ({"script": "Hi"}, False), ({"wishes": Wishes(audio="x")}, False)],
)
def test_a_draft_without_words_or_files_is_empty(fields: dict[str, Any], *, empty: bool) -> None:
    draft = Draft(id="d1", team_id="T1", user_id="U1", updated_at=datetime.now(UTC), **fields)
    assert draft.empty is empty


def test_a_photo_takes_the_avatars_place() -> None:
    choices = Wishes(avatar="emma", image="slack-file:F1", voice="john").choices()

    assert (choices.avatar, choices.image) == (None, "slack-file:F1")
