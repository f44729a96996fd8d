"""Renders that failed for a reason of ours: an operator or an admin has each tried again, or lets it rest."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Protocol

from bot.errors import ChargedAlready, Refusal
from bot.posting.announcement import announcement_of
from bot.rendering.consent import Consent
from bot.rendering.ports import Acceptance, Clock, RenderRecords
from bot.rendering.render import DEFECT, Render, RenderState

OF_OURS: Final = frozenset(
    {
        DEFECT,
        "unreachable",
        "gone_after_24h",
        "invalidApiKey",
        "missingApiKey",
        "accountSuspended",
        "insufficientCredits",
        "providerInsufficientCredits",
        "thirdPartyInsufficientCredits",
        "paymentRequired",
    }
)
"""Failures that nobody who asked for a video can do anything about: of Herald itself, its key or its account."""
NOT_THERE: Final = "There is no failed video of that number here that anybody has to see to."


class DeadRenders(Protocol):
    """Where they are found."""

    async def dead(self, team_id: str | None = None) -> Sequence[Render]:
        """Those of a workspace, or of all, that wait to be seen to; the oldest first."""


def failed_by_us(render: Render) -> bool:
    """Whether the render failed for a reason of ours, and its person was told."""
    failed = render.state is RenderState.FAILED and render.closed
    return failed and render.failure is not None and render.failure.code in OF_OURS


def is_dead(render: Render) -> bool:
    """Whether somebody has to see to a render that failed for a reason of ours.

    A batch's clip and an announcement's video are tried again by what they are of, which tells what became of them.
    """
    alone = render.batch_id is None and announcement_of(render.id) is None
    return alone and render.attended_at is None and failed_by_us(render)


def charges_again(render: Render) -> bool:
    """Whether a second try is a second charge: the first was charged, and its task cannot be asked for any more."""
    return render.failure is not None and render.failure.charged is True


def again(render: Render, clock: Clock) -> Render:
    """The render that takes its place: of the same id whoever asks how often, under the same task where that may help.

    A task that the service never got, or of which nobody knows, keeps its UUID: if the service has it after all, it is
    not made a second time. One that is known to have failed is refused under its UUID for ever. A permission holds for
    the same video once more; one that is not in force is asked for anew.
    """
    now, consent = clock(), render.consent
    if consent is not None and not consent.in_force:
        consent = Consent.of(consent.person_id, render.user_id, now)
    minted = hashlib.sha256(f"again {render.team_id}/{render.id}".encode()).hexdigest()[:32]
    return Render(
        id=minted,
        team_id=render.team_id,
        user_id=render.user_id,
        version=1,
        script=render.script,
        spoken=render.spoken,
        choices=render.choices,
        destination=render.destination,
        ttl_seconds=render.ttl_seconds,
        expected_seconds=render.expected_seconds,
        price=render.price,
        reserved=render.reserved,
        requested_at=now,
        consent=consent,
        task_uuid=None if _has_failed(render) else render.task_uuid,
    )


def _has_failed(render: Render) -> bool:
    """Whether it is known of the task that nothing more comes of it, and it may be known to the service."""
    known = render.failure is not None and render.failure.charged is False
    return charges_again(render) or (known and render.uncertain)


class DeadLetters:
    """What can be done about them."""

    def __init__(self, records: RenderRecords, acceptance: Acceptance, budget: Decimal, clock: Clock) -> None:
        self._records = records
        self._acceptance = acceptance
        self._budget = budget
        self._clock = clock

    async def retry(self, team_id: str, render_id: str, *, charge_again: bool = False) -> Render:
        """Ask for the video once more in the name of its person; returns the new render.

        Raises Refusal where there is none to be seen to, ChargedAlready where it would be charged again and that was
        not wished; Paused, BudgetExceeded, StoreUnavailable.
        """
        render = await self._dead(team_id, render_id)
        if charges_again(render) and not charge_again:
            price = f"${render.price:.2f}"
            raise ChargedAlready(f"This video was charged already: a second try charges about {price} again.")
        fresh = again(render, self._clock)
        await self._acceptance.accept(fresh, self._budget)
        await self._records.change(render, attended_at=self._clock())
        return fresh

    async def close(self, team_id: str, render_id: str) -> Render:
        """Let it rest: its person was told why there is no video."""
        render = await self._dead(team_id, render_id)
        return await self._records.change(render, attended_at=self._clock())

    async def _dead(self, team_id: str, render_id: str) -> Render:
        render = await self._records.get(team_id, render_id)
        if render is None or not is_dead(render):
            raise Refusal(NOT_THERE)
        return render
