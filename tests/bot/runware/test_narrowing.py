"""What is on offer, narrowed to what the admins allow."""

import json

from bot.errors import StoreUnavailable
from bot.policy import Policy
from bot.runware.narrowing import LEFT_ALONE_SECONDS, NarrowedOffer
from bot.runware.offer import KEPT_FOR, Offer
from bot.runware.shelf import Shelf

AVATAR, OTHER = "Aditya_public_4", "Caroline_Business_Standing_Front_public"
ENGLISH, SPANISH = "jenny_female_english", "abril_female_spanish"


class NothingOwn:
    """No ids beside the catalogue, until a test names some."""

    async def has(self, team_id: str, kind: str, id_: str, /) -> bool:
        return False

    def __init__(self) -> None:
        self.named: dict[str, dict[str, str]] = {}

    async def of(self, team_id: str, /) -> dict[str, dict[str, str]]:
        return self.named


class Decided:
    """A policy that a test changes, or a store that does not answer."""

    def __init__(self, policy: Policy) -> None:
        self.policy: Policy | None = policy
        self.now = 0.0
        self.asked = 0

    async def get(self, team_id: str, /) -> Policy:
        self.asked += 1
        if self.policy is None:
            raise StoreUnavailable("Redis: gone")
        return self.policy

    def monotonic(self) -> float:
        return self.now


def narrowed(decided: Decided) -> NarrowedOffer:
    """The catalogue's offer under that policy."""
    return NarrowedOffer(Offer(Shelf(), NothingOwn()), decided, monotonic=decided.monotonic)


async def suggested(offer: NarrowedOffer, kind: str, query: str = "", language: str | None = None) -> list[str]:
    """The ids that are suggested."""
    found = json.loads(await offer.suggest("T1", kind, query, language=language))
    return [option["value"] for option in found["options"]]


async def test_while_nothing_is_decided_all_is_on_offer() -> None:
    offer = narrowed(Decided(Policy()))

    assert await offer.has("T1", "avatar", AVATAR)
    assert await suggested(offer, "avatar") == [AVATAR, OTHER]


async def test_only_what_is_allowed_is_suggested_and_taken() -> None:
    offer = narrowed(Decided(Policy(avatars=(AVATAR,))))

    assert await suggested(offer, "avatar") == [AVATAR]
    assert [await offer.has("T1", "avatar", id_) for id_ in (AVATAR, OTHER)] == [True, False]
    assert len(await suggested(offer, "voice")) == 2


async def test_a_newcomer_begins_with_the_first_that_is_allowed() -> None:
    decided = Decided(Policy())
    offer = narrowed(decided)
    free = [await offer.first("T1", kind) for kind in ("avatar", "voice")]
    decided.policy = Policy(avatars=(OTHER,), voices=(SPANISH, ENGLISH))

    assert [await offer.first("T1", kind) for kind in ("avatar", "voice")] == [OTHER, SPANISH]
    assert free[0] is not None
    assert await offer.has("T1", "avatar", OTHER)
    assert free[1] is not None
    assert offer.speaks(free[1], "en")


async def test_what_is_allowed_is_searched_by_its_name() -> None:
    offer = narrowed(Decided(Policy(avatars=(AVATAR, OTHER))))

    assert await suggested(offer, "avatar", "adit") == [AVATAR]


async def test_allowed_voices_are_narrowed_to_the_language_where_some_speak_it() -> None:
    offer = narrowed(Decided(Policy(voices=(ENGLISH, SPANISH))))

    assert await suggested(offer, "voice", language="en") == [ENGLISH]
    assert set(await suggested(offer, "voice", language="ja")) == {ENGLISH, SPANISH}


async def test_what_is_allowed_but_gone_from_the_catalogue_is_not_on_offer() -> None:
    offer = narrowed(Decided(Policy(avatars=("gone_public",))))

    assert not await offer.has("T1", "avatar", "gone_public")


async def test_while_the_store_is_silent_what_was_allowed_last_is_suggested() -> None:
    decided = Decided(Policy(avatars=(AVATAR,)))
    offer = narrowed(decided)
    await suggested(offer, "avatar")
    decided.policy = None

    assert await suggested(offer, "avatar") == [AVATAR]


async def test_a_store_that_did_not_answer_is_left_alone_for_some_seconds() -> None:
    decided = Decided(Policy(avatars=(AVATAR,)))
    offer = narrowed(decided)
    decided.policy = None
    await suggested(offer, "avatar")
    decided.policy = Policy(avatars=(OTHER,))

    assert await suggested(offer, "avatar") == [AVATAR, OTHER]
    assert decided.asked == 1
    decided.now = LEFT_ALONE_SECONDS
    assert await suggested(offer, "avatar") == [OTHER]


async def test_a_change_is_seen_as_soon_as_the_store_tells_of_it() -> None:
    decided = Decided(Policy(avatars=(AVATAR,)))
    offer = narrowed(decided)
    await suggested(offer, "avatar")
    decided.policy = Policy(avatars=(OTHER,))

    assert await suggested(offer, "avatar") == [OTHER]


async def test_what_is_allowed_gets_the_name_that_it_is_given_meanwhile() -> None:
    decided, own = Decided(Policy(avatars=("ours_1",))), NothingOwn()
    offer = NarrowedOffer(Offer(Shelf(), own, decided.monotonic), decided, monotonic=decided.monotonic)
    assert await suggested(offer, "avatar", "robin") == []
    own.named = {"avatar": {"ours_1": "Robin"}}

    decided.now = KEPT_FOR.total_seconds()

    assert await suggested(offer, "avatar", "robin") == ["ours_1"]
