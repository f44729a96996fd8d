"""A view that is shown again with a line on what went wrong."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.surfaces.blocks import section
from bot.slack.surfaces.escape import escape, one_line

PROBLEM_BLOCK: Final = "problem"
_KEPT: Final = ("type", "callback_id", "private_metadata", "title", "submit", "close", "notify_on_close", "external_id")
_TEXT_LIMIT: Final = 500


def with_problem(view: Mapping[str, Any], problem: str) -> dict[str, Any]:
    """The view that Slack handed over, to be shown again; what was typed in it stays, since the fields do."""
    kept = {key: view[key] for key in _KEPT if view.get(key)}
    blocks = [block for block in view.get("blocks") or [] if block.get("block_id") != PROBLEM_BLOCK]
    said = {**section(f"*That did not work.* {escape(one_line(problem, _TEXT_LIMIT))}"), "block_id": PROBLEM_BLOCK}
    return {**kept, "blocks": [said, *blocks][:100]}
