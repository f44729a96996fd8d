"""Logs: one line an event, for people or as JSON; never a secret and never a person's text."""

import logging
import re
import sys
from typing import Final

import structlog

from bot.tracing import name_trace

SECRET: Final = re.compile(
    r"""
    (?:xox[a-z]|xapp)[.-][\w.-]+                  # Slack's tokens, among them xoxe.xoxp-1-…
    | Bearer\s+[^\s"'\\]+
    | (?<=[?&])(?:token|ticket)=[^\s&"'\\]+     # a token, or the right to one socket, in an address
    | (?<=://)[^\s/@"'\\]+(?=@)                # a name and a password in an address
    | (?<=//hooks\.slack\.com/)[^\s"'\\]+      # whoever knows it may answer in Herald's name
    | (?<=/runware/hooks/)[^\s"'\\]+           # whoever knows it may make Herald ask after a task
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Stops at quotes and backslashes, so that a line of JSON stays one."""


def configure_logs(level: str, log_format: str) -> None:
    """Send structlog's and the standard library's records to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        name_trace,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Blotting(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "docket", "slack_sdk", "aiohttp", "uvicorn", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)  # a collector that is away is told of at each try else
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its lower levels print whole requests


def redact(line: str) -> str:
    """Blot out what looks like a secret."""
    return SECRET.sub("[secret]", line)


class _Blotting(structlog.stdlib.ProcessorFormatter):
    """Blots the finished line, so that a secret is found in whatever it stood: a text, a list, an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its secrets."""
        return redact(super().format(record))
