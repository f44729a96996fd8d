"""`/herald forget me`: asked for, confirmed, stored and woken."""

import json

import pytest

from bot.store.kinds import WISHES
from bot.store.records import Records
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, TEAM, command, interaction, ticked, view


async def test_the_words_alone_open_the_form(counter: Counter) -> None:
    answer = await counter.whole(command("Forget  me"))

    assert (answer.status, answer.body) == (200, "")
    assert (await counter.opened_view())["callback_id"] == "forget_me"
    assert await counter.ground.redis.keys(f"t:{TEAM}:forgetting:*") == []


async def test_anything_longer_is_a_script(counter: Counter) -> None:
    await counter.whole(command("forget me not"))

    assert (await counter.opened_view())["callback_id"] == "compose"


@pytest.mark.parametrize("videos", [True, False])
async def test_submitting_it_stores_the_wish_and_wakes_the_step(counter: Counter, videos: bool) -> None:
    shown = view("forget_me", "", {"forget_videos": {"forget_videos": ticked(videos)}})

    answer = await counter.whole(interaction({"type": "view_submission", "view": shown, "response_urls": []}))

    assert json.loads(answer.body)["response_action"] == "update"
    wish = await Records(counter.ground.redis, WISHES).get(TEAM, ALICE)
    assert wish is not None
    assert wish.videos is videos
    assert f"forget:{TEAM}:{ALICE}" in await counter.woken()


async def test_a_store_that_is_away_is_told_in_the_form(without_records: Counter) -> None:
    shown = view("forget_me", "", {"forget_videos": {"forget_videos": ticked(False)}})

    answer = await without_records.whole(interaction({"type": "view_submission", "view": shown, "response_urls": []}))

    said = json.loads(answer.body)
    assert said["response_action"] == "update"
    assert "That did not work" in str(said["view"])
