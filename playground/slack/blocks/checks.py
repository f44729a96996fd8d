"""Checks of whole lists of blocks: which may stand where, how many, and what each must have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playground.slack.blocks import figures, gatherings, layouts, progress
from playground.slack.blocks.problems import Problems
from playground.slack.blocks.rich_text import check_rich_text
from playground.slack.model.wire import Json

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
_MESSAGE: Final = ("message",)
_NO_MODAL: Final = ("message", "home")
_NO_MESSAGE: Final = ("modal",)
_ANYWHERE: Final = ("message", "modal", "home")


def _any_shape(problems: Problems, block: Json, pointer: str) -> None:
    """Find nothing wrong."""


@dataclass(frozen=True)
class _Kind:
    """A type of block: what it must have, what else is checked, and the surfaces it may stand on."""

    required: tuple[str, ...] = ()
    check: Callable[[Problems, Json, str], None] = _any_shape
    surfaces: tuple[str, ...] = _ANYWHERE


_KINDS: Final = {
    "section": _Kind((), layouts.check_section),
    "divider": _Kind(),
    "header": _Kind(("text",), layouts.check_header),
    "context": _Kind(("elements",), layouts.check_context),
    "actions": _Kind(("elements",), layouts.check_actions),
    "context_actions": _Kind(("elements",), layouts.check_actions, _MESSAGE),
    "input": _Kind(("label", "element"), layouts.check_input),
    "image": _Kind(("alt_text",), layouts.check_image),
    "video": _Kind(("alt_text", "title", "thumbnail_url", "video_url"), layouts.check_video),
    "rich_text": _Kind(("elements",), check_rich_text),
    "markdown": _Kind(("text",), layouts.check_markdown, _MESSAGE),
    "file": _Kind(("external_id", "source"), _any_shape, _MESSAGE),
    "call": _Kind(("call_id",), _any_shape, _MESSAGE),
    "table": _Kind(("rows",), gatherings.check_table, _MESSAGE),
    "plan": _Kind(("title",), progress.check_plan, _MESSAGE),
    "task_card": _Kind(("task_id", "title"), progress.check_task_card, _MESSAGE),
    "alert": _Kind(("text",), layouts.check_alert, _NO_MESSAGE),
    "card": _Kind((), gatherings.check_card),
    "carousel": _Kind(("elements",), gatherings.check_carousel, _NO_MODAL),
    "container": _Kind(("child_blocks",), gatherings.check_container, _MESSAGE),
    "data_table": _Kind(("caption", "rows"), figures.check_data_table, _MESSAGE),
    "data_visualization": _Kind(("title", "chart"), figures.check_chart, _MESSAGE),
}
_CHILD_BLOCKS: Final = 10


def check_blocks(problems: Problems, blocks: Any, surface: str, *, most: int) -> None:
    """Check a list of at most `most` blocks on a `message`, `modal` or `home` surface."""
    listed = problems.count(blocks, (0, most), "/blocks")
    seen: set[str] = set()
    for position, block in enumerate(listed):
        _check_block(problems, block, surface, (f"/blocks/{position}", seen))
    progress.check_either_plan_or_tasks(problems, listed)
    gatherings.check_one_table(problems, listed)
    figures.check_few_charts(problems, listed)


def message_block_problems(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks."""
    problems = Problems()
    check_blocks(problems, blocks, "message", most=MESSAGE_BLOCKS)
    return problems.found


def markdown_length(blocks: list[Json]) -> int:
    """How many characters of Markdown a message's blocks hold together."""
    return sum(len(block["text"]) for block in blocks if block["type"] == "markdown")


def _check_block(problems: Problems, block: Any, surface: str, where: tuple[str, set[str]]) -> None:
    pointer, seen = where
    if not isinstance(block, dict):
        problems.add("must be an object", pointer)
        return
    name = block.get("type")
    if name is None:
        problems.add("missing required field: type", pointer)
        return
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None or surface not in kind.surfaces:
        problems.add(f"unsupported type: {name}", pointer)
        return
    problems.string(block, "block_id", (1, 255), pointer)
    problems.unique(block, "block_id", pointer, seen)
    problems.require(block, kind.required, pointer)
    kind.check(problems, block, pointer)
    _check_place(problems, block, surface, where)


def _check_place(problems: Problems, block: Json, surface: str, where: tuple[str, set[str]]) -> None:
    """Check what depends on where a block stands: the blocks in a container, and files, which only modals take."""
    pointer, _ = where
    element = block.get("element")
    if isinstance(element, dict) and element.get("type") == "file_input" and surface != "modal":
        problems.add("unsupported type: file_input", f"{pointer}/element")
    if block["type"] != "container":
        return
    children = problems.count(block.get("child_blocks"), (1, _CHILD_BLOCKS), f"{pointer}/child_blocks")
    for position, child in enumerate(children):
        here = f"{pointer}/child_blocks/{position}"
        if isinstance(child, dict) and child.get("type") == "container":
            problems.add("unsupported type: container", here)
        else:
            _check_block(problems, child, surface, (here, where[1]))
