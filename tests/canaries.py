"""A plugin of pytest: the suite runs with Herald's own logs at DEBUG, and no secret may stand in what was written.

`scripts/canaries` runs it by hand. What counts as a secret is known by its form, as Slack's tokens are, or by its
value, where the tests have one of their own.
"""

import logging
import os
import re
import sys
from pathlib import Path
from typing import Final

import pytest

from bot.telemetry import configure_logs

WRITTEN_TO: Final = "HERALD_CANARIES_LOG"
"""The variable that names the file."""
SECRET: Final = re.compile(
    r"""
    xox[a-z]-[\w-]{12,} | xapp-[\w-]{12,}                 # Slack's tokens, as the local Slack makes them up
    | Bearer\s+[\w-]{12,}
    | key-of-the-journeys | key-of-the-probes | canary-of-[\w-]+
    | 8f742231b10e8888abcd99yyyzzz85a5 | ca0a4ca0a4ca0a4ca0a4ca0a4ca0a4ca
    | /runware/hooks/\w+\.\w+\.[0-9a-f]{32}\.[0-9a-f]{64} # whoever knows the address may make Herald ask
    """,
    re.VERBOSE,
)
"""What must not be written."""
SHOWN: Final = 20


class Echo(logging.Handler):
    """Prints what is logged, as Herald's loggers do where nobody configured them: some tests read it there."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line to what is the standard output just then."""
        sys.stdout.write(f"{self.format(record)}\n")


class Listener:
    """Writes whatever is logged to a file, in the form in which `python -m bot` writes it."""

    def __init__(self, path: Path) -> None:
        configure_logs("DEBUG", "json")
        self._to_file = logging.FileHandler(path, encoding="utf-8")
        self._echo = Echo()
        for handler in (self._to_file, self._echo):
            handler.setFormatter(logging.getLogger().handlers[0].formatter)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_call(self) -> None:
        """Each test is listened to, whatever another did to the logs."""
        root = logging.getLogger()
        if self._to_file not in root.handlers:
            captured = list(root.handlers)
            configure_logs("DEBUG", "json")
            root.handlers[:] = [*captured, self._to_file, self._echo]

    def pytest_unconfigure(self) -> None:
        """Leave nothing open."""
        self._to_file.close()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to listen."""
    config.pluginmanager.register(Listener(_path()), "herald-canaries")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where a secret was written."""
    if findings():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was looked through, and what was found."""
    lines, found = len(_path().read_text(encoding="utf-8").splitlines()), findings()
    terminalreporter.write_line(f"canaries: {len(found)} secrets in {lines:,} lines of logs at DEBUG")
    for line in found[:SHOWN]:
        terminalreporter.write_line(f"  {line[:300]}")


def findings() -> list[str]:
    """The lines that hold a secret."""
    return [line for line in _path().read_text(encoding="utf-8").splitlines() if SECRET.search(line)]


def _path() -> Path:
    return Path(os.environ[WRITTEN_TO])
