"""What is under way for a person who asked to be forgotten is called off as by their own buttons."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.ground import Ground
from bot.parts.forgetting import forget_reconciler, forget_step
from bot.posting.announcement import Announcement, AnnouncementState, Content
from bot.posting.batch import Batch, BatchState
from bot.posting.forgetting_asked import Forgetting
from bot.posting.forgetting_wish import ForgetWish, WishState
from bot.posting.posting import PostingState
from bot.rendering.consent import Consent, ConsentState
from bot.rendering.render import Render, RenderState, Result
from bot.store import keys
from bot.store.kinds import ANNOUNCEMENTS, BATCHES, POSTINGS, RENDERS, WISHES
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.posting.batches import a_batch
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, FakeWakeups, a_render
from tests.handlers.counter import Counter, open_counter
from tests.handlers.payloads import ALICE, BOB, TEAM

EARLIER = NOON - timedelta(hours=1)


@pytest.fixture
async def counter(redis_url: str) -> AsyncIterator[Counter]:
    """The ground, and a Slack that answers everything."""
    async with open_counter(redis_url) as opened:
        yield opened


async def forget(ground: Ground, **fields: Any) -> timedelta | None:
    """One pass of the step for Alice."""
    wish = ForgetWish(id=ALICE, team_id=TEAM, asked_at=NOON, **fields)
    await Records(ground.redis, WISHES).create(wish)
    return await forget_step(ground)(TEAM, ALICE)


async def accepted(ground: Ground, **fields: Any) -> Render:
    """A render of Alice's whose money is reserved."""
    render = a_render(team_id=TEAM, requested_at=EARLIER, **{"user_id": ALICE, **fields})
    await Treasury(ground.redis).accept(render, Decimal(50))
    return render


async def render_now(ground: Ground, render_id: str = "r1") -> Render:
    """The render as it is now."""
    found = await ground.renders.get(TEAM, render_id)
    assert found is not None
    return found


async def announced(ground: Ground, author: str, approver: str | None, state: AnnouncementState) -> None:
    """An announcement."""
    content = Content(script="Soon", channels=("C1",), approver_id=approver, written_at=EARLIER)
    times = {"requested_at": EARLIER, "changed_at": EARLIER}
    one = Announcement(id="a1", team_id=TEAM, user_id=author, version=1, state=state, content=content, **times)
    await Records(ground.redis, ANNOUNCEMENTS).create(one)


async def announcement_now(ground: Ground) -> Announcement:
    """The announcement as it is now."""
    found = await Records(ground.redis, ANNOUNCEMENTS).get(TEAM, "a1")
    assert found is not None
    return found


async def test_a_video_that_was_not_sent_is_cancelled(counter: Counter) -> None:
    await accepted(counter.ground)

    assert await forget(counter.ground) is not None
    assert (await render_now(counter.ground)).state is RenderState.CANCELLED
    assert f"close:{TEAM}:r1" in await counter.woken()


async def test_a_video_that_is_paid_comes_to_the_person_alone(counter: Counter) -> None:
    render = await accepted(counter.ground)
    anchored = await counter.ground.renders.change(render, state=RenderState.ANCHORED, anchor_ts="1.1", thread_ts="1.1")
    await counter.ground.renders.change(anchored, state=RenderState.SUBMITTED, submitted_at=EARLIER)

    assert await forget(counter.ground) is not None
    assert (await render_now(counter.ground)).withdrawn_at == NOON


async def test_a_paid_clip_for_a_colleague_still_reaches_them(counter: Counter) -> None:
    sent = {"state": RenderState.SUBMITTED, "submitted_at": EARLIER, "batch_id": "b9"}
    await counter.ground.renders.create(a_render(team_id=TEAM, user_id=ALICE, requested_at=EARLIER, **sent))

    assert await forget(counter.ground) is not None
    assert (await render_now(counter.ground)).withdrawn_at is None


async def test_a_permission_that_is_waited_for_is_declined(counter: Counter) -> None:
    consent = Consent.of(ALICE, BOB, NOON)
    await accepted(counter.ground, user_id=BOB, consent=consent)

    assert await forget(counter.ground) is not None
    answered = (await render_now(counter.ground)).consent
    assert answered is not None
    assert answered.state is ConsentState.DECLINED


async def test_ones_announcement_is_called_off(counter: Counter) -> None:
    await announced(counter.ground, ALICE, BOB, AnnouncementState.SCRIPT_REVIEW)

    assert await forget(counter.ground) is not None
    assert (await announcement_now(counter.ground)).state is AnnouncementState.CANCELLED
    assert f"announce:{TEAM}:a1" in await counter.woken()


async def test_what_waits_for_ones_approval_goes_back_to_its_author(counter: Counter) -> None:
    await announced(counter.ground, BOB, ALICE, AnnouncementState.SCRIPT_REVIEW)

    await forget(counter.ground)

    sent_back = await announcement_now(counter.ground)
    assert sent_back.state is AnnouncementState.CHANGES_WANTED
    assert ALICE not in sent_back.model_dump_json()


