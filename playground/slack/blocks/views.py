"""Checks of views: the limits of modals and Home tabs."""

import json
from typing import Any, Final

from playground.slack.blocks.checks import VIEW_BLOCKS, check_blocks
from playground.slack.blocks.composition import check_text
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

VIEW_BYTES: Final = 250 * 1024


def view_problems(view: Any, kinds: tuple[str, ...], pointer: str = "") -> list[str]:
    """What is wrong with a view that must be one of `kinds` (`modal`, `home`); `pointer` is where the view stands."""
    problems = Problems(pointer)
    if not isinstance(view, dict):
        problems.add("must be an object", "")
        return problems.found
    kind = view.get("type")
    if kind not in kinds:
        problems.add(f"must be one of: {', '.join(kinds)}", "/type")
        return problems.found
    problems.string(view, "private_metadata", (0, 3000), "")
    problems.string(view, "callback_id", (0, 255), "")
    problems.string(view, "external_id", (0, 255), "")
    if kind == "modal":
        _check_frame(problems, view)
    problems.require(view, ("blocks",), "")
    if view.get("blocks") is not None:
        check_blocks(problems, view["blocks"], kind, most=VIEW_BLOCKS)
    return problems.found


def is_too_large(view: Json) -> bool:
    """Whether Slack answers `view_too_large`."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > VIEW_BYTES


def _check_frame(problems: Problems, view: Json) -> None:
    problems.require(view, ("title",), "")
    for key in ("title", "submit", "close"):
        if view.get(key) is not None:
            check_text(problems, view[key], 24, f"/{key}")
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if has_input and view.get("submit") is None:
        problems.add("missing required field: submit", "")
