"""How the renderer tells whoever started it how far it is: JSON lines on standard output. Quick to load."""

import json
import sys
from collections.abc import Callable
from typing import Any, Final

from playground.studio.render.errors import RenderError

BEGUN: Final = 0.01
"""The progress of an order that was taken up; loading the renderer alone takes half a second."""
_SMALLEST_STEP: Final = 0.01


class Progress:
    """Writes a line for each step that can be seen."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, share: float) -> None:
        """Tell that so much is done, 0 to 1."""
        if share - self._told >= _SMALLEST_STEP or share >= 1.0:
            self._told = share
            write({"progress": round(share, 4)})


def answered(make: Callable[[], dict[str, Any]]) -> int:
    """Make something, and write the facts of it or why it is not there; the process's exit status."""
    try:
        facts = make()
    except RenderError as error:
        return _refuse(error.code, error.message, error.parameter)
    except BrokenPipeError:  # nobody waits for the answer any more
        return 1
    except OSError as error:
        return _refuse("renderFailed", f"the file could not be written: {error.strerror or error}", None)
    write({"done": facts})
    return 0


def _refuse(code: str, message: str, parameter: str | None) -> int:
    write({"error": {"code": code, "message": message, "parameter": parameter}})
    return 1


def write(line: dict[str, Any]) -> None:
    """Write one line, at once."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
