"""Checks of pictures, as blocks and as elements: where they come from, and their words."""

from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json


def check_picture(problems: Problems, picture: Json, pointer: str) -> None:
    """Check that a picture has words and exactly one source."""
    sources = [key for key in ("image_url", "slack_file") if picture.get(key) is not None]
    if not sources:
        problems.add("missing required field: image_url", pointer)
    if len(sources) > 1:
        problems.add("only one of image_url and slack_file is allowed", pointer)
    problems.string(picture, "alt_text", (1, 2000), pointer)
    problems.string(picture, "image_url", (1, 3000), pointer)
    file = picture.get("slack_file")
    if file is not None and not (isinstance(file, dict) and ("id" in file or "url" in file)):
        problems.add("must have an id or a url", f"{pointer}/slack_file")
