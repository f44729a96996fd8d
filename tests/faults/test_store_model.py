"""The store's model does what the real scripts do on a real Redis, whatever is asked of it in whatever order."""

import asyncio
import json
import random
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from bot.errors import BudgetExceeded, StaleRecord
from bot.rendering.ports import PollEntry, Taken
from bot.rendering.render import Choices, Destination, Render, RenderState
from bot.store import keys
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.polls import Polls
from bot.store.records import Records
from tests.faults.clock import BEGINNING
from tests.faults.faults import Calls, Plan, Process, process_now
from tests.faults.history import History
from tests.faults.store import MemoryPolls, MemoryRecords, MemoryTreasury, Shelf

MONTH: Final = "2026-11"
BUDGET: Final = Decimal("1.00")
PLACES: Final = ("r0", "r1", "r2", "r3")
NAMES: Final = st.sampled_from(PLACES)
LIMITS: Final = st.sampled_from(["0.30", "0.39", "0.5", "0.80"])
FIELDS: Final = {"workspace": "monthly_budget", "person": "person_budget", "channel": "channel_budget"}
AMOUNTS: Final = st.sampled_from([Decimal("0"), Decimal("0.21"), Decimal("0.40")])
LEASE: Final = timedelta(seconds=10)


def a_render(name: str) -> Render:
    """A request."""
    return Render(
        id=name,
        team_id="T1",
        user_id=f"U{PLACES.index(name) // 2}",
        version=1,
        script="Good morning.",
        choices=Choices(avatar="ava", voice="jenny"),
        destination=Destination(channel_id={"r0": "C0", "r3": "D1"}.get(name, "C1")),
        ttl_seconds=86_400,
        expected_seconds=3,
        price=Decimal("0.30"),
        reserved=Decimal("0.39"),
        requested_at=BEGINNING,
    )


def an_entry(number: int) -> PollEntry:
    """A task under way."""
    return PollEntry("T1", f"r{number}", UUID(int=number, version=4), BEGINNING)


