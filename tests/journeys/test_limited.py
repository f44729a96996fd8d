"""Slack answers every second call with 429: what is finished is delivered all the same, in time and once."""

import random
from datetime import timedelta
from typing import Final

from bot.ground import Ground
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import hand_on, posting_id
from bot.rendering.render import Render
from bot.worker import QueueWakeups
from tests.journeys.stage import Json, Stage, bot_running, until

FINISHED: Final = 100
LIVES: Final = timedelta(minutes=4)
"""What is left of the links when the deliveries begin: some times what a machine with nothing else to do takes."""
CALLS: Final = 6_000
"""More than are made, so that the dial does not run out."""
LIMITED: Final[tuple[Json, ...]] = tuple(
    {"on": "*", "kind": "status", "status": 429, "retry_after": seconds} for seconds in (0, 0, 0, 1)
)
TAKEN: Final[Json] = {"on": "*", "kind": "slow", "seconds": 0}


async def test_a_hundred_videos_are_delivered_in_time_where_slack_limits_half_of_all_calls(stage: Stage) -> None:
    rng = random.Random(8)
    faults = [rng.choice(LIMITED) if rng.random() < 0.5 else TAKEN for _ in range(CALLS)]
    async with bot_running(stage) as ground:
        await stage.ask_for("Good morning, team.")
        await stage.delivered()
        await stage.dial("slack", "faults", {"faults": faults})
        renders = await finished_like_the_first(stage, ground)

        async def all_ended() -> list[Posting] | None:
            found = [await ground.postings.get(each.team_id, posting_id(each, 0)) for each in renders]
            ended = [posting for posting in found if posting is not None and posting.ended]
            return ended if len(ended) == FINISHED else None

        ended = await until(all_ended, seconds=LIVES.total_seconds(), every=0.5)
        posts = await stage.final_posts()

    assert {each.state for each in ended} == {PostingState.POSTED}
    assert all(each.posted_at is not None and each.posted_at < each.result.deadline for each in ended)
    assert all(each.file_id is not None for each in ended)
    assert len(posts) == 1 + FINISHED


async def finished_like_the_first(stage: Stage, ground: Ground) -> list[Render]:
    """A hundred renders that end at once, with results as the first has; their postings are set on their way."""
    anchor = next(message for message in await stage.messages() if message.get("metadata"))
    first = await ground.renders.get("T0PLAY", anchor["metadata"]["event_payload"]["id"])
    assert first is not None
    result = first.results[0].model_copy(update={"expires_at": stage.clock() + LIVES})
    renders = [
        first.model_copy(update={"id": f"{number:032x}", "version": 1, "results": (result,), "handed_on": 0})
        for number in range(FINISHED)
    ]
    for render in renders:
        await ground.renders.create(render)
        await hand_on(render, ground.postings, QueueWakeups(ground.docket), stage.clock)
    return renders
