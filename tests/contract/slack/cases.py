"""What a case of the contract is: a method, its arguments, and how the call must end."""

from dataclasses import dataclass, field
from typing import Any

from tests.playground.slack.samples import MODAL

HERE = "C0LAUNCH"
"""A channel where the app is a member."""

ELSEWHERE = "C0RANDOM"
"""A public channel where it is not."""

SECRET = "G0SECRET"
"""A private channel that it does not see."""

HOME: dict[str, Any] = {"type": "home", "blocks": []}
NAMED: dict[str, Any] = {**MODAL, "external_id": "draft-7"}


@dataclass(frozen=True)
class Case:
    """One call. A value such as `{mine}` in `args` is made by the stage just before; `error` is None for success.

    `shows` are keys that a successful answer has beside `ok`. Without `token` the bot's own is sent.
    """

    method: str
    args: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    shows: tuple[str, ...] = ()
    token: str | None = None

    def __str__(self) -> str:
        """The name of its test."""
        return f"{self.method}-{self.error or 'ok'}-{'-'.join(str(key) for key in self.args)}"[:90]


def works(method: str, /, *shows: str, **args: Any) -> Case:
    """A call that succeeds."""
    return Case(method, args, None, shows)


def fails(method: str, code: str, /, **args: Any) -> Case:
    """A call that is refused."""
    return Case(method, args, code)


def channel_cases(method: str, key: str = "channel", *, joined: bool = True, **args: Any) -> list[Case]:
    """What each method that takes a conversation refuses: one that is not there, not seen, or not joined."""
    cases = [fails(method, "channel_not_found", **{key: name}, **args) for name in ("C0NOWHERE", SECRET)]
    return [*cases, fails(method, "not_in_channel", **{key: ELSEWHERE}, **args)] if joined else cases
