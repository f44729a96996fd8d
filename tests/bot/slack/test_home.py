"""A Home follows what changes: soon, not too often, and only while somebody looks at it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.errors import PostRefused, SlackBusy, SlackError, StoreUnavailable
from bot.rendering.render import Render, RenderState
from bot.rendering.watching import WatchedRenders
from bot.slack.home_following import PUBLISH_EVERY, SETTLE, HomeNews, HomeStep
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, a_render


@dataclass
class FakeHomes:
    """One Home, looked at since it was last published, or by nobody."""

    published: datetime | None = None
    changed: bool = False

    async def change(self, _team_id: str, _user_id: str) -> datetime | None:
        self.changed = True
        return self.published

    async def begin(self, _team_id: str, _user_id: str, *, now: datetime) -> bool:
        looked_at, self.changed = self.published is not None, False
        self.published = now if looked_at else None
        return looked_at

    async def changed_since(self, _team_id: str, _user_id: str) -> bool:
        return self.changed


@dataclass
class FakePages:
    """Pages that note who was shown theirs; something may happen meanwhile."""

    homes: FakeHomes
    error: SlackError | None = None
    changes_meanwhile: bool = False
    shown: list[str] = field(default_factory=list)

    async def publish(self, _team_id: str, user_id: str) -> None:
        self.homes.changed = self.changes_meanwhile
        if self.error is not None:
            raise self.error
        self.shown.append(user_id)


@dataclass
class FakeWakeups:
    """The wake-ups with their delays."""

    woken: list[tuple[str, str, str, timedelta | None]] = field(default_factory=list)

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        self.woken.append((step, team_id, record_id, delay))


@pytest.mark.parametrize(
    ("ago", "delay"), [(timedelta(minutes=2), SETTLE), (timedelta(seconds=4), timedelta(seconds=6))]
)
async def test_a_change_is_shown_soon_but_not_more_often_than_allowed(ago: timedelta, delay: timedelta) -> None:
    wakeups = FakeWakeups()

    await HomeNews(FakeHomes(published=NOON - ago), wakeups, FakeClock()).tell(a_render())

    assert wakeups.woken == [("home", "T1", "U1", delay)]


async def test_nothing_happens_while_nobody_looks() -> None:
    wakeups, homes = FakeWakeups(), FakeHomes()

    await HomeNews(homes, wakeups, FakeClock()).tell(a_render())
    pages = FakePages(homes)

    assert wakeups.woken == []
    assert await HomeStep(pages, homes, FakeClock())("T1", "U1") is None
    assert pages.shown == []


async def test_it_is_published_once_and_again_only_for_what_changed_meanwhile() -> None:
    homes = FakeHomes(published=NOON)
    pages = FakePages(homes)
    step = HomeStep(pages, homes, FakeClock())

    assert await step("T1", "U1") is None
    pages.changes_meanwhile = True
    assert await step("T1", "U1") == PUBLISH_EVERY
    assert pages.shown == ["U1", "U1"]


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (SlackBusy("views.publish", retry_after=timedelta(seconds=30)), timedelta(seconds=30)),
        (SlackBusy("views.publish", retry_after=timedelta(seconds=1)), PUBLISH_EVERY),
        (PostRefused("views.publish", "not_enabled"), None),
    ],
)
async def test_a_slack_that_is_busy_is_asked_again_and_one_that_refuses_is_not(
    error: SlackError, again: timedelta | None
) -> None:
    homes = FakeHomes(published=NOON)

    assert await HomeStep(FakePages(homes, error=error), homes, FakeClock())("T1", "U1") == again


async def test_every_change_of_a_render_is_told_after_it_was_made() -> None:
    records, told = FakeRecords(), list[Render]()
    render = records.put(a_render())

    async def tell(changed: Render) -> None:
        told.append(changed)

    after = await WatchedRenders(records, tell).change(render, state=RenderState.CANCELLED, ended_at=NOON)

    assert told == [after]
    assert records.stored["r1"].state is RenderState.CANCELLED


async def test_a_change_stands_even_if_nobody_can_be_told() -> None:
    records = FakeRecords()
    render = records.put(a_render())

    async def tell(_changed: Render) -> None:
        raise StoreUnavailable

    after = await WatchedRenders(records, tell).change(render, state=RenderState.CANCELLED, ended_at=NOON)

    assert (await WatchedRenders(records, tell).get("T1", "r1")) == after
