"""Messages the app has put off until a time to come."""

from dataclasses import dataclass, field

from playground.slack.model.wire import Json


@dataclass(frozen=True, kw_only=True)
class ScheduledMessage:
    """A message for `post_at`, in seconds since the epoch; `content` is the message without its timestamp."""

    id: str
    channel: str
    post_at: int
    created: int
    content: Json

    @property
    def document(self) -> Json:
        """The scheduled message as Slack lists it."""
        text = self.content.get("text", "")
        times = {"post_at": self.post_at, "date_created": self.created}
        return {"id": self.id, "channel_id": self.channel, **times, "text": text}


@dataclass
class Schedule:
    """All messages that still wait, by id; `watched` while something looks when they are due."""

    waiting: dict[str, ScheduledMessage] = field(default_factory=dict)
    watched: bool = False

    def add(self, message: ScheduledMessage) -> None:
        """Keep a message until it is due."""
        self.waiting[message.id] = message

    def take_due(self, now: float) -> list[ScheduledMessage]:
        """The messages whose time has come, earliest first, which then wait no more."""
        due = sorted((m for m in self.waiting.values() if m.post_at <= now), key=lambda m: m.post_at)
        for message in due:
            del self.waiting[message.id]
        return due

    def near(self, channel: str, post_at: int, *, within_seconds: int) -> int:
        """How many messages wait for a channel around `post_at`."""
        waiting = self.waiting.values()
        return sum(m.channel == channel and abs(m.post_at - post_at) < within_seconds for m in waiting)
