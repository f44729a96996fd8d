"""What is kept of a person in a workspace: something of every kind, finished, with a canary in each text."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from redis.asyncio import Redis

from bot.posting.announcement import Announcement, AnnouncementState, Content
from bot.posting.batch import BatchState, RowState
from bot.posting.forgetting_wish import ForgetWish
from bot.posting.posting import PostingState
from bot.rendering.consent import Consent, ConsentState
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset
from bot.rendering.render import Render, RenderState, Result
from bot.store.announcements import AnnouncementLists
from bot.store.audit import Audit
from bot.store.consents import Consents
from bot.store.drafts import Drafts
from bot.store.forgetting import PeopleTraces
from bot.store.kinds import ANNOUNCEMENTS, BATCHES, POSTINGS, RENDERS
from bot.store.money import Treasury
from bot.store.presets import PresetStore
from bot.store.records import Records
from tests.bot.posting.batches import a_batch, a_person, a_row
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, a_render

CANARY = "bird of paradise"
TEAM = "T1"


def wish_of(user_id: str = "U1", **fields: Any) -> ForgetWish:
    """A person's wish, at noon and an hour."""
    return ForgetWish(id=user_id, team_id=TEAM, asked_at=NOON + timedelta(hours=1), **fields)


def traces(redis: Redis, *, days: int = 0) -> PeopleTraces:
    """What is kept of people, some days after noon."""
    return PeopleTraces(redis, Audit(redis), lambda: NOON + timedelta(days=days))


async def keep_finished_video(redis: Redis, user_id: str = "U1", render_id: str = "r1", **fields: Any) -> Render:
    """A video that was paid, posted and is over."""
    new = a_render(id=render_id, team_id=TEAM, user_id=user_id, script=f"Hello {CANARY}", **fields)
    treasury, renders = Treasury(redis), Records(redis, RENDERS)
    await treasury.accept(new, Decimal(50))
    result = Result(video_uuid="v", url="https://im.runware.ai/v.mp4", expires_at=NOON + timedelta(days=1))
    anchored = await renders.change(new, state=RenderState.ANCHORED, anchor_ts="1.1", thread_ts="1.1")
    submitted = await renders.change(anchored, state=RenderState.SUBMITTED, submitted_at=NOON)
    ended = await renders.change(
        submitted, state=RenderState.READY, results=(result,), ended_at=NOON, handed_on=1, closed=True
    )
    await treasury.settle(ended, Decimal("0.25"))
    posted = {"state": PostingState.POSTED, "posted_at": NOON, "message_ts": "1.2", "link_ended": True}
    place = {"id": f"{render_id}-0", "render_id": render_id, "team_id": TEAM, "user_id": user_id}
    await Records(redis, POSTINGS).create(a_posting(**place, **posted))
    await Records(redis, POSTINGS).forget(TEAM, f"{render_id}-0")
    return ended


async def keep_own(redis: Redis, user_id: str = "U1") -> None:
    """A draft, a preset of their own and one for everybody, and what is known of them."""
    place = {"team_id": TEAM, "updated_at": NOON}
    await Drafts(redis).save(Draft(id="d1", user_id=user_id, script=f"Draft {CANARY}", **place))
    wishes = Wishes(avatar="Aditya_public_4", motion_prompt=CANARY)
    await PresetStore(redis).save(Preset(id="p1", maker_id=user_id, name="Mine", wishes=wishes, **place))
    shared = Wishes(avatar="Aditya_public_4")
    await PresetStore(redis).save(Preset(id="p2", maker_id=user_id, name="Ours", shared=True, wishes=shared, **place))
    await redis.set(f"t:{TEAM}:person:{user_id}", f'{{"user_id": "{user_id}"}}', ex=60)
    await redis.set(f"t:{TEAM}:event:csv:{user_id}:2026-11:1", 1, ex=60)


async def keep_others(redis: Redis, user_id: str = "U1", other: str = "U2") -> None:
    """What somebody else made in which the person is named: as approver, as recipient, in a picture."""
    content = Content(script="Theirs", channels=("C1",), approver_id=user_id, written_at=NOON)
    common = {"team_id": TEAM, "user_id": other}
    announcement = Announcement(
        **common,
        id="a1",
        version=1,
        state=AnnouncementState.REJECTED,
        content=content,
        requested_at=NOON,
        changed_at=NOON,
        closed=True,
    )
    await AnnouncementLists(redis).note(announcement)
    await Records(redis, ANNOUNCEMENTS).create(announcement)
    rows = (
        a_row(2, key="U1", person=a_person(user_id, CANARY), state=RowState.SENT, render_id="clip1", posting_id=None),
        a_row(3, key="U3", person=a_person("U3", "Cy"), state=RowState.SENT, render_id="clip3", posting_id=None),
    )
    finished = a_batch(**common, id="b1", state=BatchState.FINISHED, rows=rows, picked=(user_id, "U3"), reported=True)
    await Records(redis, BATCHES).create(finished)
    await keep_finished_video(redis, other, "clip1", batch_id="b1")
    asked = Consent.of(user_id, other, NOON).settled(ConsentState.ALLOWED, NOON).model_copy(update={"closed": True})
    pictured = await keep_finished_video(redis, other, "r9", consent=asked)
    await Consents(redis, Audit(redis)).keep(pictured)


async def everything(redis: Redis) -> str:
    """All keys of workspaces, and all that is in them."""
    told = []
    async for key in redis.scan_iter("*"):
        match str(await redis.type(key)):
            case "hash":
                kept: Any = sorted((await redis.hgetall(key)).items())
            case "set":
                kept = await redis.smembers(key)
            case "stream":
                kept = await redis.xrange(key)
            case "zset":
                kept = await redis.zrange(key, 0, -1)
            case _:
                kept = await redis.get(key)
        told.append(f"{key!s} {kept}")
    return "\n".join(told)
