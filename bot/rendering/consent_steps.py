"""The step that asks the person in a picture, waits for the answer, and does what it says."""

from contextlib import suppress
from datetime import timedelta
from typing import Final, Protocol

from bot.errors import FileNotNow, FileRefused, PostRefused, PostUncertain, Refusal, SlackBusy
from bot.rendering.consent import Consent, ConsentState
from bot.rendering.ending import Endings
from bot.rendering.files import pause_for, stuck
from bot.rendering.given import NoRoom
from bot.rendering.media import next_step
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Failure, Render, RenderState
from bot.rendering.settling import require_settled

CHECK_AGAIN: Final = timedelta(seconds=2)
UNHEARD: Final = {ConsentState.DECLINED: "consent_declined", ConsentState.EXPIRED: "consent_expired"}
"""What a render fails for when the person did not allow it."""


class ConsentTalk(Protocol):
    """The conversation with the person in the picture.

    Every method raises PostRefused, PostUncertain or SlackBusy.
    """

    async def check_person(self, render: Render) -> None:
        """Raise Refusal for somebody who cannot be asked: a bot, or a person who is not there any more."""

    async def copy_picture(self, render: Render) -> str:
        """Make a copy of the picture that can be shown; returns its id. Raises FileRefused and FileNotNow too."""

    async def share_picture(self, render: Render) -> None:
        """Show the person the copy."""

    async def is_shared(self, render: Render) -> bool:
        """Whether the person has the copy; SlackBusy while that cannot be said."""

    async def ask(self, render: Render) -> str:
        """Send the person the script with the two buttons; returns the message's `ts`."""

    async def find(self, render: Render) -> str | None:
        """The `ts` of that message, sent earlier; None if there is none. PostRefused where Herald may not look."""

    async def show_outcome(self, render: Render) -> None:
        """Put the outcome in the place of the buttons."""

    async def remove_picture(self, render: Render) -> None:
        """Delete the copy."""


class ConsentRegister(Protocol):
    """Who allowed what, kept beyond the render."""

    async def keep(self, render: Render) -> None:
        """Put the outcome on record; the second time changes nothing."""


class ConsentStep:
    """Asks, waits, and lets the render go on or end; nothing is paid before the answer."""

    def __init__(
        self,
        records: RenderRecords,
        talk: ConsentTalk,
        register: ConsentRegister,
        endings: Endings,
        wakeups: Wakeups,
        clock: Clock,
    ) -> None:
        self._records = records
        self._talk = talk
        self._register = register
        self._endings = endings
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """anchored without permission → with it, or failed; of an ended render what was still to be said."""
        render = await self._records.get(team_id, render_id)
        if render is None or render.consent is None or render.state is RenderState.REQUESTED:
            return None
        if render.ended and not render.closed:
            return CHECK_AGAIN  # the step that closes it changes it alone
        try:
            if render.consent.waits:
                return await self._wait(render, render.consent)
            if not render.consent.closed:
                render = await self._close(render, render.consent)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN
        if render.state is RenderState.ANCHORED:
            await self._go_on(render)
        return None

    async def _wait(self, render: Render, consent: Consent) -> timedelta | None:
        now = self._clock()
        if render.ended:
            await self._records.change(render, consent=consent.settled(ConsentState.WITHDRAWN, now))
            return timedelta(0)
        if now >= consent.expires_at:
            await self._records.change(render, consent=consent.settled(ConsentState.EXPIRED, now))
            return timedelta(0)
        if consent.ts is not None:
            return None
        try:
            await self._ask(render, consent)
        except (Refusal, PostRefused) as refused:
            await self._give_up(render, _failure(refused))
        except FileNotNow as passing:
            return await self._put_off(render, consent, passing)
        return None

    async def _put_off(self, render: Render, consent: Consent, passing: FileNotNow) -> timedelta | None:
        """Try the picture again, for as long as any other file; it comes first, so nothing was stored in this run."""
        if isinstance(passing, NoRoom):
            return passing.retry_after
        if consent.picture_since is None:
            render, consent = await self._note(render, picture_since=self._clock())
        pause = pause_for(self._clock() - (consent.picture_since or self._clock()), None)
        if pause is None:
            await self._give_up(render, stuck("image"))
        return pause

    async def _give_up(self, render: Render, failure: Failure) -> None:
        """End the render as it is now: handles of what was said were stored meanwhile."""
        now = await self._records.get(render.team_id, render.id)
        if now is not None and not now.ended and now.consent is not None and now.consent.waits:
            await self._endings.fail(now, failure)

    async def _ask(self, render: Render, consent: Consent) -> None:
        """Each handle is stored before the next message: the picture first, then the question."""
        if consent.copy_id is None:
            await self._talk.check_person(render)
            copy_id = await self._talk.copy_picture(render)
            render, consent = await self._note(render, copy_id=copy_id)
        if not consent.shared:
            render, consent = await self._share(render, consent)
        ts = await self._asked_earlier(render, consent)
        if ts is None:
            render, consent = await self._note(render, intent_at=self._clock())
            ts = await self._talk.ask(render)
        await self._note(render, ts=ts)

    async def _share(self, render: Render, consent: Consent) -> tuple[Render, Consent]:
        if consent.share_intent_at is None:
            render, consent = await self._note(render, share_intent_at=self._clock())
            await self._talk.share_picture(render)
        elif not await self._talk.is_shared(render):
            await self._talk.share_picture(render)
        return await self._note(render, shared=True)

    async def _asked_earlier(self, render: Render, consent: Consent) -> str | None:
        if consent.intent_at is None:
            return None
        try:
            ts = await self._talk.find(render)
        except PostRefused:
            return None  # Herald may not look: a second question is a blemish, a missing one loses the video
        if ts is None:
            require_settled(consent.intent_at, self._clock())
        return ts

    async def _close(self, render: Render, consent: Consent) -> Render:
        """Put the outcome on record, then say it where it was asked; the picture there is not needed any more."""
        await self._register.keep(render)
        if consent.ts is not None:
            with suppress(PostRefused):  # the message is gone
                await self._talk.show_outcome(render)
        if consent.copy_id is not None:
            with suppress(PostRefused):  # the person has deleted it, or Herald is not installed any more
                await self._talk.remove_picture(render)
        return (await self._note(render, closed=True))[0]

    async def _go_on(self, render: Render) -> None:
        code = None if render.consent is None else UNHEARD.get(render.consent.state)
        if code is not None:
            await self._endings.fail(render, Failure(code=code, message=code, parameter="image"))
            return
        await self._wakeups.wake(next_step(render), render.team_id, render.id)
        await self._wakeups.wake("show", render.team_id, render.id)

    async def _note(self, render: Render, **updates: object) -> tuple[Render, Consent]:
        consent = render.consent
        if consent is None:
            raise ValueError("the render needs nobody's permission")
        consent = consent.model_copy(update=updates)
        return await self._records.change(render, consent=consent), consent


def _failure(refused: Refusal | PostRefused) -> Failure:
    code = "consent_person"
    if isinstance(refused, FileRefused):
        code = refused.code
    elif isinstance(refused, PostRefused):
        code = f"consent_unreachable:{refused.code}"
    return Failure(code=code, message=str(refused), parameter="image")
