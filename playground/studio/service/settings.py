"""What a studio service is started with."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

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
    """The key callers must show, where state is kept, and how videos come about.

    `renderer` is the command that renders one result; it is sent SIGTERM when it prints nothing for
    `stall_seconds`.
    """

    api_key: str = field(repr=False)
    data_dir: Path
    ready: ReadyAnswer | None = None
    renderer: tuple[str, ...] = RENDERER
    stall_seconds: float = 180.0
