"""The permission of the person in a picture: given for one video alone, before anything is paid for it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from bot.rendering.frozen import Frozen

ASKED_FOR: Final = timedelta(hours=48)
"""How long a person has to answer: long enough for a weekend's end, and no money is set aside for longer."""


class ConsentState(StrEnum):
    """What the person in the picture said, or what came in between."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Consent(Frozen):
    """The permission that a render needs; it is part of the render, so it holds for its script and picture alone.

    `picture_since` is when the picture could not be had for the first time. `copy_id` is the Slack file by which the
    person sees it: `shared` in their DM, with `share_intent_at`
    stored before. `ts` is the message with the buttons, `intent_at` stored before it is sent. `closed` says that the
    outcome is on record, that the message says so, and that the copy is gone.
    """

    person_id: str
    state: ConsentState = ConsentState.WAITING
    expires_at: datetime
    decided_at: datetime | None = None
    picture_since: datetime | None = None
    copy_id: str | None = None
    share_intent_at: datetime | None = None
    shared: bool = False
    intent_at: datetime | None = None
    ts: str | None = None
    closed: bool = False

    @classmethod
    def of(cls, person_id: str, requester_id: str, now: datetime) -> Self:
        """What is needed of the person in the picture; whoever gives their own allows it by that."""
        if person_id == requester_id:
            return cls(person_id=person_id, state=ConsentState.ALLOWED, expires_at=now + ASKED_FOR, decided_at=now)
        return cls(person_id=person_id, expires_at=now + ASKED_FOR)

    @property
    def in_force(self) -> bool:
        """Whether the video may be made: it was allowed, and that is on record."""
        return self.state is ConsentState.ALLOWED and self.closed

    @property
    def waits(self) -> bool:
        """Whether the person was not heard yet."""
        return self.state is ConsentState.WAITING

    def settled(self, state: ConsentState, now: datetime) -> Self:
        """The same with an outcome."""
        return self.model_copy(update={"state": state, "decided_at": now})
