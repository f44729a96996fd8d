"""Running a function of the app."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code

ITEM = {"type": "string", "name": "item", "title": "Item", "description": "What", "is_required": True}
COUNT = {"type": "integer", "name": "count", "title": "Count", "description": "How many", "is_required": False}
ORDER: dict[str, Any] = {
    "callback_id": "place_order",
    "title": "Place order",
    "description": "Places an order",
    "input_parameters": [ITEM, COUNT],
    "output_parameters": [],
}


@pytest.fixture
async def shop() -> AsyncIterator[Desk]:
    """A local Slack whose app has a function."""
    async with open_desk(Settings(functions=(ORDER,))) as desk:
        yield desk


@pytest.mark.parametrize(
    ("act", "error"),
    [
        ({"callback_id": "other"}, "the app has no function other; it has place_order"),
        ({"inputs": {}}, "place_order needs the input item"),
        ({"inputs": {"item": "a", "size": 1}}, "place_order takes no input size; it takes item, count"),
        ({"inputs": {"item": "a", "count": "3"}}, "the input count of place_order must be of type integer"),
        ({"inputs": {"item": "a", "count": True}}, "the input count of place_order must be of type integer"),
    ],
)
async def test_wrong_inputs_are_explained(shop: Desk, act: dict[str, Any], error: str) -> None:
    good = {"callback_id": "place_order", "inputs": {"item": "pizza", "count": 2}}
    status, answer = await shop.try_act("run_function", **{**good, **act})
    assert (status, answer["error"]) == (400, error)
    assert (await shop.state())["executions"] == []


async def test_the_state_shows_the_function_and_its_run(shop: Desk) -> None:
    run = await shop.act("run_function", callback_id="place_order", inputs={"item": "pizza"}, channel="C0LAUNCH")
    state = await shop.state()
    assert [function["title"] for function in state["functions"]] == ["Place order"]
    (execution,) = state["executions"]
    assert (execution["id"], execution["status"]) == (run["execution_id"], "running")
    assert execution["inputs"] == {"item": "pizza"}


async def test_a_run_ends_once(shop: Desk) -> None:
    run = await shop.act("run_function", callback_id="place_order", inputs={"item": "pizza"})
    client, execution = shop.client(), run["execution_id"]
    await client.functions_completeSuccess(function_execution_id=execution, outputs={})
    again = client.functions_completeError(function_execution_id=execution, error="Too late")
    assert await code(again) == "execution_not_in_running_state"
