"""Who may ask is settled before anything is posted or paid."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.policy import Person, Policy
from bot.rendering.admission import Admission
from bot.rendering.render import RenderState
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, a_render
from tests.bot.rendering.people import NOTHING_DECIDED, FakePolicies, FakeRoster


def admission(world: World, roster: FakeRoster, policy: Policy = NOTHING_DECIDED) -> Admission:
    """The check before the world's own first step."""
    return Admission(world.records, FakePolicies(policy), roster, world.endings, first=world.anchor)


async def test_a_member_goes_on(world: World) -> None:
    world.records.put(a_render())

    await admission(world, FakeRoster(Person("U1")))("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.ANCHORED


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person("U1", is_guest=True), "asker_guest"),
        (Person("U1", is_stranger=True), "asker_stranger"),
        (Person("U1", is_gone=True), "asker_gone"),
    ],
    ids=["guest", "stranger", "deactivated"],
)
async def test_who_may_not_ask_gets_no_post_and_no_bill(world: World, person: Person, code: str) -> None:
    world.records.put(a_render())

    assert await admission(world, FakeRoster(person))("T1", "r1") is None

    ended = world.records.stored["r1"]
    assert ended.failure is not None
    assert (ended.state, ended.failure.code, ended.anchor_ts) == (RenderState.FAILED, code, None)
    assert world.thread.posted == []


async def test_a_guest_goes_on_where_guests_may(world: World) -> None:
    world.records.put(a_render())

    await admission(world, FakeRoster(Person("U1", is_guest=True)), Policy(guests=True))("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.ANCHORED


async def test_while_slack_is_busy_it_waits(world: World) -> None:
    world.records.put(a_render())
    busy = SlackBusy("users.info", retry_after=timedelta(seconds=7))

    assert await admission(world, FakeRoster(error=busy))("T1", "r1") == timedelta(seconds=7)
    assert world.records.stored["r1"].state is RenderState.REQUESTED


async def test_where_slack_will_not_say_it_ends(world: World) -> None:
    world.records.put(a_render())

    await admission(world, FakeRoster(error=PostRefused("users.info", "missing_scope")))("T1", "r1")

    assert world.records.stored["r1"].failure is not None
    assert world.records.stored["r1"].failure.code == "missing_scope"


async def test_what_began_to_be_posted_goes_on(world: World) -> None:
    world.records.put(a_render(anchor_intent_at=NOON))

    await admission(world, FakeRoster(Person("U1", is_guest=True)))("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.ANCHORED


async def test_a_render_that_is_gone_is_nothing_to_do(world: World) -> None:
    assert await admission(world, FakeRoster(Person("U1")))("T1", "r1") is None
