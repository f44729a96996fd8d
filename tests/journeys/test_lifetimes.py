"""Whatever people do, what Herald keeps of it ends by itself, or is on the list of what does not."""

from redis.asyncio import Redis

from bot.store.lifetimes import ENDLESS, WITHOUT_END, endless
from tests.journeys.announcing import announce, dm_saying, posted, press
from tests.journeys.stage import ALICE, GENERAL, Stage, bot_running


async def test_after_a_day_of_many_kinds_only_what_is_on_the_list_never_ends(stage: Stage, redis: Redis) -> None:
    async with bot_running(stage):
        await stage.act("open_home")
        await stage.ask_for("Good morning, team.")
        await stage.act("command", channel=GENERAL, text="/herald A draft.")
        await announce(stage, channels=[GENERAL])
        await press(stage, ALICE, await dm_saying(stage, ALICE, "announce_approve"), "announce_approve")
        await posted(stage, GENERAL)
        during = await endless(redis)
        forget = await stage.open_modal("forget me")
        await stage.act("submit", view_id=forget["id"])

    assert during == []
    assert await endless(redis) == []


async def test_the_list_is_not_longer_than_it_has_to_be() -> None:
    ending = ("t:T1:render:r1", "t:T1:draft:U1:d1", "t:T1:audit", "t:T1:policy:x", "herald:swept", "herald:replay:x")

    assert [key for key in ending if WITHOUT_END.fullmatch(key)] == []
    assert all(len(reason) > 10 for reason in ENDLESS.values())


async def test_a_key_that_never_ends_is_found(redis: Redis) -> None:
    await redis.set("herald:forever", 1)
    await redis.set("herald:brief", 1, ex=60)

    assert await endless(redis) == ["herald:forever"]
