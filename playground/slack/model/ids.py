"""Ids and message timestamps."""

import secrets

from playground.dials import Clock


class Mint:
    """Makes ids that never repeat, and timestamps that never go back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_microseconds = 0

    def ts(self) -> str:
        """A message's timestamp: unique, later than all before, e.g. `1795337070.000200`."""
        microseconds = max(int(self._clock.now() * 1_000_000), self._last_microseconds + 1)
        self._last_microseconds = microseconds
        return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"

    def new(self, prefix: str) -> str:
        """An id such as `F0A1B2C3D4E`."""
        return f"{prefix}0{secrets.token_hex(5).upper()}"
