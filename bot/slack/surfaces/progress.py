"""How a render under way is coming along, in words: how long it took so far, what to expect, what is before it."""

from datetime import datetime, timedelta
from typing import Final

from bot.rendering.progress import Expected, Progress
from bot.rendering.render import Render, RenderState
from bot.slack.surfaces.figures import length

TYPICAL_TIME: Final = "1 to 5 minutes"
"""What people report of HeyGen Avatar IV; nobody promises it. Said until past renders say more."""
LATE_AFTER: Final = timedelta(minutes=20)
NOTHING_KNOWN: Final = Progress()


def describe_progress(render: Render, now: datetime, progress: Progress) -> tuple[str, str]:
    """A title, and what it means; plain text."""
    if render.state is RenderState.SUBMITTED:
        elapsed = now - (render.submitted_at or render.requested_at)
        if render.late_notice_at is not None or elapsed >= LATE_AFTER:
            return "Still rendering", (
                f"{length(elapsed)} so far, which is longer than usual. You need not do anything: "
                "I keep looking for 24 hours and post the video here as soon as it is there."
            )
        return "Rendering", f"{length(elapsed)} so far; {_expectation(progress.expected)}{_place(progress.ahead)}"
    if render.uncertain or render.sent_at is not None:
        return "Waiting for the video service", (
            "it does not answer yet. You need not do anything: I keep trying for 10 minutes and never pay twice."
        )
    if render.attempt > 1:
        return "Queued again", "the first try failed and cost nothing, so I am trying once more."
    return "Queued", f"rendering starts in a moment; {_expectation(progress.expected)}{_place(progress.ahead)}"


def _expectation(expected: Expected | None) -> str:
    if expected is None:
        return f"it usually takes {TYPICAL_TIME}."
    return f"it usually takes {length(expected.usual)}, and nine of ten videos take at most {length(expected.at_most)}."


def _place(ahead: int) -> str:
    if not ahead:
        return ""
    return " 1 video is being made before it." if ahead == 1 else f" {ahead:,} videos are being made before it."
