"""The renderer as a process: JSON requests on standard input, one a line, JSON lines about them on standard output."""

import itertools
import signal
import sys
from types import FrameType
from typing import Final

from pydantic import ValidationError

from playground.studio.render.clip import render_clip
from playground.studio.render.errors import RenderError
from playground.studio.render.request import RenderRequest
from playground.studio.render.staging import Staging
from playground.studio.render.telling import BEGUN, Progress, refuse, write

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
    try:
        request = RenderRequest.model_validate_json(order)
        facts = render_clip(request, Progress(), staging)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or None
        return refuse("invalidRequest", first["msg"].removeprefix("Value error, "), place)
    except RenderError as error:
        return refuse(error.code, error.message, error.parameter)
    except BrokenPipeError:  # nobody waits for the answer any more
        return 1
    except OSError as error:
        return refuse("renderFailed", f"the file could not be written: {error.strerror or error}", None)
    write({"done": facts.model_dump()})
    return 0


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave by the ordinary way out, so that nothing half-written stays behind."""
    raise SystemExit(_TERMINATED)
