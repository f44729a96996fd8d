"""Each surface and each button has a journey: what Herald listens to is held against the table of what they reach."""

import importlib
from collections import Counter

import pytest

from tests.journeys.exercised import JOURNEYS, UNPLAYED
from tests.journeys.heard import Json, Listener, Record, all_listeners


def test_whatever_herald_listens_to_is_exercised_by_one_journey() -> None:
    named = [one for journeys in JOURNEYS.values() for listeners in journeys.values() for one in listeners]
    listening = [str(listener) for listener in all_listeners()]

    assert Counter([*named, *UNPLAYED]) == Counter(listening)


@pytest.mark.parametrize("module", sorted(JOURNEYS))
def test_the_journeys_of_the_table_are_there(module: str) -> None:
    tests = importlib.import_module(f"tests.journeys.{module}")

    assert [name for name in JOURNEYS[module] if not callable(getattr(tests, name, None))] == []


def test_a_button_that_nobody_pressed_is_noticed() -> None:
    record = Record()
    pressed = {"actions": [{"action_id": "use_result:2"}]}
    record.note([{"direction": "dispatch", "name": "block_actions", "request": pressed, "error": None}])

    assert record.unheard(["action use_result:[0-9]", "action regenerate"]) == ["action regenerate"]
    assert record.heard == {Listener("action", "use_result:2")}


def test_a_message_that_slack_refuses_is_noticed() -> None:
    record = Record()
    call: Json = {"direction": "call", "name": "chat.postMessage", "request": {}, "error": None}
    record.note([call, {**call, "error": "ratelimited"}, {**call, "error": "invalid_blocks"}])

    assert [entry["error"] for entry in record.spoilt] == ["invalid_blocks"]
