"""Who people are in their workspace: asked of Slack, kept for an hour in Redis and for a minute in memory."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from redis.asyncio import Redis

from bot.policy import Person
from bot.store import keys
from bot.store.connection import translated

HELD_SECONDS: Final = 60.0
HELD_AT_MOST: Final = 10_000

Ask = Callable[[str, str], Awaitable[Person]]
"""Asks Slack who somebody is (team, user); raises SlackBusy, PostRefused."""


class Roster:
    """The people of all workspaces, as far as they had to do with Herald lately."""

    def __init__(self, redis: Redis, ask: Ask, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._ask = ask
        self._monotonic = monotonic
        self._asking: dict[tuple[str, str], asyncio.Task[Person]] = {}
        self._held: OrderedDict[tuple[str, str], tuple[Person, float]] = OrderedDict()

    def known(self, team_id: str, user_id: str) -> Person | None:
        """Who the person is, if that is in memory: before an ack nothing else is asked."""
        held = self._held.get((team_id, user_id))
        return held[0] if held is not None and self._monotonic() < held[1] else None

    async def find(self, team_id: str, user_id: str) -> Person:
        """Who the person is, as Slack said within the hour; raises StoreUnavailable, SlackBusy, PostRefused."""
        known = self.known(team_id, user_id)
        if known is not None:
            return known
        with translated():
            text = await self._redis.get(keys.person(team_id, user_id))
        return self.remember(team_id, user_id, text) or await self.ask(team_id, user_id)

    async def ask(self, team_id: str, user_id: str) -> Person:
        """Who the person is as Slack says now; likewise. Who asks while Slack is being asked gets the same answer."""
        asking = self._asking.get((team_id, user_id))
        if asking is None:
            asking = self._asking[team_id, user_id] = asyncio.create_task(self._ask_slack(team_id, user_id))
            asking.add_done_callback(lambda answered: self._answered(team_id, user_id, answered))
        return await asyncio.shield(asking)

    async def _ask_slack(self, team_id: str, user_id: str) -> Person:
        person = await self._ask(team_id, user_id)
        with translated():
            await self._redis.set(keys.person(team_id, user_id), json.dumps(asdict(person)), ex=keys.PERSON_TTL)
        self._hold(team_id, person)
        return person

    def _answered(self, team_id: str, user_id: str, answered: asyncio.Task[Person]) -> None:
        del self._asking[team_id, user_id]
        if not answered.cancelled():
            answered.exception()  # whoever waits for it hears of it

    async def forget(self, team_id: str, user_id: str) -> None:
        """Know the person no more, in Redis and in this process."""
        self._held.pop((team_id, user_id), None)
        with translated():
            await self._redis.delete(keys.person(team_id, user_id))

    def remember(self, team_id: str, user_id: str, text: object) -> Person | None:
        """Hold what somebody read from the person's key together with something else; None where nothing is there."""
        if text is None:
            return None
        try:
            person = Person(**json.loads(str(text)))
        except (TypeError, ValueError):
            return None  # written by a version that knew people otherwise: Slack is asked again
        if person.user_id != user_id:
            return None
        self._hold(team_id, person)
        return person

    def _hold(self, team_id: str, person: Person) -> None:
        self._held[team_id, person.user_id] = (person, self._monotonic() + HELD_SECONDS)
        self._held.move_to_end((team_id, person.user_id))
        while len(self._held) > HELD_AT_MOST:
            self._held.popitem(last=False)
