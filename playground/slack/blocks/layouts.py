"""Checks of the blocks that hold texts, pictures and elements."""

from playground.slack.blocks.composition import ANY_TEXT, check_text
from playground.slack.blocks.elements import check_element
from playground.slack.blocks.pictures import check_picture
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json


def check_section(problems: Problems, block: Json, pointer: str) -> None:
    """Check a section: a text, up to ten fields, an element beside them."""
    if "text" not in block and "fields" not in block:
        problems.add("missing required field: text", pointer)
    if "text" in block:
        check_text(problems, block["text"], 3000, f"{pointer}/text", ANY_TEXT)
    if "fields" in block:
        for position, text in enumerate(problems.count(block["fields"], (1, 10), f"{pointer}/fields")):
            check_text(problems, text, 2000, f"{pointer}/fields/{position}", ANY_TEXT)
    if "accessory" in block:
        check_element(problems, block["accessory"], "section", f"{pointer}/accessory")
    problems.boolean(block, "expand", pointer)


def check_header(problems: Problems, block: Json, pointer: str) -> None:
    """Check a header."""
    if "text" in block:
        check_text(problems, block["text"], 150, f"{pointer}/text")


def check_context(problems: Problems, block: Json, pointer: str) -> None:
    """Check a context: texts and small pictures."""
    for position, element in enumerate(problems.count(block.get("elements"), (1, 10), f"{pointer}/elements")):
        here = f"{pointer}/elements/{position}"
        if isinstance(element, dict) and element.get("type") in ANY_TEXT:
            check_text(problems, element, 3000, here, ANY_TEXT)
        else:
            check_element(problems, element, "context", here)


def check_actions(problems: Problems, block: Json, pointer: str) -> None:
    """Check a row of elements, no two of which may have the same `action_id`."""
    most = 25 if block["type"] == "actions" else 5
    elements = problems.count(block.get("elements"), (1, most), f"{pointer}/elements")
    seen: set[str] = set()
    for position, element in enumerate(elements):
        here = f"{pointer}/elements/{position}"
        check_element(problems, element, block["type"], here)
        if isinstance(element, dict):
            problems.unique(element, "action_id", here, seen)


def check_input(problems: Problems, block: Json, pointer: str) -> None:
    """Check an input with its label and hint."""
    for key in ("label", "hint"):
        if key in block:
            check_text(problems, block[key], 2000, f"{pointer}/{key}")
    if "element" in block:
        check_element(problems, block["element"], "input", f"{pointer}/element")
    problems.boolean(block, "optional", pointer)
    problems.boolean(block, "dispatch_action", pointer)


def check_image(problems: Problems, block: Json, pointer: str) -> None:
    """Check an image with its title."""
    check_picture(problems, block, pointer)
    if block.get("title") is not None:
        check_text(problems, block["title"], 2000, f"{pointer}/title")


def check_video(problems: Problems, block: Json, pointer: str) -> None:
    """Check a video, which is a page to embed."""
    if "title" in block:
        check_text(problems, block["title"], 199, f"{pointer}/title")
    if "description" in block:
        check_text(problems, block["description"], 199, f"{pointer}/description")
    for key, most in (("author_name", 49), ("provider_name", 49), ("alt_text", 2000), ("title_url", 3000)):
        problems.string(block, key, (1, most), pointer)
    for key in ("video_url", "thumbnail_url"):
        value = block.get(key)
        if isinstance(value, str) and not value.startswith("https://"):
            problems.add("must be an https url", f"{pointer}/{key}")


def check_markdown(problems: Problems, block: Json, pointer: str) -> None:
    """Check a text in Markdown."""
    problems.string(block, "text", (1, 12_000), pointer)


def check_alert(problems: Problems, block: Json, pointer: str) -> None:
    """Check an alert."""
    if "text" in block:
        check_text(problems, block["text"], 200, f"{pointer}/text", ANY_TEXT)
    problems.choice(block, "level", ("default", "info", "warning", "error", "success"), pointer)
