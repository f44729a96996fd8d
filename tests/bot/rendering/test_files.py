"""A person's files reach the service before the task does, and are gone from it afterwards."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bot.errors import (
    FileNotNow,
    FileRefused,
    PostRefused,
    RunwareBusy,
    SlackBusy,
    StaleRecord,
    TaskRefused,
    TaskUncertain,
)
from bot.media.cleaned import Cleaned
from bot.media.cleaning import clean_picture, clean_recording
from bot.media.limits import Kind
from bot.rendering.files import ForgetMediaStep, MediaStep
from bot.rendering.given import GivenFiles, NoRoom, PersonFile
from bot.rendering.media import sendable
from bot.rendering.reconciling import RenderReconciler
from bot.rendering.render import Choices, Failure, Render, RenderState
from bot.store.kinds import RENDERS
from tests.bot.media.samples import picture, recording
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, a_render

PICTURE, RECORDING = "slack-file:F0PICTURE", "slack-file:F0SOUND"
SCRIPTED = Choices(avatar="A", voice="V", background=PICTURE)
ADDRESS = "https://example.com/a.png"
RECORDED = Choices(avatar="A", audio=RECORDING, background=PICTURE)


@dataclass
class FakeFiles:
    """Slack's files by id; `errors` are raised first, in turn."""

    content: dict[str, bytes]
    errors: list[Exception] = field(default_factory=list)
    asked: list[tuple[str, int, bool]] = field(default_factory=list)

    async def fetch(self, render: Render, file_id: str, *, max_bytes: int, own: bool) -> PersonFile:
        self.asked.append((file_id, max_bytes, own))
        if self.errors:
            raise self.errors.pop(0)
        return PersonFile("mine", self.content[file_id])


@dataclass
class FakeAddresses:
    """What there is on the web."""

    content: dict[str, bytes]

    async def get(self, address: str, *, max_bytes: int) -> bytes:
        return self.content[address]


@dataclass
class FakeMedia:
    """The service's folder; `errors` are raised first, in turn."""

    stored: dict[UUID, tuple[bytes, str]] = field(default_factory=dict)
    errors: list[Exception] = field(default_factory=list)

    async def store_media(self, content: bytes, content_type: str) -> UUID:
        if self.errors:
            raise self.errors.pop(0)
        media_uuid = UUID(int=len(self.stored) + 1)
        self.stored[media_uuid] = (content, content_type)
        return media_uuid

    async def delete_media(self, media_uuid: UUID) -> None:
        if self.errors:
            raise self.errors.pop(0)
        del self.stored[media_uuid]