async def test_a_draft_of_an_announcement_is_erased(counter: Counter) -> None:
    await announced(counter.ground, ALICE, None, AnnouncementState.DRAFT)

    assert await forget(counter.ground) is None
    assert await Records(counter.ground.redis, ANNOUNCEMENTS).get(TEAM, "a1") is None


@pytest.mark.parametrize(
    ("state", "then"), [(BatchState.PLANNED, BatchState.DROPPED), (BatchState.RUNNING, BatchState.RUNNING)]
)
async def test_ones_list_of_clips_is_dropped_or_stopped(counter: Counter, state: BatchState, then: BatchState) -> None:
    batches = Records(counter.ground.redis, BATCHES)
    await batches.create(a_batch(team_id=TEAM, user_id=ALICE, asked_at=EARLIER, state=state))

    assert await forget(counter.ground) is not None
    now: Batch | None = await batches.get(TEAM, "b1")
    assert now is not None
    assert (now.state, now.stopped_at is not None) == (then, state is BatchState.RUNNING)


async def test_videos_in_slack_are_taken_back_first_where_that_is_wished(counter: Counter) -> None:
    result = Result(video_uuid="v", url="https://media.example/v.mp4", expires_at=NOON + timedelta(days=1))
    ready = {"state": RenderState.READY, "results": (result,), "closed": True, "handed_on": 1, "ended_at": EARLIER}
    await counter.ground.renders.create(a_render(team_id=TEAM, user_id=ALICE, requested_at=EARLIER, **ready))

    assert await forget(counter.ground, videos=True) is not None
    assert (await render_now(counter.ground)).deleted_at == NOON
    assert f"remove:{TEAM}:r1" in await counter.woken()


async def test_a_posted_announcement_is_taken_back_too(counter: Counter) -> None:
    await announced(counter.ground, ALICE, None, AnnouncementState.POSTED)
    posted = {"state": PostingState.POSTED, "posted_at": EARLIER, "message_ts": "5.5", "announcement_id": "a1"}
    postings = Records(counter.ground.redis, POSTINGS)
    await postings.create(a_posting(id="a1.1-c0", render_id="a1.1", team_id=TEAM, user_id=ALICE, **posted))

    await forget(counter.ground, videos=True)

    assert len(counter.slack.sent("chat.delete")) == 1
    taken = await postings.get(TEAM, "a1.1-c0")
    assert taken is None or taken.state is PostingState.WITHDRAWN


async def test_nothing_is_done_without_a_wish(counter: Counter) -> None:
    await accepted(counter.ground)

    assert await forget_step(counter.ground)(TEAM, ALICE) is None
    assert (await render_now(counter.ground)).state is RenderState.REQUESTED


async def test_what_comes_up_between_two_passes_is_forgotten_in_the_end(counter: Counter) -> None:
    await accepted(counter.ground)
    assert await forget(counter.ground) is not None
    cancelled = await render_now(counter.ground)
    await Treasury(counter.ground.redis).settle(cancelled, Decimal(0))
    await counter.ground.renders.change(cancelled, closed=True)
    await counter.ground.redis.set(keys.direct(TEAM, ALICE), "D1", ex=60)

    assert await forget_step(counter.ground)(TEAM, ALICE) is None
    assert [key async for key in counter.ground.redis.scan_iter(f"t:{TEAM}:*") if ALICE in str(key)] == []
    assert await Records(counter.ground.redis, RENDERS).get(TEAM, "r1") is None


async def test_a_wish_that_nobody_looks_after_is_woken_again(counter: Counter) -> None:
    await Records(counter.ground.redis, WISHES).create(ForgetWish(id=ALICE, team_id=TEAM, asked_at=NOON))
    await counter.ground.redis.zadd(keys.open_index(WISHES.name), {f"{TEAM}/{ALICE}": 1, f"{TEAM}/U0GONE": 1})

    assert await forget_reconciler(counter.ground).reconcile() == 2
    assert [key for key in await counter.woken() if key.startswith("forget")] == [f"forget:{TEAM}:{ALICE}"]
    assert await counter.ground.redis.zrange(keys.open_index(WISHES.name), 0, -1) == [f"{TEAM}/{ALICE}"]


async def test_asking_again_begins_anew_and_keeps_what_was_ticked(counter: Counter) -> None:
    shelf = Records(counter.ground.redis, WISHES)
    forgetting = Forgetting(shelf, FakeWakeups(), lambda: NOON)
    await forgetting.ask(TEAM, ALICE, videos=True)
    first = await shelf.get(TEAM, ALICE)
    assert first is not None
    await shelf.change(first, state=WishState.BEGUN)

    await forgetting.ask(TEAM, ALICE, videos=False)

    again = await shelf.get(TEAM, ALICE)
    assert again is not None
    assert (again.state, again.videos) == (WishState.ASKED, True)
