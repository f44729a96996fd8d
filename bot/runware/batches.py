"""How many tasks one polling request may ask about."""

from typing import Final

LARGEST: Final = 100
WIDEN_AFTER: Final = 500
"""So many full requests that are answered show that the service might take more again."""


class BatchSize:
    """Half as many once the service refused so many, and by and by more again."""

    def __init__(self) -> None:
        self.limit = LARGEST
        self._answered = 0

    def refused(self, asked: int) -> None:
        """A request for so many was called invalid; where it was for one task, their number was not the reason."""
        self.limit = asked // 2 if asked > 1 else LARGEST
        self._answered = 0

    def answered(self, asked: int) -> None:
        """A request for so many was answered."""
        if asked < self.limit or self.limit == LARGEST:
            return
        self._answered += 1
        if self._answered >= WIDEN_AFTER:
            self.limit, self._answered = min(self.limit * 2, LARGEST), 0