class StoreMachine(RuleBasedStateMachine):
    """Asks the same of both, and compares what they say."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.runner = self.stack.enter_context(asyncio.Runner())
        with SyncRedis.from_url(self.url) as client:
            client.flushall()
        self.redis = Redis.from_url(self.url, decode_responses=True)
        shelf = Shelf(Calls(Plan(), random.Random(1), History()), History())
        self.renders = MemoryRecords(shelf, RENDERS), Records(self.redis, RENDERS)
        self.treasuries = MemoryTreasury(shelf, self.renders[0]), Treasury(self.redis)
        self.polls = MemoryPolls(shelf), Polls(self.redis)
        self.read: dict[str, Render] = {}
        self.taken: Taken | None = None
        self.now = BEGINNING

    def teardown(self) -> None:
        self.runner.run(self.redis.aclose())
        self.stack.close()

    def both(self, model: Coroutine[Any, Any, Any], real: Coroutine[Any, Any, Any]) -> Any:
        """What both say, which must be the same; errors by their kind."""
        outcomes = [self.runner.run(_outcome(each)) for each in (model, real)]
        assert outcomes[0] == outcomes[1]
        return outcomes[0]

    @rule(name=NAMES)
    def accept(self, name: str) -> None:
        model, real = (treasury.accept(a_render(name), BUDGET) for treasury in self.treasuries)
        self.both(model, real)

    @rule(whose=st.sampled_from(sorted(FIELDS)), limit=LIMITS)
    def decide(self, whose: str, limit: str) -> None:
        self.treasuries[0].limits[whose] = Decimal(limit)
        with SyncRedis.from_url(self.url) as client:
            client.hset(keys.policy("T1"), FIELDS[whose], json.dumps(limit))

    @rule(name=NAMES)
    def look(self, name: str) -> None:
        found = self.both(*(records.get("T1", name) for records in self.renders))
        if found is not None:
            self.read[name] = found

    @precondition(lambda self: self.read)
    @rule(data=st.data(), closed=st.booleans(), cancel=st.booleans())
    def change_what_was_read(self, data: st.DataObject, closed: bool, cancel: bool) -> None:
        render = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        updates: dict[str, object] = {"closed": closed}
        if cancel and render.state is RenderState.REQUESTED:
            updates["state"] = RenderState.CANCELLED
        self.both(*(records.change(render, **updates) for records in self.renders))

    @rule(name=NAMES, amount=AMOUNTS)
    def settle(self, name: str, amount: Decimal) -> None:
        self.both(*(treasury.settle(a_render(name), amount) for treasury in self.treasuries))

    @rule(seconds=st.sampled_from([0.5, 2, 11]))
    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(number=st.integers(0, 3), seconds=st.sampled_from([0, 5]))
    def add_poll(self, number: int, seconds: int) -> None:
        due = self.now + timedelta(seconds=seconds)
        self.both(*(polls.add(an_entry(number), due) for polls in self.polls))

    @rule(batch=st.sampled_from([1, 2, 100]))
    def take_polls(self, batch: int) -> None:
        early = timedelta(seconds=0.5)
        asked = {"now": self.now, "lease": LEASE, "early": early, "batch": batch, "batches": 2}
        taken = [self.runner.run(_outcome(polls.take(**asked))) for polls in self.polls]  # type: ignore[arg-type]
        assert _plain(taken[0]) == _plain(taken[1])
        self.taken = taken[0]

    @precondition(lambda self: self.taken is not None)
    @rule(seconds=st.sampled_from([2, 60]), seen=st.booleans())
    def put_off(self, seconds: int, seen: bool) -> None:
        taken, due = self.taken, self.now + timedelta(seconds=seconds)
        assert taken is not None
        if taken.entries:
            seen_at = self.now if seen else None
            self.both(*(polls.put_off(taken, taken.entries, due=due, seen_at=seen_at) for polls in self.polls))

    @rule(number=st.integers(0, 3))
    def hasten(self, number: int) -> None:
        entry = an_entry(number)
        self.both(
            *(polls.hasten(entry.team_id, entry.render_id, entry.task_uuid, now=self.now) for polls in self.polls)
        )

    @rule(number=st.integers(0, 3))
    def last_seen(self, number: int) -> None:
        self.both(*(polls.last_seen(an_entry(number)) for polls in self.polls))

    @rule(number=st.integers(0, 3))
    def drop(self, number: int) -> None:
        self.both(*(polls.drop(an_entry(number)) for polls in self.polls))

    @invariant()
    def the_money_is_the_same(self) -> None:
        with SyncRedis.from_url(self.url, decode_responses=True) as client:
            kept = {
                ("workspace", "T1"): client.hmget(keys.budget("T1", MONTH), "spent", "reserved"),
                **_accounts("person", client.hgetall(keys.budget_by_person("T1", MONTH))),
                **_accounts("channel", client.hgetall(keys.budget_by_channel("T1", MONTH))),
            }
        model = {of: (each.spent, each.reserved) for of, each in self.treasuries[0].accounts.items()}
        real = {of: (int(spent or 0), int(reserved or 0)) for of, (spent, reserved) in kept.items()}
        assert {of: sums for of, sums in real.items() if any(sums)} == {of: s for of, s in model.items() if any(s)}

    @invariant()
    def the_same_records_are_open(self) -> None:
        with SyncRedis.from_url(self.url, decode_responses=True) as client:
            members = set(client.zrange(keys.open_index("render"), 0, -1))
        assert members == {f"{team}/{name}" for team, name in self.renders[0].open}


async def _outcome(asked: Coroutine[Any, Any, Any]) -> Any:
    process_now.set(Process("test"))
    try:
        return await asked
    except BudgetExceeded as error:
        return error.whose, error.left
    except StaleRecord as error:
        return type(error)


def _accounts(whose: str, fields: dict[str, str]) -> dict[tuple[str, str], list[str | None]]:
    names = {field.partition("/")[2] for field in fields}
    return {(whose, name): [fields.get(f"spent/{name}"), fields.get(f"reserved/{name}")] for name in names}


def _plain(taken: Taken) -> tuple[object, ...]:
    """Without the order of what is due at the same time."""
    return set(taken.entries), taken.until, taken.in_flight, taken.next_due


@pytest.fixture
def machine(redis_url: str) -> type[StoreMachine]:
    """The machine, with the address of its Redis."""
    StoreMachine.url = redis_url
    return StoreMachine


def test_the_model_of_the_store_does_what_the_real_one_does(machine: type[StoreMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
