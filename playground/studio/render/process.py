"""The renderer as a process: JSON requests on standard input, one a line, JSON lines about them on standard output."""

import itertools
import json
import signal
import sys
from types import FrameType
from typing import Any, Final

from pydantic import ValidationError

from playground.studio.render.clip import render_clip
from playground.studio.render.errors import RenderError
from playground.studio.render.request import RenderRequest
from playground.studio.render.staging import Staging

_TERMINATED: Final = 128 + signal.SIGTERM
_SMALLEST_STEP: Final = 0.01


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
    write({"progress": 0.0})
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


class Progress:
    """Writes a line for each step that can be seen."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, share: float) -> None:
        """Tell that so much is done, 0 to 1."""
        if share - self._told >= _SMALLEST_STEP or share >= 1.0:
            self._told = share
            write({"progress": round(share, 4)})


def refuse(code: str, message: str, parameter: str | None) -> int:
    """Write an error; the process's exit status."""
    write({"error": {"code": code, "message": message, "parameter": parameter}})
    return 1


def write(line: dict[str, Any]) -> None:
    """Tell whoever waits."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave by the ordinary way out, so that nothing half-written stays behind."""
    raise SystemExit(_TERMINATED)
