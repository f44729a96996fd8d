"""How the catalogue is kept fresh, in one process and among several."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
import structlog
from redis.asyncio import Redis

from bot.errors import StoreUnavailable
from bot.runware.catalogue import KeptCatalogue, Option, built_in_catalogue
from bot.runware.restocking import LOOK_EVERY, RETRY_AFTER, RETRY_AT_MOST, Restocking, keep_fresh, read_copy
from bot.runware.shelf import Shelf
from bot.store.catalogue import CatalogueCopy
from tests.bot.rendering.fakes import NOON, FakeClock

URL = "https://runware.example/schema.json"
NONE = httpx.Response(503)


def document(*avatars: str) -> httpx.Response:
    """A schema document with these avatars."""
    lists = {
        "avatar": avatars or ("Ann_Office_Front_public",),
        "voice": ["chill_brian_male_english"],
        "language": ["en-US"],
        "resolution": ["720p"],
    }
    return httpx.Response(200, json={"properties": {name: {"enum": ids} for name, ids in lists.items()}})


class FakeCopy:
    """The last good copy, in memory; `down` stands for a Redis that does not answer."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        found = read_copy(text)
        self.kept_stamp = None if found is None else found.stamp
        self.down = False

    async def stamp(self) -> str | None:
        if self.down:
            raise StoreUnavailable("Redis: ConnectionError")
        return self.kept_stamp

    async def load(self) -> str | None:
        return self.text

    async def save(self, text: str, stamp: str) -> None:
        if self.down:
            raise StoreUnavailable("Redis: ConnectionError")
        self.text, self.kept_stamp = text, stamp


class Service:
    """Answers with one document after the other, the last one again and again, and counts."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers or [document()])
        self.asked = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def restocking(
    shelf: Shelf, copy: FakeCopy | CatalogueCopy, service: Callable[..., httpx.Response], clock: FakeClock | None = None
) -> Restocking:
    """What fills the shelf from the service."""
    http = httpx.AsyncClient(transport=httpx.MockTransport(service))
    return Restocking(shelf, copy, http, URL, clock or FakeClock())


def kept(*, hours_ago: float = 1, source: str = URL, avatars: int = 3) -> str:
    """A copy that some process kept."""
    options = tuple(Option(id=f"avatar_{number}", label=f"Avatar {number}") for number in range(avatars))
    catalogue = built_in_catalogue().model_copy(update={"avatars": options})
    fetched_at = NOON - timedelta(hours=hours_ago)
    return KeptCatalogue(fetched_at=fetched_at, source=source, catalogue=catalogue).model_dump_json()


async def test_what_the_document_lists_is_offered_and_kept_with_its_date() -> None:
    shelf, again, copy = Shelf(), Shelf(), FakeCopy()

    assert await restocking(shelf, copy, Service()).refresh()

    assert shelf.has("avatar", "Ann_Office_Front_public")
    assert await restocking(again, copy, Service()).load()
    assert (again.catalogue, again.fetched_at) == (shelf.catalogue, NOON)


async def test_a_service_that_is_down_changes_nothing() -> None:
    shelf = Shelf()

    assert not await restocking(shelf, FakeCopy(), Service(NONE)).refresh()

    assert (shelf.catalogue, shelf.fetched_at) == (built_in_catalogue(), None)


async def test_a_redis_that_is_down_does_not_end_the_refreshing() -> None:
    shelf, copy = Shelf(), FakeCopy()
    copy.down = True
    stock = restocking(shelf, copy, Service())

    assert not await stock.refresh()
    assert shelf.has("avatar", "Ann_Office_Front_public")
    copy.down = False
    assert await stock.refresh()
    assert copy.text is not None


async def test_a_copy_of_another_form_is_not_offered_and_is_replaced() -> None:
    shelf, copy = Shelf(), FakeCopy('{"presenters": []}')
    stock = restocking(shelf, copy, Service())

    assert not await stock.load()
    await stock.look()

    assert copy.kept_stamp == NOON.isoformat()


async def test_without_a_copy_the_few_built_in_are_offered() -> None:
    shelf = Shelf()

    assert not await restocking(shelf, FakeCopy(), Service()).load()

    assert shelf.has("voice", "john_doe_male_english")


BAD: dict[str, Callable[[], httpx.Response]] = {
    "not JSON": lambda: httpx.Response(200, text="<html>"),
    "deep": lambda: httpx.Response(200, content=b"[" * 100_000),
    "huge": lambda: httpx.Response(200, content=b" " * 17_000_000),
    "of wrong types": lambda: httpx.Response(200, json={"properties": {"avatar": {"enum": {"x": 1}}, "voice": 7}}),
    "only round and round": lambda: httpx.Response(
        200, json={"properties": {"avatar": {"$ref": "#/properties/avatar"}}}
    ),
    "without half of it": lambda: document("avatar_1", "avatar_2"),
    "gone": lambda: httpx.Response(404),
    "cut": lambda: httpx.Response(200, content=document().content[:-20]),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
async def test_a_document_that_is_not_good_leaves_the_last_good_copy_in_use(
    answer: Callable[[], httpx.Response],
) -> None:
    shelf, copy = Shelf(), FakeCopy(kept(avatars=4))
    stock = restocking(shelf, copy, Service(answer()))
    await stock.load()
    before = (shelf.catalogue, copy.text)

    assert not await stock.refresh()

    assert (shelf.catalogue, copy.text) == before


async def test_a_document_that_is_not_good_is_warned_of_once_with_what_to_do() -> None:
    stock = restocking(Shelf(), FakeCopy(kept()), Service(NONE))
    await stock.load()

    with structlog.testing.capture_logs() as logs:
        await stock.refresh()
        await stock.refresh()

    (warning,) = [line for line in logs if line["log_level"] == "warning"]
    assert warning["of"] == "2026-11-22 11:00 UTC"
    assert "HTTP 503" in warning["reason"]
    assert "python -m bot catalogue refresh" in warning["mend"]


async def test_another_reason_is_told_too() -> None:
    stock = restocking(Shelf(), FakeCopy(), Service(NONE, httpx.Response(200, text="<html>")))

    with structlog.testing.capture_logs() as logs:
        await stock.refresh()
        await stock.refresh()

    assert [line["log_level"] for line in logs] == ["warning", "warning"]


async def test_another_address_may_list_less() -> None:
    shelf, copy = Shelf(), FakeCopy(kept(source="https://elsewhere.example/schema.json", avatars=500))
    stock = restocking(shelf, copy, Service())
    await stock.load()

    await stock.look()

    assert shelf.has("avatar", "Ann_Office_Front_public")


async def test_a_copy_that_is_younger_than_a_day_is_not_fetched_again() -> None:
    service, clock = Service(), FakeClock()
    stock = restocking(Shelf(), FakeCopy(kept(hours_ago=1)), service, clock)
    await stock.load()

    assert await stock.look() == LOOK_EVERY
    assert service.asked == 0
    clock.now += timedelta(hours=23)
    await stock.look()
    assert service.asked == 1


async def test_what_another_process_fetched_is_taken_over_and_not_fetched_again(redis: Redis) -> None:
    service, clock, copy = Service(), FakeClock(), CatalogueCopy(redis)
    shelves = [Shelf(), Shelf()]
    first, second = (restocking(shelf, copy, service, clock) for shelf in shelves)
    await first.look()
    await second.look()
    service.answers = [document("Ann_Office_Front_public", "Bob_public")]
    clock.now += timedelta(days=1)

    await first.look()
    await second.look()

    assert service.asked == 2
    assert shelves[1].has("avatar", "Bob_public")


async def test_the_copy_is_kept_in_redis(redis: Redis) -> None:
    shelf, again = Shelf(), Shelf()

    assert await CatalogueCopy(redis).load() is None
    assert await restocking(shelf, CatalogueCopy(redis), Service()).refresh()
    assert await restocking(again, CatalogueCopy(redis), Service(NONE)).load()

    assert again.catalogue == shelf.catalogue != built_in_catalogue()


async def test_a_redis_that_is_down_does_not_end_the_looking() -> None:
    copy = FakeCopy()
    copy.down = True
    shelf = Shelf()

    await restocking(shelf, copy, Service()).look()

    assert shelf.has("avatar", "Ann_Office_Front_public")


async def test_a_copy_from_the_future_is_fetched_anew_after_a_day() -> None:
    service, clock = Service(), FakeClock()
    stock = restocking(Shelf(), FakeCopy(kept(hours_ago=-1000)), service, clock)
    await stock.load()
    clock.now += timedelta(days=1)

    await stock.look()

    assert service.asked == 1


async def naps_of(stock: Restocking, clock: FakeClock, times: int) -> list[float]:
    """How long the first few pauses are."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        clock.now += timedelta(seconds=seconds)
        if len(naps) == times:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keep_fresh(stock, nap)
    return naps


