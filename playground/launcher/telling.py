"""What the launcher says on the screen."""

import time
from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from playground.launcher.report import Report
from playground.launcher.thread import plain_text


class Told:
    """Lines for a person, each step of a journey with the time it happened at."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self._names: Mapping[str, str] = {}

    def begin(self) -> None:
        """The journey's clock starts."""
        self._began = time.monotonic()

    def meet(self, names: Mapping[str, str]) -> None:
        """Know the people: from now on their ids are shown as these names."""
        self._names = names

    @property
    def seconds(self) -> float:
        """How long the journey has lasted."""
        return time.monotonic() - self._began

    def step(self, line: str) -> None:
        """One step of the journey."""
        self._console.print(Text.assemble((f"{self.seconds:7.1f} s  ", "cyan"), line), soft_wrap=True)

    def say(self, line: str) -> None:
        """A plain line."""
        self._console.print(Text(line), soft_wrap=True)

    def echo(self, name: str, lines: str) -> None:
        """Lines of a child's log."""
        for line in lines.splitlines():
            self._console.print(Text.assemble((f"{name}: ", "dim"), (line, "dim")), soft_wrap=True)

    def welcome(self, page_url: str) -> None:
        """Where a person goes and what to do there."""
        self._console.print()
        self._console.print(Text.assemble("  Open ", (page_url, "bold"), " in a browser."), soft_wrap=True)
        self.say("  There type /herald into a channel, write what is to be said, press Review, then Make it.")
        self.say("  Here press Ctrl-C to stop everything.")
        self._console.print()

    def report(self, report: Report) -> None:
        """The thread, and what the journey came to."""
        self._console.print()
        for message in report.thread:
            name = self._names.get(message.user, message.user)
            self._message(name, plain_text(message.text, self._names), reply=message.is_reply)
            for file in message.files:
                self.say(f"    └ [file] {file['name']}, {(file['size'] or 0) / 1000:,.0f} kB")
        self._console.print()
        for video in report.videos:
            kept = f", saved as {video.path}" if video.path else ""
            shape = f"{video.format}, {video.width}x{video.height}, {video.duration_seconds:.1f} s"
            self.say(f"Video: {shape}{kept}")
        acked = "no ack" if report.timings.ack_ms is None else f"acks within {report.timings.ack_ms:.0f} ms"
        self.say(f"{report.outcome.capitalize()} in {report.timings.total_seconds:.1f} s, {acked}.")
        if report.error is not None:
            self.say(f"{report.error.code}: {report.error.text}")

    def _message(self, user: str, text: str, *, reply: bool) -> None:
        first, *rest = text.splitlines() or [""]
        start = "  └ " if reply else ""
        self._console.print(Text.assemble(start, (user, "bold"), f"  {first}"), soft_wrap=True)
        for line in rest:
            self.say(" " * len(start) + " " * len(user) + f"  {line}")
