"""The end of a process that was told to end, whatever holds it up."""

import os
import threading
from typing import Final

import structlog

LEAVES_AFTER_SECONDS: Final = 3.0
"""Platforms grant at least ten seconds before they kill; Herald promises four."""
log = structlog.get_logger("herald")


def leave_soon(seconds: float = LEAVES_AFTER_SECONDS) -> None:
    """End the process that long from now at the latest: a thread, a slow disk or a peer may hold up its orderly end.

    What is cut so starts again elsewhere, as after `kill -9`: nothing that Herald promises depends on an orderly end.
    """
    timer = threading.Timer(seconds, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    log.warning("the process did not end in time and is cut off; its steps are taken up elsewhere")
    os._exit(0)
