"""What admins allow beside the catalogue."""

import pytest
from redis.asyncio import Redis

from bot.errors import InvalidField, StoreUnavailable
from bot.store import keys
from bot.store.allowed import MOST_ALLOWED, AllowList
from bot.store.connection import connected


@pytest.fixture
def allowed(redis: Redis) -> AllowList:
    """An empty list."""
    return AllowList(redis)


async def test_what_is_allowed_is_listed_by_kind(allowed: AllowList) -> None:
    await allowed.allow("T1", "avatar", "chief/1", label="Our chief")
    await allowed.allow("T1", "voice", "hers")

    assert await allowed.of("T1") == {"avatar": {"chief/1": "Our chief"}, "voice": {"hers": ""}, "language": {}}
    assert await allowed.has("T1", "avatar", "chief/1")


async def test_it_is_allowed_in_that_workspace_and_as_that_kind_only(allowed: AllowList) -> None:
    await allowed.allow("T1", "avatar", "chief")

    assert not await allowed.has("T2", "avatar", "chief")
    assert not await allowed.has("T1", "voice", "chief")
    assert await allowed.of("T2") == {"avatar": {}, "voice": {}, "language": {}}


async def test_what_is_taken_back_is_allowed_no_longer(allowed: AllowList) -> None:
    await allowed.allow("T1", "avatar", "chief")

    assert await allowed.disallow("T1", "avatar", "chief")
    assert not await allowed.disallow("T1", "avatar", "chief")

    assert not await allowed.has("T1", "avatar", "chief")


async def test_allowing_again_changes_the_label(allowed: AllowList) -> None:
    await allowed.allow("T1", "avatar", "chief", label="Before")
    await allowed.allow("T1", "avatar", "chief", label="After")

    assert (await allowed.of("T1"))["avatar"] == {"chief": "After"}


async def test_it_is_kept_until_it_is_taken_back(allowed: AllowList, redis: Redis) -> None:
    await allowed.allow("T1", "avatar", "chief")

    assert await redis.ttl(keys.allowed("T1")) == -1


@pytest.mark.parametrize(
    ("kind", "id_", "label", "field"),
    [
        ("music", "a", "", "kind"),
        ("avatar", "", "", "id"),
        ("avatar", " a", "", "id"),
        ("avatar", "a\nb", "", "id"),
        ("avatar", "a\u202eb", "", "id"),
        ("avatar", "a" * 151, "", "id"),
        ("avatar", "a", "x" * 76, "label"),
        ("avatar", "a", "x\ty", "label"),
    ],
)
async def test_what_cannot_be_an_id_is_named(allowed: AllowList, kind: str, id_: str, label: str, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        await allowed.allow("T1", kind, id_, label=label)

    assert refused.value.field == field
    assert not any((await allowed.of("T1")).values())


async def test_a_full_list_takes_no_more_but_can_be_changed(allowed: AllowList, redis: Redis) -> None:
    await redis.hset(keys.allowed("T1"), mapping={f"avatar/{number}": "" for number in range(MOST_ALLOWED)})

    with pytest.raises(InvalidField, match="disallow some first"):
        await allowed.allow("T1", "avatar", "more")
    await allowed.allow("T1", "avatar", "7", label="Seven")

    assert (await allowed.of("T1"))["avatar"]["7"] == "Seven"


async def test_a_store_that_is_away_is_an_error_of_ours() -> None:
    async with connected("redis://127.0.0.1:1/0") as nobody:
        with pytest.raises(StoreUnavailable):
            await AllowList(nobody).has("T1", "avatar", "chief")
