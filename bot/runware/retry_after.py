"""The `Retry-After` header: seconds or an HTTP date."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_WAIT: Final = timedelta(hours=1)
"""No answer makes a render wait longer than this."""

_SECONDS: Final = re.compile(r"\d{1,9}(\.\d{1,3})?", re.ASCII)


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long to wait; None where the header is absent or nonsense."""
    if value is None:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(timedelta(seconds=float(text)), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
        wait = moment.replace(tzinfo=moment.tzinfo or UTC) - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
