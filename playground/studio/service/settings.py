"""What a studio service is started with."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

OPENING_CENTS: Final = 50_00
OPENING_CENTS_FOR_LOAD: Final = 1_000_000_00
RENDERER: Final = (sys.executable, "-m", "playground.studio.render")


class CannotStart(Exception):
    """The settings name something that cannot be used; the text says what."""


@dataclass(frozen=True)
class ReadyAnswer:
    """Answer every task with a copy of `file`, `after_seconds` after it was submitted, instead of rendering."""

    file: Path
    after_seconds: float


@dataclass(frozen=True)
class Settings:
    """The key callers must show, where state is kept, how videos come about, and what there is to pay for them.

    Without a `balance_cents` there are $50, and with a ready answer, which is for load, a million.
    `renderer` is the command that renders results; it is sent SIGTERM when it prints nothing for `stall_seconds`, or
    has not finished a result within `render_seconds`. `label` is the mark in the corner of each video.
    Nothing is rendered onto a disk with less than `least_free_bytes` of room.
    """

    api_key: str = field(repr=False)
    data_dir: Path
    ready: ReadyAnswer | None = None
    renderer: tuple[str, ...] = RENDERER
    stall_seconds: float = 180.0
    render_seconds: float = 1800.0
    label: bool = True
    least_free_bytes: int = 512 * 2**20
    balance_cents: int | None = None

    @property
    def opening_cents(self) -> int:
        """The balance to begin with."""
        if self.balance_cents is not None:
            return self.balance_cents
        return OPENING_CENTS if self.ready is None else OPENING_CENTS_FOR_LOAD
