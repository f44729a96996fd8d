"""What one journey came to, as `--report` writes it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["delivered", "failed", "expired"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trouble(_Frozen):
    """Why there is no video: `code` is the studio's own where it gave one; `text` is what the person was told."""

    code: str
    text: str


class Said(_Frozen):
    """One message of the thread; `text` in Slack's markup."""

    user: str
    ts: str
    thread_ts: str | None
    text: str
    files: tuple[dict[str, Any], ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it stands under the thread's root."""
        return self.thread_ts not in (None, self.ts)


class Video(_Frozen):
    """One delivered video: where it was saved, the URL that was posted and when that ends, what the bytes hold."""

    path: str | None
    url: str | None
    expires_at: str | None
    duration_seconds: float
    width: int
    height: int
    format: str


class Counts(_Frozen):
    """Tasks that the studio accepted, and messages that notified the person of a video, both in this journey."""

    tasks_submitted: int = 0
    final_posts: int = 0


class Timings(_Frozen):
    """`ack_ms` is the longer of the two acks, to the command and to the submission."""

    ack_ms: float | None = None
    total_seconds: float = 0.0


class Report(_Frozen):
    """The whole journey."""

    outcome: Outcome
    error: Trouble | None = None
    thread: tuple[Said, ...] = ()
    videos: tuple[Video, ...] = ()
    counts: Counts = Field(default_factory=Counts)
    timings: Timings = Field(default_factory=Timings)