async def test_a_service_that_is_down_is_asked_again_soon_and_then_less_and_less_often() -> None:
    clock, service = FakeClock(), Service(NONE)

    naps = await naps_of(restocking(Shelf(), FakeCopy(), service, clock), clock, 6 * 60)

    assert naps[0] == RETRY_AFTER.total_seconds()
    assert max(naps) == LOOK_EVERY.total_seconds()
    hours = (clock.now - NOON) / RETRY_AT_MOST
    assert 7 < service.asked < 8 + hours


async def test_a_day_long_it_is_asked_for_once() -> None:
    clock, service = FakeClock(), Service()

    await naps_of(restocking(Shelf(), FakeCopy(), service, clock), clock, 24 * 60 - 1)

    assert service.asked == 1


@pytest.mark.parametrize("answer", [document(), NONE])
async def test_the_shelf_is_loading_until_the_document_was_asked_for(answer: httpx.Response) -> None:
    shelf = Shelf()
    assert shelf.loading

    await restocking(shelf, FakeCopy(), Service(answer)).refresh()

    assert not shelf.loading


async def test_a_round_that_fails_in_a_way_nobody_foresaw_is_logged_and_the_next_one_refreshes() -> None:
    clock, service, shelf = FakeClock(), Service(), Shelf()

    class Odd(FakeCopy):
        rounds = 0

        async def stamp(self) -> str | None:
            self.rounds += 1
            if self.rounds == 1:
                raise RuntimeError("unforeseen")
            return None

    with structlog.testing.capture_logs() as logs:
        naps = await naps_of(restocking(shelf, Odd(), service, clock), clock, 2)

    assert naps[0] == LOOK_EVERY.total_seconds()
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert shelf.has("avatar", "Ann_Office_Front_public")


async def test_a_cancellation_that_is_lost_while_redis_is_asked_ends_the_looking_all_the_same() -> None:
    asked = asyncio.Event()

    class Deaf(FakeCopy):
        async def stamp(self) -> str | None:
            asked.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            return None

    looking = asyncio.create_task(keep_fresh(restocking(Shelf(), Deaf(), Service()), asyncio.sleep))
    await asked.wait()
    looking.cancel()

    async with asyncio.timeout(10):
        await asyncio.gather(looking, return_exceptions=True)
