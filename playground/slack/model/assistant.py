"""What the app shows in threads with its assistant: a status, a title, prompts to choose from."""

from dataclasses import dataclass, field

from playground.slack.model.wire import Json


@dataclass
class Assistant:
    """Statuses, titles and prompts, by channel and then by `thread_ts`."""

    statuses: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    prompts: dict[str, dict[str, Json]] = field(default_factory=dict)

    def set_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Show a status; an empty one is taken away."""
        self.statuses.setdefault(channel, {})[thread_ts] = status
        if not status:
            del self.statuses[channel][thread_ts]

    def answered(self, channel: str, thread_ts: str | None) -> None:
        """Take the status away, as the app wrote into the thread."""
        self.statuses.get(channel, {}).pop(thread_ts or "", None)
