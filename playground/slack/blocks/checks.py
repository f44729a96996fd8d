"""Checks of whole lists of blocks: counts, required keys, lengths, unique ids."""

from collections.abc import Callable
from typing import Any, Final

from playground.slack.blocks.composition import ANY_TEXT, check_text
from playground.slack.blocks.elements import check_element
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "section": (),
    "divider": (),
    "header": ("text",),
    "context": ("elements",),
    "actions": ("elements",),
    "context_actions": ("elements",),
    "input": ("label", "element"),
    "image": ("alt_text",),
    "video": ("alt_text", "title", "thumbnail_url", "video_url"),
    "rich_text": ("elements",),
    "markdown": ("text",),
    "file": ("external_id", "source"),
    "table": ("rows",),
    "plan": ("title",),
    "task_card": ("task_id", "title"),
    "alert": ("text",),
    "card": (),
    "carousel": ("elements",),
}
_NOT_IN: Final = {
    "message": frozenset({"alert"}),
    "modal": frozenset({"file", "markdown", "table", "plan", "task_card", "carousel", "context_actions"}),
    "home": frozenset({"file", "markdown", "table", "plan", "task_card", "alert", "context_actions"}),
}


def check_blocks(problems: Problems, blocks: Any, surface: str, *, most: int) -> None:
    """Check a list of at most `most` blocks on a `message`, `modal` or `home` surface."""
    seen: set[str] = set()
    for position, block in enumerate(problems.count(blocks, (0, most), "/blocks")):
        pointer = f"/blocks/{position}"
        if not isinstance(block, dict):
            problems.add("must be an object", pointer)
            continue
        _check_block(problems, block, surface, pointer)
        _check_unique(problems, block, "block_id", pointer, seen)


def message_block_problems(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks."""
    problems = Problems()
    check_blocks(problems, blocks, "message", most=MESSAGE_BLOCKS)
    return problems.found


def _check_unique(problems: Problems, item: Json, key: str, pointer: str, seen: set[str]) -> None:
    name = item.get(key)
    if not isinstance(name, str):
        return
    if name in seen:
        problems.add(f"`{key}` {name} already exists", f"{pointer}/{key}")
    seen.add(name)


def _check_block(problems: Problems, block: Json, surface: str, pointer: str) -> None:
    kind = block.get("type")
    if kind is None:
        problems.add("missing required field: type", pointer)
        return
    if not isinstance(kind, str) or kind not in _REQUIRED or kind in _NOT_IN[surface]:
        problems.add(f"unsupported type: {kind}", pointer)
        return
    problems.string(block, "block_id", (1, 255), pointer)
    problems.require(block, _REQUIRED[kind], pointer)
    check = _CHECKS.get(kind)
    if check is not None:
        check(problems, block, pointer)


def _check_section(problems: Problems, block: Json, pointer: str) -> None:
    if "text" not in block and "fields" not in block:
        problems.add("missing required field: text", pointer)
    if "text" in block:
        check_text(problems, block["text"], 3000, f"{pointer}/text", ANY_TEXT)
    if "fields" in block:
        for position, text in enumerate(problems.count(block["fields"], (1, 10), f"{pointer}/fields")):
            check_text(problems, text, 2000, f"{pointer}/fields/{position}", ANY_TEXT)
    if "accessory" in block:
        check_element(problems, block["accessory"], "section", f"{pointer}/accessory")


def _check_header(problems: Problems, block: Json, pointer: str) -> None:
    if "text" in block:
        check_text(problems, block["text"], 150, f"{pointer}/text")


def _check_context(problems: Problems, block: Json, pointer: str) -> None:
    for position, element in enumerate(problems.count(block.get("elements"), (1, 10), f"{pointer}/elements")):
        here = f"{pointer}/elements/{position}"
        if isinstance(element, dict) and element.get("type") in ANY_TEXT:
            check_text(problems, element, 3000, here, ANY_TEXT)
        else:
            check_element(problems, element, "context", here)


def _check_actions(problems: Problems, block: Json, pointer: str) -> None:
    most = 25 if block["type"] == "actions" else 5
    elements = problems.count(block.get("elements"), (1, most), f"{pointer}/elements")
    seen: set[str] = set()
    for position, element in enumerate(elements):
        here = f"{pointer}/elements/{position}"
        check_element(problems, element, block["type"], here)
        if isinstance(element, dict):
            _check_unique(problems, element, "action_id", here, seen)


def _check_input(problems: Problems, block: Json, pointer: str) -> None:
    if "label" in block:
        check_text(problems, block["label"], 2000, f"{pointer}/label")
    if "hint" in block:
        check_text(problems, block["hint"], 2000, f"{pointer}/hint")
    if "element" in block:
        check_element(problems, block["element"], "input", f"{pointer}/element")


def _check_image(problems: Problems, block: Json, pointer: str) -> None:
    if not ({"image_url", "slack_file"} & block.keys()):
        problems.add("missing required field: image_url", pointer)
    problems.string(block, "alt_text", (1, 2000), pointer)
    problems.string(block, "image_url", (1, 3000), pointer)


def _check_markdown(problems: Problems, block: Json, pointer: str) -> None:
    problems.string(block, "text", (1, 12_000), pointer)


def _check_alert(problems: Problems, block: Json, pointer: str) -> None:
    if "text" in block:
        check_text(problems, block["text"], 200, f"{pointer}/text", ANY_TEXT)


_CHECKS: Final[dict[str, Callable[[Problems, Json, str], None]]] = {
    "section": _check_section,
    "header": _check_header,
    "context": _check_context,
    "actions": _check_actions,
    "context_actions": _check_actions,
    "input": _check_input,
    "image": _check_image,
    "markdown": _check_markdown,
    "alert": _check_alert,
}
