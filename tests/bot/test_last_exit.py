"""A process that was told to end ends, whatever holds it up."""

import subprocess
import sys
from pathlib import Path

HELD_UP = """
import threading
from bot.last_exit import leave_soon
leave_soon(0.05)
threading.Event().wait()
"""


def test_a_process_that_hangs_ends_with_no_error_and_says_so() -> None:
    command = [sys.executable, "-c", HELD_UP]

    ended = subprocess.run(
        command, cwd=Path(__file__).parents[2], timeout=60, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0
    assert "taken up elsewhere" in ended.stdout + ended.stderr
