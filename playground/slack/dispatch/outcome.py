"""What became of something dispatched to the app."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from playground.slack.model.wire import Json

DEADLINE_SECONDS: Final = 3.0

Failure = Literal["operation_timeout", "dispatch_failed"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The app's answer: `body` is JSON or text, empty when it only acknowledged."""

    status: int | None
    ack_ms: float
    body: Any = None
    failed: Failure | None = None
    no_retry: bool = False

    @property
    def summary(self) -> Json:
        """The keys that every answer of the control API has."""
        return {"ok": True, "status": self.status, "ack_ms": round(self.ack_ms, 3), "failed": self.failed}


NOTHING_SENT: Final = Outcome(status=None, ack_ms=0.0)
"""What became of an act that the app need not hear of."""
