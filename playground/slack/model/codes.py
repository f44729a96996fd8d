"""Authorization codes: what a person allowed on the authorize page, until the app comes for it."""

import secrets
from dataclasses import dataclass
from itertools import count
from typing import Final

from playground.dials import Clock

CODE_SECONDS: Final = 600.0


@dataclass(frozen=True, kw_only=True)
class Permission:
    """What `user` allowed the app in a workspace; `redirect_uri` is None when the app did not name one."""

    team_id: str
    user: str
    scopes: tuple[str, ...]
    user_scopes: tuple[str, ...] = ()
    redirect_uri: str | None = None


class Codes:
    """The codes that were handed out; each holds for ten minutes and works once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, tuple[float, Permission]] = {}
        self._ids = count(1)

    def give(self, permission: Permission) -> str:
        """A code for a permission."""
        code = f"1000000000001.{next(self._ids)}.{secrets.token_hex(24)}"
        self._given[code] = (self._clock.now(), permission)
        return code

    def take(self, code: str) -> Permission | None:
        """What a code stands for, once; None when it is unknown, used or too old."""
        given = self._given.pop(code, None)
        if given is None or self._clock.now() - given[0] > CODE_SECONDS:
            return None
        return given[1]

    def clear(self) -> None:
        """Forget all codes."""
        self._given.clear()
