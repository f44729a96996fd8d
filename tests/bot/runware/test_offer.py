"""What one workspace may choose from: the catalogue, and its own ids ahead of it."""

import asyncio
import json
from collections.abc import Mapping

from bot.errors import StoreUnavailable
from bot.runware.offer import KEPT_AT_MOST, KEPT_FOR, Offer
from bot.runware.shelf import Shelf


class FakeAllowList:
    """Allow-lists in memory; `error` stands for a store that is away, `hangs` for one that does not answer."""

    def __init__(self, **allowed: Mapping[str, Mapping[str, str]]) -> None:
        self.allowed = allowed
        self.error: Exception | None = None
        self.hangs = False
        self.asked = 0

    async def has(self, team_id: str, kind: str, id_: str, /) -> bool:
        if self.error is not None:
            raise self.error
        return id_ in self.allowed.get(team_id, {}).get(kind, {})

    async def of(self, team_id: str, /) -> Mapping[str, Mapping[str, str]]:
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error
        return self.allowed.get(team_id, {})


class Watch:
    """Seconds that a test moves."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def one_workspace() -> FakeAllowList:
    """A workspace T1 that has an avatar of its own."""
    return FakeAllowList(T1={"avatar": {"chief_0a1b2c3d": "Our chief"}, "voice": {"hers_female_english": ""}})


async def suggested(offer: Offer, team_id: str, query: str = "", kind: str = "avatar") -> dict[str, str]:
    """Ids and labels of what is suggested, in their order."""
    options = json.loads(await offer.suggest(team_id, kind, query))["options"]
    return {option["value"]: option["text"]["text"] for option in options}


async def test_a_workspaces_own_is_suggested_first_and_only_there() -> None:
    offer = Offer(Shelf(), one_workspace())

    assert next(iter((await suggested(offer, "T1")).items())) == ("chief_0a1b2c3d", "Our chief")
    assert "chief_0a1b2c3d" not in await suggested(offer, "T2")


async def test_a_workspaces_own_is_found_by_its_label() -> None:
    assert await suggested(Offer(Shelf(), one_workspace()), "T1", "chi") == {"chief_0a1b2c3d": "Our chief"}


async def test_without_a_label_the_id_says_what_it_can() -> None:
    offer = Offer(Shelf(), one_workspace())

    assert (await suggested(offer, "T1", kind="voice"))["hers_female_english"] == "Hers · English · female"


async def test_what_is_in_the_catalogue_or_allowed_is_on_offer() -> None:
    offer = Offer(Shelf(), one_workspace())

    assert await offer.has("T1", "avatar", "Aditya_public_4")
    assert await offer.has("T1", "avatar", "chief_0a1b2c3d")
    assert not await offer.has("T2", "avatar", "chief_0a1b2c3d")
    assert not await offer.has("T1", "voice", "chief_0a1b2c3d")


async def test_what_is_allowed_counts_at_once_and_is_suggested_soon() -> None:
    allowed, watch = FakeAllowList(), Watch()
    offer = Offer(Shelf(), allowed, watch)
    await suggested(offer, "T1")
    allowed.allowed = one_workspace().allowed

    assert await offer.has("T1", "avatar", "chief_0a1b2c3d")
    assert "chief_0a1b2c3d" not in await suggested(offer, "T1")
    watch.seconds = KEPT_FOR.total_seconds()
    assert "chief_0a1b2c3d" in await suggested(offer, "T1")


async def test_keystrokes_do_not_ask_the_store_each_time() -> None:
    allowed = one_workspace()
    offer = Offer(Shelf(), allowed)

    for query in ("c", "ch", "chi"):
        await suggested(offer, "T1", query)

    assert allowed.asked == 1


async def test_a_store_that_goes_away_leaves_what_was_known() -> None:
    allowed, watch = one_workspace(), Watch()
    offer = Offer(Shelf(), allowed, watch)
    await suggested(offer, "T1")
    allowed.error = StoreUnavailable("Redis: ConnectionError")
    watch.seconds = KEPT_FOR.total_seconds()

    assert "chief_0a1b2c3d" in await suggested(offer, "T1")


async def test_a_store_that_hangs_does_not_hold_up_a_keystroke_for_long() -> None:
    allowed = one_workspace()
    allowed.hangs = True

    async with asyncio.timeout(10):
        found = await suggested(Offer(Shelf(), allowed), "T1")

    assert list(found) == ["Aditya_public_4", "Caroline_Business_Standing_Front_public"]


async def test_labels_are_the_workspaces_own_else_the_catalogues_else_the_id() -> None:
    label = await Offer(Shelf(), one_workspace()).labels("T1")

    assert (label("chief_0a1b2c3d"), label("Aditya_public_4"), label("gone")) == ("Our chief", "Aditya 4", "gone")


async def test_what_is_remembered_of_workspaces_is_bounded() -> None:
    allowed = one_workspace()
    offer = Offer(Shelf(), allowed, Watch())
    for number in range(KEPT_AT_MOST + 1):
        await suggested(offer, f"T{number}")

    await suggested(offer, "T0")

    assert allowed.asked == KEPT_AT_MOST + 2
