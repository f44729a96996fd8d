"""Several results of one request: each is posted when it is there, and the person hears of those that never will be."""

from decimal import Decimal
from typing import Final

from bot.ground import Ground
from bot.rendering.render import Choices, Destination, Render
from bot.rendering.requesting import Checks, Request, RequestDesk, Terms
from bot.runware.rules import check_choices
from bot.store.lengths import Lengths
from bot.store.money import Treasury
from bot.worker import QueueWakeups
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until

RENDER: Final = "3f" * 16
TEAM: Final = "T0PLAY"
TERMS: Final = Terms(price_per_second=Decimal("0.10"), monthly_budget=Decimal(50), ttl_seconds=3600)
CHOICES: Final = Choices(avatar="Jenny_public", voice="jenny_female_english", number_results=3)


async def ask_for_three(ground: Ground) -> None:
    """Ask for three results of one script in #general."""
    desk = RequestDesk(
        Treasury(ground.redis),
        ground.offer,
        TERMS,
        ground.clock,
        lengths=Lengths(ground.redis),
        checks=Checks(check_choices, ground.policies, ground.roster),
    )
    where = Destination(channel_id=GENERAL)
    await desk.take(Request(RENDER, TEAM, ALICE, "Good morning, team.", CHOICES, where))
    await QueueWakeups(ground.docket).wake("anchor", TEAM, RENDER)


async def posts(stage: Stage, count: int) -> list[Json]:
    """The final posts, once there are so many."""

    async def look() -> list[Json] | None:
        found = await stage.final_posts()
        return found if len(found) >= count else None

    return await until(look)


async def closed(ground: Ground) -> Render:
    """The render, once its money is settled and everything was said."""

    async def look() -> Render | None:
        render = await ground.renders.get(TEAM, RENDER)
        return render if render is not None and render.closed else None

    return await until(look)


async def test_each_result_is_posted_as_it_arrives_and_a_failed_one_costs_nothing(stage: Stage) -> None:
    late_and_failed = [
        {"on": "render", "kind": "slow", "seconds": 10},
        {"on": "render", "kind": "error", "error": "contentPolicyViolation"},
    ]
    await stage.dial("studio", "faults", {"faults": late_and_failed})
    async with bot_running(stage) as ground:
        await ask_for_three(ground)
        first = (await posts(stage, 1))[0]
        under_way = await ground.renders.get(TEAM, RENDER)
        both = await posts(stage, 2)
        anchor = await stage.anchor_saying("Ready: 2 of 3 videos")
        told = await stage.told_privately()
        ended = await closed(ground)

    assert under_way is not None
    assert not under_way.ended
    assert "video 1 of 3 is ready" in first["text"]
    assert "video 2 of 3 is ready" in both[1]["text"]
    assert [post["thread_ts"] for post in both] == [anchor["ts"]] * 2
    assert "1 of 3 could not be made" in str(told["blocks"])
    assert ended.cost is not None
    assert ended.owed == ended.cost == sum(result.cost or 0 for result in ended.results)
    assert (await stage.studio_counts())["tasks_submitted"] == 1
    assert len(await stage.final_posts()) == 2
