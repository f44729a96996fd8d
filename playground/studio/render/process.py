"""The renderer as a process: JSON requests on standard input, one a line, JSON lines about them on standard output."""

import itertools
import signal
import sys
from types import FrameType
from typing import Any, Final

from pydantic import ValidationError

from playground.studio.render.clip import render_clip
from playground.studio.render.errors import RenderError
from playground.studio.render.request import RenderRequest
from playground.studio.render.staging import Staging
from playground.studio.render.telling import BEGUN, Progress, answered, write

_TERMINATED: Final = 128 + signal.SIGTERM


def main() -> int:
    """Render what each line of standard input asks for, until it ends or something cannot be rendered.

    Returns 0 when all files are finished, 1 when an error was written. Orders that show the same follow each other
    faster, since what was drawn is kept.
    """
    signal.signal(signal.SIGTERM, _stop)
    staging = Staging()
    for order in itertools.chain([sys.stdin.readline()], sys.stdin):
        if _answer(order, staging) != 0:
            return 1
    return 0


def _answer(order: str, staging: Staging) -> int:
    """Render one order; 0, or 1 when an error was written."""
    write({"progress": BEGUN})

    def make() -> dict[str, Any]:
        return render_clip(_read(order), Progress(), staging).model_dump()

    return answered(make)


def _read(order: str) -> RenderRequest:
    try:
        return RenderRequest.model_validate_json(order)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or None
        raise RenderError("invalidRequest", first["msg"].removeprefix("Value error, "), parameter=place) from error


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave by the ordinary way out, so that nothing half-written stays behind."""
    raise SystemExit(_TERMINATED)
