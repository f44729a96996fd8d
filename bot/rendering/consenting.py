"""A person's answer to whether a video may be made of their picture."""

from typing import Final

from bot.errors import Refusal, StaleRecord
from bot.rendering.consent import ConsentState
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render

NOT_YOURS: Final = "This request is not there any more, or it is not for you to answer."
CALLED_OFF: Final = "The person who asked has called this video off, so there is nothing to answer any more."
TOO_LATE: Final = "It is too late to answer: the request has expired, and no video is made of your picture."


class Consenting:
    """The way of *Allow once* and *Decline* into the life of a render."""

    def __init__(self, records: RenderRecords, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._wakeups = wakeups
        self._clock = clock

    async def answer(self, render: Render, *, allowed: bool, ts: str | None) -> ConsentState:
        """Store what the person in the picture says; returns what they have said, now or before.

        `ts` is the message in which they pressed. An answer counts once and for good. Raises Refusal where there is
        nothing to be answered any more.
        """
        while (consent := render.consent) is not None and consent.waits and not render.ended:
            now = self._clock()
            if now >= consent.expires_at:
                raise Refusal(TOO_LATE)
            said = consent.settled(ConsentState.ALLOWED if allowed else ConsentState.DECLINED, now)
            try:
                render = await self._records.change(render, consent=said.model_copy(update={"ts": ts or consent.ts}))
            except StaleRecord:
                render = await self._again(render)
            else:
                await self._wakeups.wake("consent", render.team_id, render.id)
        return _answered(render)

    async def _again(self, render: Render) -> Render:
        now = await self._records.get(render.team_id, render.id)
        if now is None:
            raise Refusal(NOT_YOURS)
        return now


def _answered(render: Render) -> ConsentState:
    consent = render.consent
    if consent is None:
        raise Refusal(NOT_YOURS)
    if consent.state is ConsentState.EXPIRED:
        raise Refusal(TOO_LATE)
    if consent.state in {ConsentState.WAITING, ConsentState.WITHDRAWN}:
        raise Refusal(CALLED_OFF)
    return consent.state
