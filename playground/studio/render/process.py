"""The renderer as a process: one JSON request on standard input, JSON lines about it on standard output."""

import json
import signal
import sys
from types import FrameType
from typing import Any, Final

from pydantic import ValidationError

from playground.studio.render.clip import render_clip
from playground.studio.render.errors import RenderError
from playground.studio.render.request import RenderRequest

_TERMINATED: Final = 128 + signal.SIGTERM
_SMALLEST_STEP: Final = 0.01


def main() -> int:
    """Render what standard input asks for; 0 when the file is finished, 1 when an error was written."""
    signal.signal(signal.SIGTERM, _stop)
    _write({"progress": 0.0})
    try:
        request = RenderRequest.model_validate_json(sys.stdin.read())
        facts = render_clip(request, _Progress())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or None
        return _refuse("invalidRequest", first["msg"].removeprefix("Value error, "), place)
    except RenderError as error:
        return _refuse(error.code, error.message, error.parameter)
    except BrokenPipeError:  # nobody waits for the answer any more
        return 1
    except OSError as error:
        return _refuse("renderFailed", f"the file could not be written: {error.strerror or error}", None)
    _write({"done": facts.model_dump()})
    return 0


class _Progress:
    """Writes a line for each step that can be seen."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, share: float) -> None:
        if share - self._told >= _SMALLEST_STEP or share >= 1.0:
            self._told = share
            _write({"progress": round(share, 4)})


def _refuse(code: str, message: str, parameter: str | None) -> int:
    _write({"error": {"code": code, "message": message, "parameter": parameter}})
    return 1


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave by the ordinary way out, so that nothing half-written stays behind."""
    raise SystemExit(_TERMINATED)
