"""Whoever Slack told to wait is not asked again before: in the workspace, or in the one channel that it was about.

https://docs.slack.dev/apis/web-api/rate-limits: limits hold for each method and workspace, those on posts for each
channel. What is kept here is this process's own; what another is told, it remembers for itself.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from bot.errors import SlackBusy
from bot.recent import Recent

POST: Final = "chat.postMessage"
EDIT: Final = "chat.update"
POSTS_FIRST: Final = timedelta(seconds=1)
"""By so much do edits let posts go ahead in a channel: a post is a final answer, an edit tells of the way there."""
LANES_AT_MOST: Final = 10_000

Lane = tuple[str, str, str]
"""The workspace, the method, and the channel where the limit is a channel's."""


class Pace:
    """What Slack wants to be left alone with, and until when."""

    def __init__(self) -> None:
        self._until = Recent[Lane, float](LANES_AT_MOST)

    @contextmanager
    def kept(self, team_id: str, method: str, channel_id: str = "") -> Iterator[None]:
        """Make a call in the block; raises SlackBusy before it where Slack wants to wait, and learns from one in it."""
        own = (team_id, method, channel_id)
        left = self._left(own)
        if method == EDIT and (posts := self._left((team_id, POST, channel_id))):
            left = max(left, posts + POSTS_FIRST)
        if left:
            raise SlackBusy(method, retry_after=left)
        try:
            yield
        except SlackBusy as busy:
            if busy.limited:
                self._until.put(own, _now() + busy.retry_after.total_seconds())
            raise

    def _left(self, lane: Lane) -> timedelta:
        """How long Slack wants to be left alone yet."""
        return timedelta(seconds=max(0.0, (self._until.get(lane) or 0.0) - _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()
