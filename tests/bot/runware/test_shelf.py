"""The catalogue in memory, and how it is kept fresh."""

import asyncio
import json

import httpx
import pytest
from redis.asyncio import Redis

from bot.errors import StoreUnavailable
from bot.runware.catalogue import Option, built_in_catalogue
from bot.runware.shelf import DAY_SECONDS, RETRY_SECONDS, Restocking, Shelf, keep_fresh
from bot.store.catalogue import CatalogueCopy

DOCUMENT = {
    "properties": {
        "avatar": {"enum": ["Ann_Office_Front_public"]},
        "voice": {"enum": ["chill_brian_male_english"]},
        "language": {"enum": ["en-US"]},
        "resolution": {"enum": ["720p"]},
    }
}


class FakeCopy:
    """The last good copy, in memory; `down` stands for a Redis that does not answer."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.down = False

    async def load(self) -> str | None:
        return self.text

    async def save(self, text: str) -> None:
        if self.down:
            raise StoreUnavailable("Redis: ConnectionError")
        self.text = text


def restocking(shelf: Shelf, copy: FakeCopy, status: int = 200) -> Restocking:
    """What fills the shelf, from a service that answers with the document."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=DOCUMENT))
    return Restocking(shelf, copy, httpx.AsyncClient(transport=transport), "https://runware.example/schema.json")


async def test_what_the_document_lists_is_offered_and_kept() -> None:
    shelf, copy = Shelf(), FakeCopy()

    assert await restocking(shelf, copy).refresh()

    assert shelf.has("avatar", "Ann_Office_Front_public")
    again = Shelf()
    assert await restocking(again, copy).load()
    assert again.catalogue == shelf.catalogue


async def test_a_service_that_is_down_changes_nothing() -> None:
    shelf = Shelf()

    assert not await restocking(shelf, FakeCopy(), status=503).refresh()

    assert shelf.catalogue == built_in_catalogue()


async def test_a_redis_that_is_down_does_not_end_the_refreshing() -> None:
    shelf, copy = Shelf(), FakeCopy()
    copy.down = True
    stock = restocking(shelf, copy)

    assert not await stock.refresh()
    assert shelf.has("avatar", "Ann_Office_Front_public")
    copy.down = False
    assert await stock.refresh()
    assert copy.text is not None


async def test_a_copy_of_another_form_is_not_offered() -> None:
    shelf = Shelf()

    assert not await restocking(shelf, FakeCopy('{"presenters": []}')).load()

    assert shelf.catalogue == built_in_catalogue()


async def test_without_a_copy_the_few_built_in_are_offered() -> None:
    shelf = Shelf()

    assert not await restocking(shelf, FakeCopy()).load()

    assert shelf.has("voice", "john_doe_male_english")


async def test_a_document_that_lost_nearly_all_changes_nothing() -> None:
    many = tuple(Option(id=f"avatar_{number}", label=f"Avatar {number}") for number in range(100))
    full = built_in_catalogue().model_copy(update={"avatars": many})
    shelf, copy = Shelf(), FakeCopy(full.model_dump_json())
    stock = restocking(shelf, copy)
    await stock.load()

    assert not await stock.refresh()

    assert shelf.catalogue == full
    assert copy.text == full.model_dump_json()


async def test_the_copy_is_kept_in_redis(redis: Redis) -> None:
    shelf, again = Shelf(), Shelf()
    http = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=DOCUMENT)))

    assert await CatalogueCopy(redis).load() is None
    assert await Restocking(shelf, CatalogueCopy(redis), http, "https://runware.example/schema.json").refresh()
    assert await Restocking(again, CatalogueCopy(redis), http, "https://runware.example/none.json").load()

    assert again.catalogue == shelf.catalogue != built_in_catalogue()


async def test_the_catalogue_is_asked_for_each_half_minute_until_it_is_there_and_then_each_day() -> None:
    answers = [503, 503, 200, 200]
    transport = httpx.MockTransport(lambda _: httpx.Response(answers.pop(0), json=DOCUMENT))
    stock = Restocking(Shelf(), FakeCopy(), httpx.AsyncClient(transport=transport), "https://runware.example/s.json")
    naps = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        if not answers:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keep_fresh(stock, nap)

    assert naps == [RETRY_SECONDS, RETRY_SECONDS, DAY_SECONDS, DAY_SECONDS]


def test_a_value_is_on_offer_as_its_own_kind_only() -> None:
    shelf = Shelf()

    assert shelf.has("voice", "jenny_female_english")
    assert not shelf.has("avatar", "jenny_female_english")


def test_a_label_is_for_people_and_an_id_that_is_gone_stands_for_itself() -> None:
    shelf = Shelf()

    assert "Jenny" in shelf.label("jenny_female_english")
    assert shelf.label("gone_female_english") == "gone_female_english"


def test_each_kind_is_searched_by_itself() -> None:
    shelf = Shelf()

    found = {kind: json.loads(shelf.suggest(kind, "jenny"))["options"] for kind in ("avatar", "voice")}

    assert [option["value"] for option in found["voice"]] == ["jenny_female_english"]
    assert found["avatar"] == []


def test_what_was_chosen_before_leads_while_it_is_on_offer() -> None:
    shelf = Shelf()

    options = json.loads(shelf.suggest("voice", "", first=["gone", "john_doe_male_english"]))["options"]

    assert [option["value"] for option in options] == ["john_doe_male_english", "jenny_female_english"]


@pytest.mark.parametrize("status", [200, 503])
async def test_the_shelf_is_loading_until_the_document_was_asked_for(status: int) -> None:
    shelf = Shelf()
    assert shelf.loading

    await restocking(shelf, FakeCopy(), status=status).refresh()

    assert not shelf.loading
