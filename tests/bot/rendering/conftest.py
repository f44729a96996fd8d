"""The steps of a render's life on fakes."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from bot.rendering.ending import Endings
from bot.rendering.polling import Poller
from bot.rendering.steps import AnchorStep, SubmitStep
from bot.rendering.stumbling import RenderStumbles
from tests.bot.rendering.fakes import (
    SECOND_TASK,
    TASK,
    FakeClock,
    FakeLedger,
    FakePolls,
    FakeRecords,
    FakeService,
    FakeThread,
    FakeWakeups,
)


@dataclass
class World:
    """Every fake, and the steps that stand on them."""

    records: FakeRecords = field(default_factory=FakeRecords)
    polls: FakePolls = field(default_factory=FakePolls)
    wakeups: FakeWakeups = field(default_factory=FakeWakeups)
    thread: FakeThread = field(default_factory=FakeThread)
    service: FakeService = field(default_factory=FakeService)
    clock: FakeClock = field(default_factory=FakeClock)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    public: bool = False
    task_uuids: list[UUID] = field(default_factory=lambda: [TASK, SECOND_TASK])

    def __post_init__(self) -> None:
        self.endings = Endings(self.records, self.polls, self.wakeups, self.clock)
        self.anchor = AnchorStep(self.records, self.thread, self.endings, self.wakeups, self.clock)
        self.submit = SubmitStep(
            self.records,
            self.service,
            self.endings,
            self.clock,
            new_task_uuid=lambda: self.task_uuids.pop(0),
            hook_address=lambda _team, _render, task: f"https://herald.example/hooks/{task}" if self.public else None,
        )
        self.stumbled = RenderStumbles(self.records, self.ledger, self.thread, self.endings)
        self.poller = Poller(
            self.records, self.polls, self.service, self.endings, self.wakeups, self.clock, stumbled=self.stumbled
        )


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()
