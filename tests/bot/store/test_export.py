"""What is kept of somebody can be written out: whole where it is theirs, else by its name alone; no secrets."""

from redis.asyncio import Redis

from bot.store.export import Line, person_lines, workspace_lines
from bot.store.installations import Installations
from bot.store.sealing import Sealer, new_key
from tests.bot.installations import installation
from tests.bot.store.kept import CANARY, TEAM, keep_finished_video, keep_others, keep_own


async def of_person(redis: Redis, user_id: str = "U1") -> list[Line]:
    """The lines of a person."""
    return [line async for line in person_lines(redis, TEAM, user_id)]


async def test_all_that_is_a_persons_own_is_in_their_export(redis: Redis) -> None:
    await keep_own(redis)
    await keep_finished_video(redis)

    lines = await of_person(redis)

    kinds = {str(line["kind"]) for line in lines}
    assert kinds >= {"draft", "presets", "choices", "render", "posting", "ledger", "mine", "person"}
    assert [line["value"]["script"] for line in lines if line["kind"] == "render"] == [f"Hello {CANARY}"]
    assert {"reserved": 0, "spent": 250_000, "videos": 1} in [line["value"] for line in lines]


async def test_of_what_is_somebody_elses_only_that_it_names_them(redis: Redis) -> None:
    await keep_others(redis)

    lines = await of_person(redis)

    assert CANARY not in str([line for line in lines if line["kind"] in {"render", "announcement", "batch"}])
    assert {str(line["id"]) for line in lines} >= {"a1", "b1", "r9"}
    assert "photo allowed" in str([line for line in lines if line["kind"] == "audit"])


async def test_nobody_else_is_exported(redis: Redis) -> None:
    await keep_own(redis, "U10")
    await keep_finished_video(redis, "U10", "r10")

    assert await of_person(redis) == []


async def test_a_workspace_is_exported_without_its_secrets(redis: Redis) -> None:
    sealed = Installations(redis, Sealer((new_key(),)))
    await sealed.save(installation(TEAM))
    await keep_finished_video(redis)
    await keep_others(redis)

    lines = [line async for line in workspace_lines(redis, TEAM)]

    kinds = {str(line["kind"]) for line in lines}
    assert kinds >= {"render", "posting", "announcement", "batch", "consent", "ledger", "audit", "audit-people"}
    assert not kinds & {"installation", "audit-secret", "renewing"}
    secret = await redis.get(f"t:{TEAM}:audit-secret")
    assert str(secret) not in str(lines)
