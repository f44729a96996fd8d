"""A batch: one script for many people, each of whom gets a clip of their own by DM."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pydantic import Field

from bot.rendering.frozen import Frozen
from bot.rendering.render import Choices

MOST_ROWS: Final = 300
"""The most people of one batch: at ten clips under way this is half an hour, and still one record of 200 KB."""


class BatchState(StrEnum):
    """Where a batch is in its life."""

    READING = "reading"
    REFUSED = "refused"
    PLANNED = "planned"
    SAMPLING = "sampling"
    SAMPLED = "sampled"
    RUNNING = "running"
    FINISHED = "finished"
    DROPPED = "dropped"


class RowState(StrEnum):
    """Where one person's clip is: `bad` rows have a problem and are never made."""

    BAD = "bad"
    WAITING = "waiting"
    MAKING = "making"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


class ProblemCode(StrEnum):
    """Why a row gets no clip, as far as that is known before anything is made."""

    NOBODY = "nobody"
    ADDRESS = "address"
    SEVERAL = "several"
    STRANGER = "stranger"
    GONE = "gone"
    BOT = "bot"
    DUPLICATE = "duplicate"
    MISSING = "missing"
    CELLS = "cells"
    SCRIPT = "script"


class Recipient(Frozen):
    """A person of the workspace, as Slack tells of them; `handle` is what stands after the @."""

    user_id: str
    handle: str = ""
    display_name: str = ""
    full_name: str = ""
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    address: str = ""
    is_bot: bool = False
    is_gone: bool = False
    is_stranger: bool = False

    @property
    def name(self) -> str:
        """What people call them."""
        return self.full_name or self.display_name or self.handle or self.user_id


class Problem(Frozen):
    """What is wrong with a row; `detail` is the fields that are missing, the line it repeats, or a sentence."""

    code: ProblemCode
    detail: str = ""


class Row(Frozen):
    """One person's clip.

    `line` is where it stands in the file, or in the selection; `key` is how the person is named there. `fields` are the
    columns that the script uses. `found` are the people whom the key may mean, while they are looked for. `price` and
    `reserve` are US dollars. `attempt` counts its renders; `render_id` and `posting_id` are those of the present one.
    `failure` is the code of what went wrong, or a sentence in `reason`.
    """

    line: int
    key: str
    fields: dict[str, str] = Field(default_factory=dict)
    found: tuple[Recipient, ...] = ()
    person: Recipient | None = None
    state: RowState = RowState.WAITING
    problem: Problem | None = None
    price: Decimal = Decimal(0)
    reserve: Decimal = Decimal(0)
    attempt: int = 1
    render_id: str | None = None
    posting_id: str | None = None
    failure: str | None = None
    reason: str | None = None
    ended_at: datetime | None = None


class Batch(Frozen):
    """One batch and all that is known of it; stored whole, changed only by a transition.

    `picked` are the people of the select, `file_id` is the CSV file in Slack. `rows` are there once both were `listed`;
    `cursor` is how far the workspace's people were gone through, `scanned` that this is done, `titled` that the titles
    are known as far as they can be. `message_ts` is the batch's message in `channel_id`, the sender's DM: the anchor of
    all its clips. It was last edited at `shown_at` in the state `shown_as`; `unshown` says that something changed
    since. `refusal` is why the list cannot be used. `report_file_id` is the CSV file at the end, `reported` that it was
    sent.
    """

    id: str
    team_id: str
    user_id: str
    version: int = 1
    state: BatchState = BatchState.READING
    script: str
    choices: Choices
    ttl_seconds: int | None = None
    picked: tuple[str, ...] = ()
    file_id: str | None = None
    asked_at: datetime
    sender: Recipient | None = None
    rows: tuple[Row, ...] = ()
    listed: bool = False
    cursor: str | None = None
    scanned: bool = False
    titled: bool = False
    refusal: str | None = None
    channel_id: str | None = None
    intent_at: datetime | None = None
    message_ts: str | None = None
    shown_at: datetime | None = None
    shown_as: BatchState | None = None
    unshown: bool = True
    sample_id: str | None = None
    sample_failed: bool = False
    stopped_at: datetime | None = None
    ended_at: datetime | None = None
    report_file_id: str | None = None
    report_intent_at: datetime | None = None
    reported: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done until a person presses something."""
        if self.state in UNDER_WAY or self.unshown:
            return False
        return self.state is not BatchState.FINISHED or self.reported

    def of(self, *states: RowState) -> Sequence[Row]:
        """The rows that are in one of these states."""
        return [row for row in self.rows if row.state in states]

    @property
    def others(self) -> Sequence[Row]:
        """The rows that are made after the sample, which is the first good one's own clip."""
        return self.of(RowState.WAITING)[1:]

    @property
    def again(self) -> Sequence[Row]:
        """The rows that can be tried once more."""
        return self.of(RowState.FAILED, RowState.STOPPED)


UNDER_WAY: Final = frozenset({BatchState.READING, BatchState.SAMPLING, BatchState.RUNNING})
"""The states in which the batch's step has something to do."""


def total(rows: Sequence[Row]) -> Decimal:
    """What the clips of these rows are estimated to cost, in US dollars."""
    return sum((row.price for row in rows), Decimal(0))


def reserve_of(rows: Sequence[Row]) -> Decimal:
    """What is set aside for them at most, in US dollars."""
    return sum((row.reserve for row in rows), Decimal(0))
