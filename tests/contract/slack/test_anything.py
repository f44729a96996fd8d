"""Whatever an app sends, it gets an answer and never a crash."""

import copy
import itertools
import random
from typing import Any, Final

import pytest

from playground.slack.api.registry import METHODS
from tests.contract.slack.cases import HERE
from tests.contract.slack.stage import Stage
from tests.contract.slack.test_methods import CASES
from tests.playground.slack.desk import Desk

ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    7,
    -1,
    1.5,
    "",
    "x",
    "{",
    "[1]",
    '{"a": 1}',
    "é" * 300,
    [],
    [1],
    {},
    {"a": 1},
)
NAMES: Final = sorted({name for case in CASES for name in case.args})


async def crashed(desk: Desk, method: str, args: dict[str, Any]) -> bool:
    """Whether a call got anything but an answer of the Web API."""
    headers = {"Authorization": f"Bearer {desk.settings.bot_token}"}
    async with desk.http.post(f"{desk.url}/api/{method}", json=args, headers=headers) as answer:
        return answer.status != 200 or "ok" not in await answer.json()


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
async def test_an_odd_value_everywhere_is_answered(desk: Desk, odd: Any) -> None:
    args = dict.fromkeys(NAMES, odd)
    places: dict[str, Any] = {"channel": HERE, "channel_id": HERE}
    given = itertools.product(sorted(METHODS), (args, {**args, **places}))
    assert [method for method, sent in given if await crashed(desk, method, sent)] == []


def spoil(place: Any, chance: random.Random) -> None:
    """Put something odd anywhere into a document."""
    while True:
        key = chance.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
        inside = place[key]
        if not isinstance(inside, (dict, list)) or not inside or chance.random() < 0.2:
            place[key] = chance.choice(ODD)
            return
        place = inside


@pytest.mark.parametrize("seed", range(6))
async def test_a_good_call_with_something_odd_in_it_is_answered(desk: Desk, stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    failed = []
    for case in CASES:
        if case.error is None and case.args:
            args = copy.deepcopy(await stage.filled(case.args))
            spoil(args, chance)
            if await crashed(desk, case.method, args):
                failed.append((case.method, args))
    assert failed == []
