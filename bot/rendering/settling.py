"""A message whose answer was lost: it is looked for, and one that is not there may still come."""

from datetime import datetime, timedelta
from typing import Final

from bot.errors import SlackBusy

SETTLES: Final = timedelta(seconds=20)
"""How long a message that is not there may still come: a request that nobody waits for any more can be under way."""


def require_settled(sent_at: datetime, now: datetime) -> None:
    """Raise SlackBusy while a message that may have been sent then, and is not there, may still come."""
    wait = sent_at + SETTLES - now
    if wait > timedelta(0):
        raise SlackBusy("conversations.replies", retry_after=wait)
