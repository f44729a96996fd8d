"""A person asks to be forgotten, and nothing of theirs is left: not in Redis, and after a rewrite not on its disk."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from redis.asyncio import Redis

from bot.ground import Ground
from bot.store.embedded import embedded_redis
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import ALICE, STUDIO_KEY, Stage, bot_running, services, until

CANARY: Final = "canary bird of paradise"
TEAM: Final = "T0PLAY"
SOON_SECONDS: Final = 1.0


@dataclass
class House:
    """A stage with a running Herald whose Redis writes to a folder of its own."""

    stage: Stage
    ground: Ground
    folder: Path

    @property
    def redis(self) -> Redis:
        """What Herald keeps."""
        return self.ground.redis

    async def forget(self, *, videos: bool = False) -> None:
        """Type `/herald forget me` and submit the form."""
        view = await self.stage.open_modal("forget me")
        ticked = [{"text": {"type": "plain_text", "text": "Delete"}, "value": "yes"}] if videos else []
        state = {"forget_videos": {"forget_videos": {"type": "checkboxes", "selected_options": ticked}}}
        done = await self.stage.act("submit", view_id=view["id"], values=state)
        assert done["response_action"] == "update", done

    async def traces(self) -> list[str]:
        """The keys that are named after Alice, or hold her canary or her id; the queue's own are not looked at."""
        found = []
        async for key in self.redis.scan_iter("*"):
            if str(key).startswith("herald-queue") or str(key).startswith(f"t:{TEAM}:person:"):
                continue
            told = f"{key} {await everything_at(self.redis, str(key))}"
            if CANARY in told or ALICE in told:
                found.append(told[:300])
        return found

    async def forgotten(self, *, seconds: float = SOON_SECONDS) -> None:
        """Wait until no trace is left."""

        async def look() -> bool:
            return not await self.traces()

        try:
            await until(look, seconds=seconds, every=0.02)
        except TimeoutError:
            raise AssertionError(await self.traces()) from None

    async def on_disk(self, text: str) -> list[str]:
        """The files of Redis in which the text stands, once the append-only file was rewritten."""
        await self.redis.config_set("rdbcompression", "no")  # what is packed could not be searched for
        await self.redis.bgrewriteaof()

        async def written() -> bool:
            told = await self.redis.info("persistence")
            return not told["aof_rewrite_in_progress"] and not told["aof_rewrite_scheduled"]

        await until(written)
        return [path.name for path in self.folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


async def everything_at(redis: Redis, key: str) -> str:
    """All that a key holds."""
    match await redis.type(key):
        case "hash":
            return str(await redis.hgetall(key))
        case "zset":
            return str(await redis.zrange(key, 0, -1))
        case "set":
            return str(await redis.smembers(key))
        case "list":
            return str(await redis.lrange(key, 0, -1))
        case "stream":
            return str(await redis.xrange(key))
        case _:
            return str(await redis.get(key))


@pytest.fixture
async def house(tmp_path: Path, ready_file: Path) -> AsyncIterator[House]:
    """A house in which every video takes a second."""
    studio = StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 1.0))
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(embedded_redis(tmp_path / "data"))
        stage = await stack.enter_async_context(services(studio, url))
        yield House(stage, await stack.enter_async_context(bot_running(stage)), tmp_path / "data")


async def test_a_forgotten_person_leaves_nothing_behind(house: House) -> None:
    await house.stage.ask_for(f"Hello from the {CANARY}.")
    await house.stage.delivered()
    await house.stage.act("command", channel="C0GENERAL", text=f"/herald A draft about the {CANARY}.")
    assert await house.traces()
    assert await house.on_disk(CANARY)

    await house.forget()

    await house.forgotten()
    assert await house.on_disk(CANARY) == []
    assert await house.on_disk("forgotten") != []
    assert len(await house.stage.final_posts()) == 1


async def test_videos_go_too_where_that_is_ticked(house: House) -> None:
    await house.stage.ask_for(f"Hello from the {CANARY}.")
    await house.stage.delivered()

    await house.forget(videos=True)

    await house.forgotten(seconds=30)
    assert await house.stage.final_posts() == []


async def test_what_is_paid_already_comes_to_the_person_alone_and_is_forgotten_then(house: House) -> None:
    await house.stage.dial("studio", "faults", {"faults": [{"on": "render", "kind": "slow", "seconds": 4}]})
    await house.stage.ask_for(f"Hello from the {CANARY}.")

    async def submitted() -> bool:
        return bool((await house.stage.studio_counts())["tasks_submitted"])

    await until(submitted)
    await house.forget()

    await house.forgotten(seconds=30)
    assert await house.stage.final_posts() == []
    assert "video" in str(await house.stage.told_privately())
    assert int((await house.redis.hgetall(f"t:{TEAM}:budget:{house.stage.clock():%Y-%m}"))["reserved"]) == 0
