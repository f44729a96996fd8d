"""Money, durations and moments as people read them."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.budget import CENT


def dollars(amount: Decimal) -> str:
    """`$1.20`."""
    return f"${amount.quantize(CENT, rounding=ROUND_HALF_UP):,}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 clip`, `24 clips`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def length(duration: timedelta) -> str:
    """`40 s`, `2 min`, `2 min 5 s`, `3 h 20 min`."""
    seconds = max(0, int(duration.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    return f"{seconds} s"


def exact_length(duration: timedelta) -> str:
    """How long a video really is: `4.2 s` where a second is much of it, else as whole seconds."""
    seconds = duration.total_seconds()
    return f"{seconds:.1f} s" if seconds < 10 else length(timedelta(seconds=round(seconds)))


def moment(when: datetime) -> str:
    """A time that Slack shows in each reader's own zone; in UTC where it cannot.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    fallback = when.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC")
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"
