"""Collecting what is wrong with a piece of Block Kit, each with a pointer to where it is."""

from collections.abc import Sequence
from typing import Any

from playground.slack.model.wire import Json


class Problems:
    """The problems found so far, in Slack's wording: `no more than 50 items allowed [json-pointer:/blocks]`.

    `prefix` goes before every pointer.
    """

    def __init__(self, prefix: str = "") -> None:
        self.found: list[str] = []
        self._prefix = prefix

    def add(self, text: str, pointer: str) -> None:
        """Note a problem at a JSON pointer."""
        self.found.append(f"{text} [json-pointer:{self._prefix}{pointer}]")

    def require(self, item: Json, keys: Sequence[str], pointer: str) -> None:
        """Note each of `keys` that the item lacks."""
        for key in keys:
            if item.get(key) is None:
                self.add(f"missing required field: {key}", pointer)

    def length(self, value: str, limits: tuple[int, int], pointer: str) -> None:
        """Note a text shorter or longer than `limits`, which are inclusive."""
        least, most = limits
        if len(value) < least:
            self.add(f"must be more than {least - 1} characters", pointer)
        if len(value) > most:
            self.add(f"must be less than {most + 1} characters", pointer)

    def string(self, item: Json, key: str, limits: tuple[int, int], pointer: str) -> None:
        """Check an optional string."""
        value = item.get(key)
        if value is None:
            return
        if isinstance(value, str):
            self.length(value, limits, f"{pointer}/{key}")
        else:
            self.add("must be a string", f"{pointer}/{key}")

    def whole(self, item: Json, key: str, limits: tuple[int, int], pointer: str) -> None:
        """Check an optional whole number."""
        value = item.get(key)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (is_whole and limits[0] <= value <= limits[1]):
            self.add(f"must be between {limits[0]} and {limits[1]}", f"{pointer}/{key}")

    def boolean(self, item: Json, key: str, pointer: str) -> None:
        """Check an optional yes or no."""
        if item.get(key) is not None and not isinstance(item[key], bool):
            self.add("must be a boolean", f"{pointer}/{key}")

    def choice(self, item: Json, key: str, choices: Sequence[str], pointer: str) -> None:
        """Check an optional string that must be one of `choices`."""
        if item.get(key) is not None and item[key] not in choices:
            self.add(f"must be one of: {', '.join(choices)}", f"{pointer}/{key}")

    def unique(self, item: Json, key: str, pointer: str, seen: set[str]) -> None:
        """Note an id that is in `seen`, and add it there."""
        name = item.get(key)
        if not isinstance(name, str):
            return
        if name in seen:
            self.add(f"`{key}` {name} already exists", f"{pointer}/{key}")
        seen.add(name)

    def count(self, items: Any, limits: tuple[int, int], pointer: str) -> list[Any]:
        """Check a list and its length; returns its items, none when it is no list."""
        if not isinstance(items, list):
            self.add("must be an array", pointer)
            return []
        least, most = limits
        if len(items) < least:
            self.add(f"no fewer than {least} items allowed", pointer)
        if len(items) > most:
            self.add(f"no more than {most} items allowed", pointer)
        return items
