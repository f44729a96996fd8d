"""Checks of composition objects: texts, options, confirmation dialogs."""

from typing import Any, Final

from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

PLAIN: Final = ("plain_text",)
ANY_TEXT: Final = ("plain_text", "mrkdwn")


def check_text(problems: Problems, text: Any, most: int, pointer: str, kinds: tuple[str, ...] = PLAIN) -> None:
    """Check a text object of at most `most` characters."""
    if not isinstance(text, dict):
        problems.add("must be an object", pointer)
        return
    if text.get("type") not in kinds:
        problems.add(f"must be one of: {', '.join(kinds)}", f"{pointer}/type")
    value = text.get("text")
    if isinstance(value, str):
        problems.length(value, (1, most), f"{pointer}/text")
    else:
        problems.add("missing required field: text", pointer)


def check_option(problems: Problems, option: Any, pointer: str, kinds: tuple[str, ...] = PLAIN) -> None:
    """Check one option of a select, an overflow menu, radio buttons or checkboxes."""
    if not isinstance(option, dict):
        problems.add("must be an object", pointer)
        return
    check_text(problems, option.get("text"), 75, f"{pointer}/text", kinds)
    problems.require(option, ("value",), pointer)
    problems.string(option, "value", (0, 150), pointer)
    if "description" in option:
        check_text(problems, option["description"], 75, f"{pointer}/description", kinds)


def check_options(
    problems: Problems, options: Any, limits: tuple[int, int], pointer: str, kinds: tuple[str, ...] = PLAIN
) -> None:
    """Check a list of options."""
    for position, option in enumerate(problems.count(options, limits, pointer)):
        check_option(problems, option, f"{pointer}/{position}", kinds)


def check_option_groups(problems: Problems, groups: Any, pointer: str) -> None:
    """Check a list of option groups."""
    for position, group in enumerate(problems.count(groups, (1, 100), pointer)):
        here = f"{pointer}/{position}"
        if not isinstance(group, dict):
            problems.add("must be an object", here)
            continue
        check_text(problems, group.get("label"), 75, f"{here}/label")
        check_options(problems, group.get("options"), (1, 100), f"{here}/options")


def check_confirm(problems: Problems, confirm: Any, pointer: str) -> None:
    """Check a confirmation dialog."""
    if not isinstance(confirm, dict):
        problems.add("must be an object", pointer)
        return
    for key, most, kinds in (
        ("title", 100, PLAIN),
        ("text", 300, ANY_TEXT),
        ("confirm", 30, PLAIN),
        ("deny", 30, PLAIN),
    ):
        if key in ("title", "text") or key in confirm:
            check_text(problems, confirm.get(key), most, f"{pointer}/{key}", kinds)


def listed_options(element: Json) -> list[Any]:
    """All options an element lists itself, grouped or not."""
    groups = _items(element.get("option_groups"))
    grouped = [option for group in groups if isinstance(group, dict) for option in _items(group.get("options"))]
    return [*_items(element.get("options")), *grouped]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
