"""The field for a background picture's address says at once what is wrong with it."""

from typing import Any

import pytest

from bot.errors import InvalidField
from bot.slack.surfaces.background_address import address_block, read_background
from bot.slack.surfaces.media import read_media
from tests.bot.slack.surfaces.test_media import BEFORE, given

ADDRESS = "https://example.com/wall.jpg"


def typed(text: str | None) -> dict[str, Any]:
    """A view's state with this in the field."""
    return {"background_address": {"background_address": {"type": "plain_text_input", "value": text}}}


@pytest.mark.parametrize(("known", "shown"), [(ADDRESS, ADDRESS), ("slack-file:F0", None), (None, None)])
def test_the_field_shows_the_address_that_was_given(known: str | None, shown: str | None) -> None:
    assert address_block(known)["element"].get("initial_value") == shown


@pytest.mark.parametrize(
    ("values", "before", "after"),
    [
        ({}, ADDRESS, ADDRESS),
        (typed(f" {ADDRESS} "), None, ADDRESS),
        (typed(None), ADDRESS, None),
        (typed(""), "slack-file:F0", "slack-file:F0"),
        (typed(ADDRESS), "slack-file:F0", ADDRESS),
    ],
)
def test_what_was_typed_is_the_background(values: dict[str, Any], before: str | None, after: str | None) -> None:
    assert read_background(values, before) == after


def test_a_file_takes_the_addresss_place() -> None:
    assert read_media({**given("background"), **typed(ADDRESS)}, BEFORE).background == "slack-file:F0NEW"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://example.com/a.png", "This does not begin with https://."),
        ("https://127.0.0.1/", "This does not name a site on the internet, such as example.com."),
        ("a picture of mountains", "This is not an address such as https://example.com/picture.jpg."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_the_form(text: str, words: str) -> None:
    with pytest.raises(InvalidField, match="Give one such as") as raised:
        read_background(typed(text), None)

    assert (raised.value.field, str(raised.value).startswith(words)) == ("background_address", True)
