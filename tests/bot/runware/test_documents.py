"""The service's whole lists are found in each shape that its document may have, and found again when searched."""

import json
from collections.abc import Callable

import pytest

from bot.runware.catalogue import Catalogue, parse_schema
from bot.runware.shelf import Shelf
from tests.bot.runware import documents
from tests.bot.runware.documents import AVATARS, LANGUAGES, OTHERS, RESOLUTIONS, VOICES, Json

SHAPES: dict[str, Callable[[], Json]] = {
    "flat": documents.flat,
    "$ref": documents.referring,
    "oneOf": documents.in_variants,
    "OpenAPI 3.1": documents.open_api,
}


@pytest.fixture(scope="module", params=SHAPES.values(), ids=list(SHAPES))
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    """What is found in one of the shapes, as it comes over the wire."""
    return parse_schema(json.loads(json.dumps(request.param())))


def test_the_whole_lists_are_found_in_their_order(catalogue: Catalogue) -> None:
    assert [option.id for option in catalogue.avatars] == AVATARS
    assert [option.id for option in catalogue.voices] == VOICES
    assert [option.id for option in catalogue.languages] == LANGUAGES
    assert [option.id for option in catalogue.resolutions] == RESOLUTIONS
    assert tuple(map(len, (AVATARS, VOICES, LANGUAGES))) == (513, 2300, 186)


def test_the_other_enumerations_are_found(catalogue: Catalogue) -> None:
    assert {name: catalogue.others[name] for name in OTHERS} == OTHERS


def test_the_previews_are_found(catalogue: Catalogue) -> None:
    assert catalogue.avatars[0].preview == "https://x.example/0.png"
    assert catalogue.avatars[1].preview is None


def test_the_whole_lists_can_be_searched(catalogue: Catalogue) -> None:
    shelf = Shelf()
    shelf.put(catalogue)

    found = json.loads(shelf.suggest("voice", "2298 eng"))["options"]

    assert [option["value"] for option in found] == ["speaker_2298_male_english"]
