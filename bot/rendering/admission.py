"""Who may ask is settled before anything is posted or paid: what nobody knew at the ack is asked of Slack here."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

from bot.errors import NotAllowed, PostRefused, SlackBusy
from bot.policy import Person, require_may_ask
from bot.rendering.ending import Endings
from bot.rendering.ports import RenderRecords
from bot.rendering.render import Failure, RenderState
from bot.rendering.requesting import Policies

Step = Callable[[str, str], Awaitable[timedelta | None]]


class Roster(Protocol):
    """Who people are."""

    async def find(self, team_id: str, user_id: str, /) -> Person:
        """Who the person is; raises SlackBusy, PostRefused."""


class Admission:
    """Lets a new render on to its first step, or ends it where its person may not ask."""

    def __init__(
        self, records: RenderRecords, policies: Policies, roster: Roster, endings: Endings, *, first: Step
    ) -> None:
        self._records = records
        self._policies = policies
        self._roster = roster
        self._endings = endings
        self._first = first

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """The first step's own answer; for a render that may not go on, None once it has ended."""
        render = await self._records.get(team_id, render_id)
        if render is not None and render.state is RenderState.REQUESTED and render.anchor_intent_at is None:
            try:
                person = await self._roster.find(team_id, render.user_id)
                require_may_ask(await self._policies.get(team_id), person)
            except SlackBusy as busy:
                return busy.retry_after
            except (NotAllowed, PostRefused) as refused:
                await self._endings.fail(render, Failure(code=refused.code, message=str(refused)))
                return None
        return await self._first(team_id, render_id)
