"""Every exception that Herald raises on purpose, split by what can be done about it.

HeraldError
├── SettingsInvalid           start-up: the operator mends the named settings
├── Refusal                   what a person asked for cannot be done; nothing was charged
│   ├── InvalidField          one field of the modal is wrong
│   ├── BudgetExceeded        the month's budget does not cover the price: `whose` says which one
│   ├── NotAllowed            the person may not do that here: `code` says why
│   ├── Paused                an operator lets nothing new in just now: `why` is for people
│   ├── ChargedAlready        a second try would be a second charge, and nobody said that this is wished
│   └── FileRefused           a person's file cannot be used: `code` says why
├── FileNotNow                a person's file cannot be had or looked at this time
├── StoreUnavailable          Redis does not answer
├── RunwareError
│   ├── TaskRefused           a definite no; not billed
│   ├── TaskUncertain         sent, but no answer that can be trusted: it may have been accepted
│   ├── RunwareBusy           not taken now; try again after `retry_after`
│   └── VideoUnavailable
│       ├── VideoExpired      the result's URL is dead
│       └── VideoUnreachable  the result could not be fetched this time
├── SlackError
│   ├── PostRefused           Slack will not take it: `code` says why
│   ├── PostUncertain         sent, but no answer that can be trusted: it may have been posted
│   └── SlackBusy             not taken now; try again after `retry_after`
├── StaleRecord               another step changed the record first: read it again
├── RecordUnreadable          the record has a form that this version does not know
└── SealBroken                a secret at rest opens with none of the keys, or is not its owner's
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID


class HeraldError(Exception):
    """Anything that Herald raises on purpose."""


class SettingsInvalid(HeraldError):
    """The environment is wrong; `problems` has a line for each setting: its name, what is wrong, the mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Refusal(HeraldError):
    """What a person asked for cannot be done; nothing was charged."""


class InvalidField(Refusal):
    """One field of what a person sent is wrong; the message is for that person."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class BudgetExceeded(Refusal):
    """A budget for this month does not cover `needed`: the workspace's, a person's or a channel's; in US dollars."""

    def __init__(
        self, *, needed: Decimal, left: Decimal, whose: Literal["workspace", "person", "channel"] = "workspace"
    ) -> None:
        super().__init__(f"${needed} needed, ${left} left this month for the {whose}")
        self.needed = needed
        self.left = left
        self.whose = whose


class NotAllowed(Refusal):
    """The workspace does not let this person do that; the message is for that person, `code` for the record."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ChargedAlready(Refusal):
    """What is asked for once more was charged already, and would be charged again."""


class Paused(Refusal):
    """An operator lets nothing new in just now; `why` is their word for people, if they gave one."""

    def __init__(self, why: str = "") -> None:
        reason = f" ({why})" if why else ""
        super().__init__(
            f"Herald takes no new videos just now{reason}. Nothing was charged, and what is under way goes on. "
            "Please try again later."
        )
        self.why = why


class FileRefused(Refusal):
    """A person's file cannot be used; `reason` goes on after its name: `holiday.gif` `is a GIF, not …`."""

    def __init__(self, code: str, reason: str, *, name: str = "") -> None:
        super().__init__(f"{name} {reason}".strip())
        self.code = code
        self.reason = reason
        self.name = name

    def named(self, name: str) -> "FileRefused":
        """The same of the file of this name."""
        return FileRefused(self.code, self.reason, name=name)


class FileNotNow(HeraldError):
    """A person's file cannot be had, or not be looked at, this time; the file is not to blame."""


class StoreUnavailable(HeraldError):
    """Redis does not answer, or refuses to write."""


class RunwareError(HeraldError):
    """Something about a task or its result at Runware."""


class TaskRefused(RunwareError):
    """Runware said no, or the task failed; it is not billed, unless `charged` says otherwise: None where nobody knows.

    `cost` is what was charged, in US dollars, where the service named it.
    One that is not `about_task` is about the key or the account, and says nothing of what was sent earlier.
    """

    def __init__(  # noqa: PLR0913  each is a fact that the answer tells of itself
        self,
        code: str,
        message: str,
        *,
        parameter: str | None = None,
        task_uuid: UUID | None = None,
        retryable: bool = False,
        about_task: bool = True,
        charged: bool | None = False,
        cost: Decimal | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.parameter = parameter
        self.task_uuid = task_uuid
        self.retryable = retryable
        self.about_task = about_task
        self.charged = charged
        self.cost = cost


class TaskUncertain(RunwareError):
    """The request was sent and its outcome is unknown."""


class RunwareBusy(RunwareError):
    """The request was not taken: the service cannot be reached or has no room; nothing was accepted."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class VideoUnavailable(RunwareError):
    """A result's bytes cannot be had."""


class VideoExpired(VideoUnavailable):
    """The result's URL is dead: its time-to-live has ended."""


class VideoUnreachable(VideoUnavailable):
    """The result could not be fetched this time."""


class SlackError(HeraldError):
    """Something about Slack's Web API."""


class PostRefused(SlackError):
    """Slack refused the call for good; `code` is Slack's own, such as `not_in_channel`."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code


class PostUncertain(SlackError):
    """The call was sent and its outcome is unknown."""


class SlackBusy(SlackError):
    """Slack did not take the call now; `limited` where it said how long it wants to be left alone."""

    def __init__(self, method: str, *, retry_after: timedelta, limited: bool = False) -> None:
        super().__init__(f"{method}: try again in {retry_after.total_seconds():.0f} s")
        self.method = method
        self.retry_after = retry_after
        self.limited = limited


class StaleRecord(HeraldError):
    """The record was changed by another step since it was read."""


class RecordUnreadable(HeraldError):
    """The stored record has a form that this version does not know; others are not affected."""


class SealBroken(HeraldError):
    """A secret at rest does not open: its key is gone, or it was sealed for another owner than this."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"what is kept for {owner} opens with none of the keys in HERALD_ENCRYPTION_KEYS")
        self.owner = owner
