"""Processes that do not outlive the launcher, however it or they end."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

ORPHAN_GRACE_SECONDS: Final = 0.4

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
"""https://man7.org/linux/man-pages/man2/prctl.2.html"""


def tether() -> Callable[[], None] | None:
    """What a child calls between fork and exec, so that the kernel ends it with its parent; None outside Linux."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask_for_signal() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
        if os.getppid() != parent:
            os._exit(1)

    return ask_for_signal


def adopt_orphans() -> None:
    """What a child leaves behind becomes the launcher's own child, so that it can be found; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_orphans() -> None:
    """End all that is left of this process's children, when those that it started itself are gone."""
    for signum in (signal.SIGTERM, signal.SIGKILL):
        for pid in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signum)
        deadline = time.monotonic() + ORPHAN_GRACE_SECONDS
        while _children() and time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            time.sleep(0.01)


def _children() -> list[int]:
    listed = Path("/proc/self/task").glob("*/children")
    return [int(pid) for children in listed for pid in children.read_text().split()]
