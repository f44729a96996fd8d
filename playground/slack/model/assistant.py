"""What the app shows in threads with its assistant: a status, a title, prompts to choose from, text as it comes."""

from dataclasses import dataclass, field

from playground.slack.model.wire import Json


@dataclass(kw_only=True)
class Stream:
    """A message that still grows; `as_plan` shows its tasks in one plan instead of one by one."""

    started: float
    as_plan: bool
    text: str = ""
    plan_title: str = ""
    tasks: dict[str, Json] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The message's blocks so far."""
        cards = list(self.tasks.values())
        if cards and self.as_plan:
            cards = [{"type": "plan", "title": self.plan_title or "Plan", "tasks": cards}]
        return [*cards, {"type": "markdown", "text": self.text}] if self.text else cards


@dataclass
class Assistant:
    """Statuses, titles and prompts, by channel and then by `thread_ts`; streams by channel and `ts`."""

    statuses: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    prompts: dict[str, dict[str, Json]] = field(default_factory=dict)
    streams: dict[tuple[str, str], Stream] = field(default_factory=dict)

    def set_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Show a status; an empty one is taken away."""
        self.statuses.setdefault(channel, {})[thread_ts] = status
        if not status:
            del self.statuses[channel][thread_ts]

    def answered(self, channel: str, thread_ts: str | None) -> None:
        """Take the status away, as the app wrote into the thread."""
        self.statuses.get(channel, {}).pop(thread_ts or "", None)
