"""The catalogue in memory."""

import json

from bot.runware.catalogue import Option
from bot.runware.search import SuggestionIndex
from bot.runware.shelf import Shelf


def test_a_value_is_on_offer_as_its_own_kind_only() -> None:
    shelf = Shelf()

    assert shelf.has("voice", "jenny_female_english")
    assert not shelf.has("avatar", "jenny_female_english")


def test_a_label_is_for_people_and_an_id_that_is_gone_stands_for_itself() -> None:
    shelf = Shelf()

    assert "Jenny" in shelf.label("jenny_female_english")
    assert shelf.label("gone_female_english") == "gone_female_english"


def test_each_kind_is_searched_by_itself() -> None:
    shelf = Shelf()

    found = {kind: json.loads(shelf.suggest(kind, "jenny"))["options"] for kind in ("avatar", "voice")}

    assert [option["value"] for option in found["voice"]] == ["jenny_female_english"]
    assert found["avatar"] == []


def test_what_was_chosen_before_leads_while_it_is_on_offer() -> None:
    shelf = Shelf()

    options = json.loads(shelf.suggest("voice", "", first=["gone", "john_doe_male_english"]))["options"]

    assert [option["value"] for option in options] == ["john_doe_male_english", "jenny_female_english"]


def values(answer: bytes) -> list[str]:
    """The ids of the options."""
    return [option["value"] for option in json.loads(answer)["options"]]


OWN = SuggestionIndex([Option(id="chief", label="Our chief"), Option(id="jenny_female_english", label="Jenny, ours")])


def test_a_workspaces_own_lead_behind_what_was_chosen_before() -> None:
    found = Shelf().suggest("voice", "", first=["john_doe_male_english"], own=OWN)

    assert values(found) == ["john_doe_male_english", "chief", "jenny_female_english"]


def test_a_workspaces_own_is_there_once_with_its_own_label() -> None:
    (option,) = json.loads(Shelf().suggest("voice", "jenny", own=OWN))["options"]

    assert option["text"]["text"] == "Jenny, ours"


def test_nothing_is_guessed_among_a_workspaces_own_while_the_catalogue_knows() -> None:
    own = SuggestionIndex([Option(id="own", label="Johm")])

    assert values(Shelf().suggest("voice", "john", own=own)) == ["john_doe_male_english"]


def test_what_nobody_knows_is_guessed_the_workspaces_own_first() -> None:
    own = SuggestionIndex([Option(id="own", label="Jonathan")])

    assert values(Shelf().suggest("voice", "jonatan", own=own))[0] == "own"
