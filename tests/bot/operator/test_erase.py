"""The operator erases a workspace, or a person in it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import typer
from redis.asyncio import Redis

from bot.operator.erase import check_user, erase_person
from bot.store import keys
from bot.store.kinds import RENDERS, WISHES
from bot.store.money import Treasury
from bot.store.pauses import Pause, Pauses
from bot.store.records import Records
from tests.bot.operator.commands import run_bot
from tests.bot.rendering.fakes import NOON, a_render
from tests.bot.store.kept import CANARY, TEAM, everything, keep_finished_video, keep_own

LATER = NOON + timedelta(hours=1)


async def test_a_person_whose_things_are_over_is_gone_at_once(redis: Redis) -> None:
    await keep_own(redis)
    await keep_finished_video(redis)

    assert await erase_person(redis, TEAM, "U1", videos=False, now=LATER) == ""
    assert CANARY not in await everything(redis)
    assert await redis.keys("*U1*") == []


async def test_what_is_under_way_is_left_to_the_worker(redis: Redis) -> None:
    await Treasury(redis).accept(a_render(team_id=TEAM), Decimal(50))

    left = await erase_person(redis, TEAM, "U1", videos=False, now=LATER)

    assert left == "1 of their videos, announcements or clips are still under way."
    assert await redis.zrange(keys.open_index(WISHES.name), 0, -1) == [f"{TEAM}/U1"]


async def test_videos_in_slack_are_left_to_the_worker_with_their_records(redis: Redis) -> None:
    await keep_finished_video(redis)

    assert await erase_person(redis, TEAM, "U1", videos=True, now=LATER) == "Their videos are still in Slack."
    wish = await Records(redis, WISHES).get(TEAM, "U1")
    assert wish is not None
    assert wish.videos
    assert await Records(redis, RENDERS).get(TEAM, "r1") is not None


async def test_once_more_is_no_trouble(redis: Redis) -> None:
    await Treasury(redis).accept(a_render(team_id=TEAM), Decimal(50))

    for videos in (True, False):
        await erase_person(redis, TEAM, "U1", videos=videos, now=LATER)

    wish = await Records(redis, WISHES).get(TEAM, "U1")
    assert wish is not None
    assert wish.videos


async def test_a_workspace_is_erased_and_the_others_stay(redis: Redis, redis_url: str) -> None:
    await keep_finished_video(redis)
    await redis.set("t:T2:choices:U1", "theirs", ex=60)
    for place in (TEAM, "T2"):
        await Pauses(redis).begin(Pause(), place)

    done = await run_bot("erase", "--team", TEAM, "--yes", REDIS_URL=redis_url, RUNWARE_API_KEY="k")

    assert (done.code, done.out, done.err) == (0, f"Nothing is kept of workspace {TEAM} any more.\n", "")
    assert [str(key) async for key in redis.scan_iter("t:*")] == ["t:T2:choices:U1"]
    assert list(await Pauses(redis).all()) == ["T2"]


async def test_nothing_is_erased_before_the_operator_says_yes(redis: Redis, redis_url: str) -> None:
    await keep_finished_video(redis)

    done = await run_bot("erase", "--team", TEAM, typed="n\n", REDIS_URL=redis_url)

    assert done.code == 1
    assert "cannot be undone" in done.out
    assert await redis.keys(f"t:{TEAM}:render:*")


@pytest.mark.parametrize("user", ["U*", "u1", "", "U1:x", "T1"])
def test_what_cannot_be_a_person_is_refused(user: str) -> None:
    with pytest.raises(typer.BadParameter, match="person's id"):
        check_user(user)


async def test_a_workspaces_videos_cannot_be_meant(redis_url: str) -> None:
    done = await run_bot("erase", "--yes", "--team", TEAM, "--videos", REDIS_URL=redis_url)

    assert done.code == 2
    assert "goes with --user" in done.err
