"""Presets: who sees which, what somebody begins with, and how many there may be."""

from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import InvalidField, StoreUnavailable
from bot.rendering.draft import Wishes
from bot.rendering.preset import Preset
from bot.store import keys
from bot.store.connection import connected
from bot.store.presets import KEPT_AT_MOST, PresetStore
from tests.bot.rendering.fakes import NOON


@pytest.fixture
def store(redis: Redis) -> PresetStore:
    """No presets yet."""
    return PresetStore(redis)


def a_preset(preset_id: str = "p1", **fields: object) -> Preset:
    """A preset with something of everything."""
    usual: dict[str, object] = {
        "id": preset_id,
        "team_id": "T1",
        "maker_id": "U1",
        "name": f"Preset {preset_id}",
        "wishes": Wishes(avatar="emma", voice="jenny", speed=Decimal("1.25"), output_format="WEBM"),
        "updated_at": NOON,
    }
    return Preset.model_validate(usual | fields)


async def test_a_preset_is_read_as_it_was_saved(store: PresetStore) -> None:
    await store.save(a_preset())

    assert await store.get("T1", "U1", "p1") == a_preset()


async def test_ones_own_is_seen_by_nobody_else(store: PresetStore) -> None:
    await store.save(a_preset())

    assert await store.get("T1", "U2", "p1") is None
    assert await store.list("T2", "U1") == ()


async def test_everybody_sees_the_workspaces_after_their_own(store: PresetStore) -> None:
    await store.save(a_preset("a", name="Alpha", shared=True))
    await store.save(a_preset("z", name="zulu", maker_id="U2"))
    await store.save(a_preset("m", name="Mike", maker_id="U2"))

    assert [preset.name for preset in await store.list("T1", "U2")] == ["Mike", "zulu", "Alpha"]


async def test_a_preset_that_is_shared_later_is_there_once(store: PresetStore) -> None:
    await store.save(a_preset(), channels=["C1"])
    await store.save(a_preset(shared=True), channels=["C1"])

    assert [preset.shared for preset in await store.list("T1", "U1")] == [True]
    begins_with = await store.default_for("T1", "U2", "C1")
    assert begins_with is not None
    assert begins_with.id == "p1"


@pytest.mark.parametrize("shared", [True, False])
async def test_no_more_than_fifty_are_kept(store: PresetStore, shared: bool) -> None:
    for number in range(KEPT_AT_MOST):
        await store.save(a_preset(f"p{number}", shared=shared))

    with pytest.raises(InvalidField, match="50 presets, which is the most") as refused:
        await store.save(a_preset("one-more", shared=shared))

    assert refused.value.field == "name"
    assert len(await store.list("T1", "U1")) == KEPT_AT_MOST
    await store.save(a_preset("p0", shared=shared, name="Another name"))
    assert (await store.get("T1", "U1", "p0")) == a_preset("p0", shared=shared, name="Another name")


async def test_a_name_is_there_once(store: PresetStore) -> None:
    await store.save(a_preset("p1", name="Weekly"))

    with pytest.raises(InvalidField, match="of this name already"):
        await store.save(a_preset("p2", name=" weekly "))

    await store.save(a_preset("p3", name="Weekly", maker_id="U2"))
    await store.save(a_preset("p1", name="Weekly", wishes=Wishes()))


@pytest.mark.parametrize("name", ["", "   ", "🎉", "x" * 61])
async def test_what_is_no_name_is_refused(store: PresetStore, name: str) -> None:
    with pytest.raises(InvalidField) as refused:
        await store.save(a_preset(name=name))

    assert refused.value.field == "name"


async def test_the_channels_preset_stands_before_the_persons_own_default(store: PresetStore) -> None:
    await store.save(a_preset("everywhere"))
    await store.save(a_preset("here"), channels=["C1", "C2"])
    await store.set_default("T1", "U1", "everywhere")

    found = [await store.default_for("T1", "U1", channel) for channel in ("C1", "C2", "C3", None)]

    assert [preset.id for preset in found if preset] == ["here", "here", "everywhere", "everywhere"]


async def test_ones_own_choice_for_a_channel_stands_before_the_workspaces(store: PresetStore) -> None:
    await store.save(a_preset("all", maker_id="U2", shared=True), channels=["C1"])
    await store.save(a_preset("own"), channels=["C1"])

    mine = await store.default_for("T1", "U1", "C1")
    theirs = await store.default_for("T1", "U3", "C1")

    assert (mine and mine.id, theirs and theirs.id) == ("own", "all")


async def test_a_channel_has_one_default_and_loses_it_by_an_edit(store: PresetStore) -> None:
    await store.save(a_preset("first"), channels=["C1", "C2"])
    await store.save(a_preset("second"), channels=["C1"])
    shelf = await store.shelf("T1", "U1")
    assert (shelf.channels_of("first"), shelf.channels_of("second")) == (["C2"], ["C1"])

    await store.save(a_preset("first"))

    assert await store.default_for("T1", "U1", "C2") is None


async def test_a_default_survives_an_edit_and_can_be_taken_back(store: PresetStore) -> None:
    await store.save(a_preset())
    await store.set_default("T1", "U1", "p1")
    await store.save(a_preset(name="Renamed"))
    assert await store.default_for("T1", "U1", None) is not None

    await store.set_default("T1", "U1", None)

    assert await store.default_for("T1", "U1", None) is None


@pytest.mark.parametrize("shared", [True, False])
async def test_a_deleted_preset_is_nobodys_default(store: PresetStore, shared: bool) -> None:
    await store.save(a_preset(shared=shared), channels=["C1"])
    await store.set_default("T1", "U1", "p1")

    await store.delete(a_preset(shared=shared))

    assert await store.list("T1", "U1") == ()
    assert await store.default_for("T1", "U1", "C1") is None


async def test_presets_live_on_while_somebody_looks(store: PresetStore, redis: Redis) -> None:
    await store.save(a_preset(), channels=["C1"])
    key = keys.presets("T1", "U1")
    await redis.expire(key, 60)

    await store.list("T1", "U1")

    assert await redis.ttl(key) > 60


async def test_a_preset_of_another_form_is_left_out(store: PresetStore, redis: Redis) -> None:
    await store.save(a_preset())
    await redis.hset(keys.presets("T1", "U1"), "p0", '{"id": 1}')

    assert [preset.id for preset in await store.list("T1", "U1")] == ["p1"]


async def test_a_store_that_is_away_is_said_so() -> None:
    async with connected("redis://127.0.0.1:1/0") as nowhere:
        with pytest.raises(StoreUnavailable):
            await PresetStore(nowhere).shelf("T1", "U1")
