"""The catalogue in memory, and how it is kept fresh."""

import httpx

from bot.errors import StoreUnavailable
from bot.runware.catalogue import built_in_catalogue
from bot.runware.shelf import Restocking, Shelf

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
