"""Whatever an app sends as a view, it is either refused or shown."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.slack.blocks.checks import message_block_problems
from playground.slack.blocks.normal import normal_blocks, normal_view
from playground.slack.blocks.views import view_problems
from playground.slack.model.view_state import initial_values
from tests.playground.slack.every_block import MESSAGE_BLOCKS, MODAL_BLOCKS
from tests.playground.slack.samples import MODAL

RICH: dict[str, Any] = {**MODAL, "blocks": [*MODAL["blocks"], *MODAL_BLOCKS]}
LOUD: dict[str, Any] = {"blocks": MESSAGE_BLOCKS}
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    SCALARS, lambda deep: st.lists(deep, max_size=3) | st.dictionaries(st.text(max_size=5), deep, max_size=3)
)


@st.composite
def spoiled(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """A document with one value anywhere in it replaced by anything."""
    view = copy.deepcopy(whole)
    place: Any = view
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inside = place[key]
        if not isinstance(inside, (dict, list)) or not inside or draw(st.integers(0, 3)) == 0:
            place[key] = draw(JSON)
            return view
        place = inside


@given(spoiled(RICH))
def test_a_view_is_refused_or_shown(view: dict[str, Any]) -> None:
    if not view_problems(view, ("modal",)):
        shown = normal_view(view)
        assert len(shown["blocks"]) == len(view["blocks"])
        assert set(initial_values(shown, "C0LAUNCH")) <= {block["block_id"] for block in shown["blocks"]}


@given(spoiled(LOUD))
def test_a_messages_blocks_are_refused_or_shown(view: dict[str, Any]) -> None:
    if not message_block_problems(view["blocks"]):
        assert len(normal_blocks(view["blocks"])) == len(view["blocks"])
