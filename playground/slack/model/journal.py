"""What went over the wire: calls of the app, and what was dispatched to it."""

from collections import deque

from playground.slack.model.wire import Json


class Journal:
    """The last thousand Web API calls and dispatches, oldest first."""

    def __init__(self) -> None:
        self.calls: deque[Json] = deque(maxlen=1000)
        self.dispatches: deque[Json] = deque(maxlen=1000)
