"""A memory that does not grow for ever."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """What was put last, for so many keys."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """What was put for the key; None where it was never put, or so many others after it."""
        return self._kept.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep the value, in the place of what was kept for the key."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def drop(self, key: Key) -> None:
        """Forget what was kept for the key."""
        self._kept.pop(key, None)
