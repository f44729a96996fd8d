"""What a person is offered when they begin: what they chose last, and what is left of the budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bot.policy import Person, Policy, budget_of
from bot.rendering.preset import PresetShelf
from bot.rendering.render import Choices
from bot.store import keys
from bot.store.connection import translated
from bot.store.marks import Marks
from bot.store.micros import from_micros
from bot.store.policies import Policies
from bot.store.presets import ask_shelf, read_shelf
from bot.store.roster import Roster


@dataclass(frozen=True)
class Beginning:
    """What the modal begins with; `budget_left` in US dollars: the workspace's or the person's (`left_of`), the lesser.

    No `person` where nobody asked Slack about them within the hour.
    """

    choices: Choices | None
    budget_left: Decimal
    policy: Policy
    person: Person | None = None
    left_of: Literal["workspace", "person"] = "workspace"


class People:
    """Reads what is kept of a person; the acceptance of a render writes it.

    What it reads of policies and roles on the way, `policies` and `roster` hold from then on.
    """

    def __init__(self, redis: Redis, policies: Policies | None = None, roster: Roster | None = None) -> None:
        self._redis = redis
        self._marks = Marks(redis)
        self._policies = policies or Policies(redis)
        self._roster = roster

    async def begin(self, team_id: str, user_id: str, *, month: str, budget: Decimal) -> Beginning:
        """What the person chose last, and what is left of `budget` (US dollars) in `month` (`2026-11`).

        Raises StoreUnavailable, RecordUnreadable.
        """
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                _ask(pipe, team_id, user_id, month)
                answers = await pipe.execute()
        return self._read(team_id, user_id, answers, budget)

    async def begin_with_presets(
        self, team_id: str, user_id: str, *, month: str, budget: Decimal
    ) -> tuple[Beginning, PresetShelf]:
        """The same with the presets that the person may use, in one trip; raises likewise."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                _ask(pipe, team_id, user_id, month)
                asked = len(pipe)
                ask_shelf(pipe, team_id, user_id)
                answers = await pipe.execute()
        return self._read(team_id, user_id, answers[:asked], budget), read_shelf(answers[asked:])

    def _read(self, team_id: str, user_id: str, answers: Sequence[Any], budget: Decimal) -> Beginning:
        text, team, person, decided, known = answers
        policy = self._policies.remember(team_id, decided).policy
        who = None if self._roster is None else self._roster.remember(team_id, user_id, known)
        left = budget_of(policy, budget) - _used(team)
        own = left if policy.person_budget is None else policy.person_budget - _used(person)
        return Beginning(_choices(text), min(left, own), policy, who, "person" if own < left else "workspace")

    async def direct(self, team_id: str, user_id: str) -> str | None:
        """The id of the conversation that Herald has with the person alone, once it is known."""
        with translated():
            channel_id = await self._redis.get(keys.direct(team_id, user_id))
        return None if channel_id is None else str(channel_id)

    async def remember_direct(self, team_id: str, user_id: str, channel_id: str) -> None:
        """Know from now on where Herald and the person talk alone."""
        with translated():
            await self._redis.set(keys.direct(team_id, user_id), channel_id, ex=keys.CHOICES_TTL)

    async def is_first(self, team_id: str, event_id: str, *, within: timedelta = keys.EVENT_TTL) -> bool:
        """Whether an event comes for the first time `within` that time; Slack sends again what was answered late."""
        return await self._marks.is_first(keys.event(team_id, event_id), within=within)

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What the person chose last, if that is still known."""
        with translated():
            return _choices(await self._redis.get(keys.choices(team_id, user_id)))


def _ask(pipe: Pipeline, team_id: str, user_id: str, month: str) -> None:
    fields = [f"{what}/{user_id}" for what in ("spent", "reserved")]
    pipe.get(keys.choices(team_id, user_id))
    pipe.hmget(keys.budget(team_id, month), ["spent", "reserved"])
    pipe.hmget(keys.budget_by_person(team_id, month), fields)
    pipe.hgetall(keys.policy(team_id))
    pipe.get(keys.person(team_id, user_id))


def _used(sums: Sequence[str | None]) -> Decimal:
    return from_micros(sum(int(micros or 0) for micros in sums))


def _choices(text: object) -> Choices | None:
    if text is None:
        return None
    try:
        return Choices.model_validate_json(str(text))
    except ValidationError:
        return None  # written by a version that chose differently
