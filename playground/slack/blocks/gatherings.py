"""Checks of the blocks that gather things: cards, carousels, containers and tables."""

from typing import Any, Final

from playground.slack.blocks.composition import ANY_TEXT, check_text
from playground.slack.blocks.elements import check_element
from playground.slack.blocks.pictures import check_picture
from playground.slack.blocks.problems import Problems
from playground.slack.blocks.rich_text import check_rich_text
from playground.slack.model.wire import Json

_ROWS: Final = 100
_COLUMNS: Final = 20


def check_card(problems: Problems, block: Json, pointer: str) -> None:
    """Check a card: a picture, words, at most three buttons."""
    if not any(block.get(key) is not None for key in ("hero_image", "title", "body", "actions")):
        problems.add("must have a hero_image, a title, a body or actions", pointer)
    for key, most in (("title", 150), ("subtitle", 150), ("body", 200)):
        if block.get(key) is not None:
            check_text(problems, block[key], most, f"{pointer}/{key}", ANY_TEXT)
    for key in ("hero_image", "icon"):
        if block.get(key) is not None:
            _check_image(problems, block[key], f"{pointer}/{key}")
    if block.get("actions") is not None:
        _check_buttons(problems, block["actions"], f"{pointer}/actions")


def check_carousel(problems: Problems, block: Json, pointer: str) -> None:
    """Check a carousel: one to ten cards."""
    for position, card in enumerate(problems.count(block.get("elements"), (1, 10), f"{pointer}/elements")):
        here = f"{pointer}/elements/{position}"
        if isinstance(card, dict) and card.get("type") == "card":
            check_card(problems, card, here)
        else:
            problems.add("must be a card", here)


def check_table(problems: Problems, block: Json, pointer: str) -> None:
    """Check a table: at most 100 rows of 20 cells."""
    for row, cells in enumerate(problems.count(block.get("rows"), (1, _ROWS), f"{pointer}/rows")):
        here = f"{pointer}/rows/{row}"
        for column, cell in enumerate(problems.count(cells, (1, _COLUMNS), here)):
            check_cell(problems, cell, f"{here}/{column}")
    if block.get("column_settings") is not None:
        problems.count(block["column_settings"], (0, _COLUMNS), f"{pointer}/column_settings")


def check_one_table(problems: Problems, blocks: list[Any]) -> None:
    """Check that there is one table at most."""
    tables = [at for at, block in enumerate(blocks) if isinstance(block, dict) and block.get("type") == "table"]
    if len(tables) > 1:
        problems.add("only one table is allowed", f"/blocks/{tables[1]}")


def check_cell(problems: Problems, cell: Any, pointer: str) -> None:
    """Check one cell of a table: rich text, a bare text or a number."""
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "rich_text":
        check_rich_text(problems, cell, pointer)
    elif kind == "raw_text":
        problems.require(cell, ("text",), pointer)
        problems.string(cell, "text", (0, 10_000), pointer)
    elif kind == "raw_number":
        problems.require(cell, ("value",), pointer)
    else:
        problems.add(f"unsupported type: {kind}", pointer)


def check_container(problems: Problems, block: Json, pointer: str) -> None:
    """Check a container's own words; the blocks in it are checked where they stand."""
    if block.get("title") is None and block.get("rich_text_title") is None:
        problems.add("missing required field: title", pointer)
    if block.get("title") is not None:
        check_text(problems, block["title"], 150, f"{pointer}/title")
    if block.get("rich_text_title") is not None:
        check_rich_text(problems, block["rich_text_title"], f"{pointer}/rich_text_title")
    if block.get("subtitle") is not None:
        check_text(problems, block["subtitle"], 150, f"{pointer}/subtitle", ANY_TEXT)
    if block.get("icon") is not None:
        _check_image(problems, block["icon"], f"{pointer}/icon")
    problems.choice(block, "width", ("narrow", "standard", "wide", "full"), pointer)
    for key in ("is_collapsible", "default_collapsed", "has_header_divider"):
        problems.boolean(block, key, pointer)


def _check_buttons(problems: Problems, buttons: Any, pointer: str) -> None:
    seen: set[str] = set()
    for position, element in enumerate(problems.count(buttons, (1, 3), pointer)):
        here = f"{pointer}/{position}"
        check_element(problems, element, "card", here)
        if isinstance(element, dict):
            problems.unique(element, "action_id", here, seen)


def _check_image(problems: Problems, image: Any, pointer: str) -> None:
    if not isinstance(image, dict) or image.get("type") != "image":
        problems.add("must be an image", pointer)
        return
    problems.require(image, ("alt_text",), pointer)
    check_picture(problems, image, pointer)
