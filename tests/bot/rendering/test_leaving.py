"""A workspace that left is erased, with people's files at the service; one that came back is left alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.errors import RunwareBusy
from bot.rendering.leaving import PASSES, LeaveStep, stamp_of
from tests.bot.rendering.fakes import NOON, FakeRecords, a_render


@dataclass
class Place:
    """A workspace with so much kept of it, pass by pass."""

    kept: list[int] = field(default_factory=lambda: [7, 0])
    installed: datetime | None = None
    renders: Sequence[str] = ()
    erasures: int = 0
    cut: bool = False

    async def installed_at(self, team_id: str, /) -> datetime | None:
        """When Herald was installed there."""
        return self.installed

    async def open_renders(self, team_id: str, /) -> Sequence[str]:
        """The renders under way."""
        return self.renders

    async def erase(self, team_id: str, /) -> int:
        """Erase what there is."""
        self.erasures += 1
        self.renders = ()
        if self.cut:
            raise asyncio.CancelledError
        return self.kept.pop(0) if len(self.kept) > 1 else self.kept[0]


@dataclass
class Service:
    """Where people's files are."""

    deleted: list[UUID] = field(default_factory=list)
    busy: int = 0

    async def delete_media(self, media_uuid: UUID, /) -> None:
        """Keep it no more."""
        if self.busy:
            self.busy -= 1
            raise RunwareBusy("no room")
        self.deleted.append(media_uuid)


async def leave(
    place: Place, *, service: Service | None = None, ended: str = "0", records: FakeRecords | None = None
) -> None:
    """Run the step once, to its end."""

    async def at_once(_seconds: float) -> None:
        """Wait for nothing."""

    step = LeaveStep(place, records or FakeRecords(), service or Service(), sleep=at_once)
    assert await step("T1", ended) is None


async def test_everything_is_erased_until_nothing_is_found() -> None:
    place = Place(kept=[7, 2, 0])

    await leave(place)

    assert place.erasures == 3


async def test_what_never_ends_being_written_does_not_hold_the_step() -> None:
    place = Place(kept=[1])

    await leave(place)

    assert place.erasures == PASSES


async def test_a_workspace_that_was_installed_anew_is_left_alone() -> None:
    place = Place(installed=NOON + timedelta(seconds=1))

    await leave(place, ended=stamp_of(NOON))
    await leave(place, ended=stamp_of(None))

    assert place.erasures == 0


async def test_the_installation_that_ended_is_erased_too() -> None:
    place = Place(installed=NOON)

    await leave(place, ended=stamp_of(NOON))

    assert place.erasures == 2


async def test_files_of_renders_under_way_are_deleted_at_the_service() -> None:
    file, records, service = uuid4(), FakeRecords(), Service()
    render = records.put(a_render(media={"slack:F1": str(file)}))

    await leave(Place(renders=[render.id, "gone"]), records=records, service=service)

    assert service.deleted == [file]


async def test_a_step_that_is_cut_after_it_erased_leaves_no_file_behind() -> None:
    file, records, service = uuid4(), FakeRecords(), Service()
    place = Place(renders=[records.put(a_render(media={"slack:F1": str(file)})).id], cut=True)

    with pytest.raises(asyncio.CancelledError):
        await leave(place, records=records, service=service)
    place.cut = False
    await leave(place, records=records, service=service)

    assert service.deleted == [file]


async def test_a_service_that_is_busy_is_asked_again() -> None:
    file, records, service = uuid4(), FakeRecords(), Service(busy=3)
    place = Place(renders=[records.put(a_render(media={"slack:F1": str(file)})).id])

    await leave(place, records=records, service=service)

    assert service.deleted == [file]


async def test_files_of_a_workspace_that_came_back_stay() -> None:
    records, service = FakeRecords(), Service()
    place = Place(renders=[records.put(a_render(media={"slack:F1": str(uuid4())})).id], installed=NOON)

    await leave(place, records=records, service=service)

    assert service.deleted == []


async def test_a_service_that_does_not_answer_holds_up_no_erasure() -> None:
    records, place = FakeRecords(), Place()
    place.renders = [records.put(a_render(media={"slack:F1": str(uuid4())})).id]

    await leave(place, records=records, service=Service(busy=100))

    assert place.erasures == 2