class Desk:
    """The two steps over a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.busy = 0
        self.by_address: dict[str, bytes] = {}
        self.files = FakeFiles({"F0PICTURE": picture("png"), "F0SOUND": recording("wav", seconds=4)})
        self.media = FakeMedia()
        self.bring = MediaStep(
            world.records, GivenFiles(self.files, self.clean), self.media, world.endings, world.wakeups, world.clock
        )
        self.forget = ForgetMediaStep(world.records, self.media, world.clock)

    def allow_addresses(self) -> None:
        """Switch them on."""
        self.bring = self.step(GivenFiles(self.files, self.clean, FakeAddresses(self.by_address)))

    def step(self, given: GivenFiles) -> MediaStep:
        """The step that brings what is `given`."""
        world = self.world
        return MediaStep(world.records, given, self.media, world.endings, world.wakeups, world.clock)

    async def clean(self, kind: Kind, content: bytes) -> Cleaned:
        """As in the process of its own, but here; `busy` times there is none to be had."""
        if self.busy:
            self.busy -= 1
            raise FileNotNow("no process")
        return (clean_picture if kind == "picture" else clean_recording)(content)

    def put(self, choices: Choices, **fields: object) -> Render:
        """An anchored render with these choices."""
        usual: dict[str, object] = {"state": RenderState.ANCHORED, "anchor_ts": "1.1", "thread_ts": "1.1"}
        return self.world.records.put(a_render(choices=choices, **(usual | fields)))

    @property
    def render(self) -> Render:
        """The render as it is now."""
        return self.world.records.stored["r1"]

    @property
    def failure(self) -> Failure:
        """Why the render failed."""
        assert self.render.failure is not None
        return self.render.failure


@pytest.fixture
def desk(world: World) -> Desk:
    """The steps in a fresh world."""
    return Desk(world)


async def test_a_render_without_files_goes_straight_to_its_submission(world: World) -> None:
    world.records.put(a_render())

    await world.anchor("T1", "r1")

    assert ("submit", "r1") in world.wakeups.woken
    assert ("media", "r1") not in world.wakeups.woken


async def test_a_render_with_files_waits_for_them(world: World) -> None:
    world.records.put(a_render(choices=SCRIPTED))

    await world.anchor("T1", "r1")

    assert ("media", "r1") in world.wakeups.woken
    assert ("submit", "r1") not in world.wakeups.woken


async def test_each_file_is_brought_in_a_run_of_its_own(desk: Desk) -> None:
    desk.put(RECORDED, expected_seconds=5, price=Decimal("0.50"), reserved=Decimal("0.65"))

    assert await desk.bring("T1", "r1") == timedelta(0)
    assert await desk.bring("T1", "r1") is None

    assert [media_type for _, media_type in desk.media.stored.values()] == ["audio/wav", "image/jpeg"]
    assert desk.world.wakeups.woken == [("submit", "r1")]


async def test_the_task_names_the_files_by_the_services_ids(desk: Desk) -> None:
    desk.put(SCRIPTED)
    await desk.bring("T1", "r1")

    await desk.world.submit("T1", "r1")

    (order,) = desk.world.service.orders
    assert order.choices == SCRIPTED.model_copy(update={"background": str(UUID(int=1))})
    assert desk.render.choices == SCRIPTED


async def test_a_file_that_is_there_is_not_brought_again(desk: Desk) -> None:
    desk.put(SCRIPTED, media={PICTURE: str(UUID(int=7))})

    await desk.bring("T1", "r1")

    assert desk.files.asked == []
    assert desk.world.wakeups.woken == [("submit", "r1")]


async def test_a_recording_has_to_be_ones_own_and_a_background_need_not(desk: Desk) -> None:
    desk.put(RECORDED, expected_seconds=5)
    await desk.bring("T1", "r1")
    await desk.bring("T1", "r1")

    assert desk.files.asked == [("F0SOUND", 25_000_000, True), ("F0PICTURE", 10_000_000, False)]


async def test_a_recordings_true_length_sets_the_price(desk: Desk) -> None:
    desk.put(RECORDED, expected_seconds=20, price=Decimal("2.00"), reserved=Decimal("2.60"))

    await desk.bring("T1", "r1")

    assert (desk.render.expected_seconds, desk.render.price) == (4, Decimal("0.40"))
    assert desk.render.reserved == Decimal("2.60")


async def test_a_recording_for_which_no_money_was_kept_is_refused(desk: Desk) -> None:
    desk.put(RECORDED, expected_seconds=2, price=Decimal("0.20"), reserved=Decimal("0.26"))

    await desk.bring("T1", "r1")

    assert desk.failure.code == "file_longer_than_told"
    assert desk.media.stored == {}


async def test_a_wrong_file_ends_the_render_before_anything_is_charged(desk: Desk) -> None:
    desk.files.content["F0PICTURE"] = b"GIF89a" + bytes(40)
    desk.put(SCRIPTED)

    await desk.bring("T1", "r1")

    assert desk.render.state is RenderState.FAILED
    assert desk.failure == Failure(
        code="file_wrong_kind", message="mine is a GIF, not a JPEG, PNG or WebP picture", parameter="background"
    )
    assert (desk.media.stored, desk.world.service.orders) == ({}, [])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileRefused("file_deleted", "was deleted"), "file_deleted"),
        (PostRefused("files.info", "token_revoked"), "token_revoked"),
    ],
)
async def test_a_file_that_slack_does_not_give_ends_the_render(desk: Desk, error: Exception, code: str) -> None:
    desk.files.errors = [error]
    desk.put(SCRIPTED)

    await desk.bring("T1", "r1")

    assert (desk.failure.code, desk.failure.parameter) == (code, "background")


async def test_a_file_that_the_service_turns_down_ends_the_render(desk: Desk) -> None:
    desk.media.errors = [TaskRefused("unsupportedMedia", "no", parameter="media")]
    desk.put(SCRIPTED)

    await desk.bring("T1", "r1")

    assert (desk.failure.code, desk.failure.parameter, desk.failure.charged) == (
        "unsupportedMedia",
        "background",
        False,
    )


@pytest.mark.parametrize(
    ("files", "media", "wait"),
    [
        ([SlackBusy("files.info", retry_after=timedelta(seconds=9))], [], 9),
        ([SlackBusy("files.info", retry_after=timedelta(hours=1))], [], 120),
        ([], [RunwareBusy("full", retry_after=timedelta(seconds=7))], 7),
        ([], [RunwareBusy("down")], 2),
        ([], [TaskUncertain("lost")], 2),
        ([], [TaskRefused("uploadFailed", "no", retryable=True)], 2),
    ],
)
async def test_passing_troubles_are_waited_out(
    desk: Desk, files: list[Exception], media: list[Exception], wait: int
) -> None:
    desk.files.errors, desk.media.errors = files, media
    desk.put(SCRIPTED)

    assert await desk.bring("T1", "r1") == timedelta(seconds=wait)
    await desk.bring("T1", "r1")

    assert PICTURE in desk.render.media
    assert len(desk.media.stored) == 1


async def test_the_pauses_grow(desk: Desk) -> None:
    desk.media.errors = [TaskUncertain("lost")] * 3
    desk.put(SCRIPTED)

    waits = [await desk.bring("T1", "r1")]
    for seconds in (20, 300):
        desk.world.clock.advance(seconds=seconds)
        waits.append(await desk.bring("T1", "r1"))

    assert waits == [timedelta(seconds=2), timedelta(seconds=20), timedelta(minutes=1)]


async def test_after_ten_minutes_without_the_service_the_render_ends(desk: Desk) -> None:
    desk.media.errors = [RunwareBusy("down")] * 2
    desk.put(SCRIPTED)
    await desk.bring("T1", "r1")
    desk.world.clock.advance(minutes=10)

    assert await desk.bring("T1", "r1") is None

    assert desk.failure.code == "file_stuck"


async def test_a_render_that_was_called_off_during_the_upload_leaves_no_file_there(desk: Desk) -> None:
    render = desk.put(SCRIPTED, media_since=NOON)

    async def cancelled_meanwhile(content: bytes, content_type: str) -> UUID:
        await desk.world.records.change(render, state=RenderState.CANCELLED)
        return await FakeMedia.store_media(desk.media, content, content_type)

    desk.media.store_media = cancelled_meanwhile  # type: ignore[method-assign]
    with pytest.raises(StaleRecord):
        await desk.bring("T1", "r1")

    assert desk.media.stored == {}
    assert await desk.bring("T1", "r1") is None


async def test_a_file_without_room_is_tried_again_and_holds_up_nothing(desk: Desk) -> None:
    desk.put(SCRIPTED)
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(content: bytes, content_type: str) -> UUID:
        arrived.set()
        await go_on.wait()
        return await FakeMedia.store_media(desk.media, content, content_type)

    desk.media.store_media = slow  # type: ignore[method-assign]
    for other in ("r2", "r3"):
        desk.world.records.put(desk.render.model_copy(update={"id": other}))
    transfers = [asyncio.create_task(desk.bring("T1", other)) for other in ("r2", "r3")]
    await arrived.wait()

    assert await desk.bring("T1", "r1") == timedelta(seconds=0.5)
    go_on.set()
    await asyncio.gather(*transfers)

    assert len(desk.media.stored) == 2


async def test_files_for_whatever_purpose_are_held_few_at_once(desk: Desk) -> None:
    render = desk.put(SCRIPTED)
    given = GivenFiles(desk.files, desk.clean)
    bring = desk.step(given)

    async with given.held(render, "background", PICTURE), given.held(render, "background", PICTURE):
        with pytest.raises(NoRoom):
            async with given.held(render, "background", PICTURE):
                pass
        assert await bring("T1", "r1") == timedelta(seconds=0.5)
    async with given.held(render, "background", PICTURE) as file:
        assert file.name == "mine"

    assert len(desk.files.asked) == 3


@dataclass
class Quiet:
    """An index with one quiet render."""

    async def take_quiet(self, before: datetime, *, now: datetime) -> Sequence[tuple[str, str]]:
        return [("T1", "r1")]

    async def forget(self, team_id: str, record_id: str) -> None:
        raise AssertionError("the render is there")


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, "media"),
        ({"media": {PICTURE: "1"}}, "submit"),
        ({"media": {PICTURE: "1"}, "state": RenderState.FAILED, "closed": True}, "forget_media"),
    ],
)
async def test_a_quiet_render_with_files_is_put_back_on_its_way(
    desk: Desk, fields: dict[str, object], step: str
) -> None:
    desk.put(SCRIPTED, **fields)
    world = desk.world

    await RenderReconciler(Quiet(), world.records, world.polls, world.wakeups, world.clock).reconcile()

    assert world.wakeups.woken == [(step, "r1")]


def test_a_render_is_not_over_while_its_files_are_at_the_service() -> None:
    closed = a_render(choices=SCRIPTED, state=RenderState.FAILED, closed=True)

    assert RENDERS.over(closed)
    assert not RENDERS.over(closed.model_copy(update={"media": {PICTURE: "1"}}))


@pytest.fixture
async def ended(desk: Desk) -> Desk:
    """A closed render whose files are still at the service."""
    media_uuid = await desk.media.store_media(b"picture", "image/png")
    ended_fields = {"state": RenderState.FAILED, "ended_at": NOON, "closed": True}
    desk.put(SCRIPTED, media={PICTURE: str(media_uuid)}, **ended_fields)
    return desk


async def test_files_are_deleted_once_the_render_is_closed(ended: Desk) -> None:
    assert await ended.forget("T1", "r1") is None

    assert (ended.media.stored, ended.render.media) == ({}, {})


async def test_files_stay_until_the_render_is_closed(desk: Desk) -> None:
    desk.put(SCRIPTED, media={PICTURE: str(UUID(int=1))}, state=RenderState.FAILED)

    assert await desk.forget("T1", "r1") == timedelta(seconds=2)


@pytest.mark.parametrize("error", [RunwareBusy("down"), TaskUncertain("lost")])
async def test_a_deletion_without_an_answer_is_made_again(ended: Desk, error: Exception) -> None:
    ended.media.errors = [error]

    assert await ended.forget("T1", "r1") == timedelta(minutes=10)
    await ended.forget("T1", "r1")

    assert ended.media.stored == {}


@pytest.mark.parametrize(("error", "hours"), [(TaskRefused("forbidden", "no"), 0), (RunwareBusy("down"), 25)])
async def test_a_deletion_that_will_not_succeed_is_given_up(ended: Desk, error: Exception, hours: int) -> None:
    ended.media.errors = [error]
    ended.world.clock.advance(hours=hours)

    assert await ended.forget("T1", "r1") is None

    assert ended.render.media == {}


async def test_the_end_of_a_render_with_files_has_them_deleted(desk: Desk) -> None:
    render = desk.put(SCRIPTED, media={PICTURE: str(UUID(int=1))})

    await desk.world.endings.fail(render, Failure(code="x", message="x"))

    assert ("forget_media", "r1") in desk.world.wakeups.woken


async def test_a_file_for_which_there_is_no_process_is_tried_again(desk: Desk) -> None:
    desk.busy = 1
    desk.put(SCRIPTED)

    assert await desk.bring("T1", "r1") == timedelta(seconds=2)
    await desk.bring("T1", "r1")

    assert PICTURE in desk.render.media


async def test_what_the_service_gets_is_not_what_the_person_gave(desk: Desk) -> None:
    given = desk.files.content["F0PICTURE"] + b"PK\x03\x04 a secret behind the picture"
    desk.files.content["F0PICTURE"] = given
    desk.put(SCRIPTED)

    await desk.bring("T1", "r1")

    ((stored, _),) = desk.media.stored.values()
    assert b"secret" not in stored


@pytest.mark.parametrize(
    ("choices", "field", "code"),
    [
        (Choices(avatar="A", voice="V", background=ADDRESS), "background", "file_address_off"),
        (Choices(avatar="A", audio=ADDRESS), "audio", "file_address_not_own"),
        (Choices(image=ADDRESS, voice="V"), "image", "file_address_not_own"),
    ],
)
async def test_an_address_never_reaches_the_service(desk: Desk, choices: Choices, field: str, code: str) -> None:
    desk.put(choices)

    await desk.bring("T1", "r1")

    assert (desk.failure.code, desk.failure.parameter) == (code, field)
    assert (desk.media.stored, desk.world.service.orders) == ({}, [])


async def test_a_background_by_its_address_is_fetched_and_brought_like_a_file(desk: Desk) -> None:
    desk.by_address[ADDRESS] = picture("png")
    desk.allow_addresses()
    desk.put(Choices(avatar="A", voice="V", background=ADDRESS))
    await desk.bring("T1", "r1")

    await desk.world.submit("T1", "r1")

    (order,) = desk.world.service.orders
    assert order.choices.background == str(UUID(int=1))


def test_a_choice_that_is_no_file_is_sent_as_it_is() -> None:
    plain = Choices(avatar="A", voice="V", background_color="#ffffff")

    assert sendable(a_render(choices=plain)) == plain
