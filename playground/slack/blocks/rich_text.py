"""Checks of rich text: sections, lists, quotes and code, and what stands in them."""

from typing import Any, Final

from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

_INLINE: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text",),
    "link": ("url",),
    "emoji": ("name",),
    "user": ("user_id",),
    "usergroup": ("usergroup_id",),
    "channel": ("channel_id",),
    "team": ("team_id",),
    "broadcast": ("range",),
    "color": ("value",),
    "date": ("timestamp", "format"),
}
_PARTS: Final = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")


def check_rich_text(problems: Problems, block: Any, pointer: str) -> None:
    """Check a rich_text block, or a value of that shape."""
    if not isinstance(block, dict) or block.get("type") != "rich_text":
        problems.add("must be a rich_text", pointer)
        return
    for position, part in enumerate(problems.count(block.get("elements"), (0, 1000), f"{pointer}/elements")):
        _check_part(problems, part, f"{pointer}/elements/{position}")


def _check_part(problems: Problems, part: Any, pointer: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in _PARTS:
        problems.add(f"unsupported type: {kind}", pointer)
        return
    items = problems.count(part.get("elements"), (0, 1000), f"{pointer}/elements")
    if kind == "rich_text_list":
        problems.require(part, ("style",), pointer)
        problems.choice(part, "style", ("bullet", "ordered"), pointer)
        problems.whole(part, "indent", (0, 8), pointer)
    for position, item in enumerate(items):
        here = f"{pointer}/elements/{position}"
        if kind == "rich_text_list":
            _check_item(problems, item, here)
        else:
            _check_inline(problems, item, here)


def _check_item(problems: Problems, item: Any, pointer: str) -> None:
    if not isinstance(item, dict) or item.get("type") != "rich_text_section":
        problems.add("must be a rich_text_section", pointer)
        return
    _check_part(problems, item, pointer)


def _check_inline(problems: Problems, item: Any, pointer: str) -> None:
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(kind, str) or kind not in _INLINE:
        problems.add(f"unsupported type: {kind}", pointer)
        return
    problems.require(item, _INLINE[kind], pointer)
    if kind == "text":
        _check_style(problems, item, pointer)


def _check_style(problems: Problems, item: Json, pointer: str) -> None:
    if not isinstance(item.get("text"), str):
        problems.add("must be a string", f"{pointer}/text")
    style = item.get("style")
    if style is not None and not isinstance(style, dict):
        problems.add("must be an object", f"{pointer}/style")
