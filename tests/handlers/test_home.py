"""Home: published when it is opened, and what its buttons do, for its person and nobody else."""

import json

import pytest

from bot.rendering.draft import Draft, Origin
from bot.slack.surfaces.blocks import RENDER_AGAIN
from bot.slack.surfaces.home import CONTINUE_DRAFT, DELETE_DRAFT, NEW_VIDEO
from bot.store.drafts import Drafts
from bot.store.money import Treasury
from tests.bot.rendering.fakes import NOON, a_render
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, BOB, TEAM, Json, event, touch


def published(counter: Counter) -> Json:
    """The Home that was published last."""
    call = counter.slack.sent("views.publish")[-1]
    view: Json = json.loads(call["view"]) if isinstance(call["view"], str) else call["view"]
    return {**view, "user_id": call["user_id"]}


async def keep_draft(counter: Counter, draft_id: str = "d1", *, user_id: str = ALICE) -> None:
    """Let somebody have begun a video."""
    script = "Good <!channel> morning"
    draft = Draft(id=draft_id, team_id=TEAM, user_id=user_id, script=script, origin=Origin.COMMAND, updated_at=NOON)
    await Drafts(counter.ground.redis).save(draft)


async def test_opening_it_publishes_it_with_what_is_the_persons(counter: Counter) -> None:
    await keep_draft(counter)
    await keep_draft(counter, "d2", user_id=BOB)
    render = a_render(id="r1", team_id=TEAM, user_id=ALICE, script="The release is out.")
    await Treasury(counter.ground.redis).accept(render, render.reserved)

    answer = await counter.whole(event("app_home_opened", user=ALICE, tab="home", channel="D0ALICE"))

    home = published(counter)
    text = json.dumps(home)
    assert (answer.status, home["type"], home["user_id"]) == (200, "home", ALICE)
    assert "The release is out." in text
    assert "Good &lt;!channel&gt; morning" in text
    assert '"d2"' not in text


async def test_the_messages_tab_publishes_nothing(counter: Counter) -> None:
    await counter.whole(event("app_home_opened", user=ALICE, tab="messages", channel="D0ALICE"))

    assert counter.slack.calls == []


async def test_an_open_home_follows_for_a_while_only(counter: Counter) -> None:
    await counter.whole(event("app_home_opened", user=ALICE, tab="home", channel="D0ALICE"))

    key = f"t:{TEAM}:home:{ALICE}"
    assert 0 < await counter.ground.redis.ttl(key) <= 15 * 60


async def test_new_video_opens_the_form(counter: Counter) -> None:
    await counter.whole(touch(NEW_VIDEO))

    assert (await counter.opened_view())["callback_id"] == "compose"


async def test_a_draft_goes_on_where_it_was_left(counter: Counter) -> None:
    await keep_draft(counter)

    await counter.whole(touch(CONTINUE_DRAFT, "d1"))

    view = await counter.opened_view()
    script = next(block for block in view["blocks"] if block.get("block_id") == "script")
    assert script["element"]["initial_value"] == "Good <!channel> morning"
    assert json.loads(view["private_metadata"])["draft"] == "d1"


@pytest.mark.parametrize("draft_id", ["d1", "gone"])
async def test_a_draft_that_is_not_ones_own_is_not_there(counter: Counter, draft_id: str) -> None:
    await keep_draft(counter, "d1", user_id=BOB)

    await counter.whole(touch(CONTINUE_DRAFT, draft_id))

    view = await counter.opened_view()
    assert "This draft is not there any more" in json.dumps(view)


async def test_a_deleted_draft_is_gone_from_home(counter: Counter) -> None:
    await keep_draft(counter)

    await counter.whole(touch(DELETE_DRAFT, "d1"))

    assert await Drafts(counter.ground.redis).newest(TEAM, ALICE, 10) == []
    assert DELETE_DRAFT not in json.dumps(published(counter))


async def test_nobody_deletes_somebody_elses_draft(counter: Counter) -> None:
    await keep_draft(counter, "d1", user_id=BOB)

    await counter.whole(touch(DELETE_DRAFT, "d1"))

    assert await Drafts(counter.ground.redis).get(TEAM, BOB, "d1") is not None


async def test_a_failure_is_told_over_home(without_records: Counter) -> None:
    await without_records.whole(touch(NEW_VIDEO))

    assert "Herald cannot reach its own records" in json.dumps(await without_records.opened_view())


async def test_a_failure_is_told_directly_when_no_view_can_be_shown(without_records: Counter) -> None:
    without_records.slack.errors["views.open"] = "expired_trigger_id"

    await without_records.whole(touch(NEW_VIDEO))

    (told,) = without_records.slack.sent("chat.postMessage")
    assert told["channel"] == ALICE
    assert told["text"].startswith("Herald cannot reach its own records")


async def test_make_again_opens_the_form_of_that_video(counter: Counter) -> None:
    render = a_render(id="r1", team_id=TEAM, user_id=ALICE, script="The release is out.")
    await Treasury(counter.ground.redis).accept(render, render.reserved)

    await counter.whole(touch(RENDER_AGAIN, "r1"))

    assert "The release is out." in json.dumps(await counter.opened_view())
