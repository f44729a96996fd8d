"""Every open render that nothing is about to touch is put back on its way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.errors import RecordUnreadable
from bot.rendering.ending import poll_entry
from bot.rendering.reconciling import RenderReconciler
from bot.rendering.render import Render, RenderState
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, TASK, FakeRecords, a_render


@dataclass
class FakeOpen:
    """An index of open records, all of them quiet; remembers what it was asked for and told to forget."""

    members: list[tuple[str, str]]
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def take_quiet(self, before: datetime, *, now: datetime) -> Sequence[tuple[str, str]]:
        self.asked.append((before, now))
        return self.members

    async def forget(self, team_id: str, record_id: str) -> None:
        self.forgotten.append(record_id)


class OneUnreadable(FakeRecords):
    """Records of which `broken` has a form that nobody knows."""

    async def get(self, team_id: str, record_id: str) -> Render | None:
        if record_id == "broken":
            raise RecordUnreadable(record_id)
        return await super().get(team_id, record_id)


def a_reconciler(world: World, index: FakeOpen) -> RenderReconciler:
    """The reconciler on the world's fakes."""
    return RenderReconciler(index, world.records, world.polls, world.wakeups, world.clock)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (RenderState.REQUESTED, "anchor"),
        (RenderState.ANCHORED, "submit"),
        (RenderState.READY, "close"),
        (RenderState.FAILED, "close"),
    ],
)
async def test_a_quiet_render_gets_its_next_step(world: World, state: RenderState, step: str) -> None:
    world.records.put(a_render(state=state))

    await a_reconciler(world, FakeOpen([("T1", "r1")])).reconcile()

    assert world.wakeups.woken == [(step, "r1")]


async def test_a_task_that_nobody_asks_about_is_asked_about_again(world: World) -> None:
    render = world.records.put(a_render(state=RenderState.SUBMITTED, task_uuid=TASK, submitted_at=NOON))

    await a_reconciler(world, FakeOpen([("T1", "r1")])).reconcile()

    assert world.polls.due == {poll_entry(render): NOON}
    assert world.wakeups.woken == [("show", "r1")]


async def test_only_what_was_quiet_for_a_while_is_looked_at(world: World) -> None:
    index = FakeOpen([])

    await a_reconciler(world, index).reconcile()

    assert index.asked == [(NOON - timedelta(seconds=20), NOON)]


async def test_an_unreadable_record_does_not_stop_the_others(world: World) -> None:
    world.records = OneUnreadable()
    world.records.put(a_render())

    await a_reconciler(world, FakeOpen([("T1", "broken"), ("T1", "r1")])).reconcile()

    assert world.wakeups.woken == [("anchor", "r1")]


async def test_a_record_that_is_gone_is_forgotten(world: World) -> None:
    index = FakeOpen([("T1", "gone")])

    await a_reconciler(world, index).reconcile()

    assert index.forgotten == ["gone"]
