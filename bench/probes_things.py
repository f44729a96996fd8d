"""What the probes reach for: things of every kind that people of several workspaces have, each with its canary."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from redis.asyncio import Redis

from bot.posting.announcement import Announcement, AnnouncementState, Content
from bot.posting.batch import Batch, BatchState, Recipient, Row, RowState
from bot.posting.posting import Posting, PostingState
from bot.rendering.consent import Consent
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset
from bot.rendering.render import Choices, Destination, Render, RenderState, Result
from bot.store.announcements import AnnouncementLists
from bot.store.drafts import Drafts
from bot.store.kinds import ANNOUNCEMENTS, BATCHES, POSTINGS, RENDERS
from bot.store.presets import PresetStore
from bot.store.records import Records

KINDS: Final = ("render", "consent", "posting", "draft", "preset", "announcement", "batch", "file")
TEAMS: Final = {"T0PLAY": None, "T0ORBIT": None, "T0NORTH": "E0GRID", "T0SOUTH": "E0GRID"}
"""Two workspaces, and two more under one installation of their organisation."""
_SPEAKER: Final = {"avatar": "Aditya_public_4", "voice": "jenny_female_english"}


@dataclass(frozen=True)
class Someone:
    """A person of a workspace."""

    team_id: str
    user_id: str

    @property
    def canary(self) -> str:
        """What stands in every text of theirs."""
        return f"canary-{self.team_id}-{self.user_id}-end"


@dataclass(frozen=True)
class Thing:
    """Something of somebody's: `id` is what Herald's buttons and forms name it by, `of` what it belongs to."""

    kind: str
    id: str
    owner: Someone
    of: str = ""


def owners() -> Sequence[Someone]:
    """Two people of each workspace who have things."""
    return [Someone(team_id, f"U0OWNER{number}{team_id[2:4]}") for team_id in TEAMS for number in (1, 2)]


def actors() -> Sequence[Someone]:
    """Two people of each workspace who reach for the things of the others."""
    return [Someone(team_id, f"U0ACTOR{number}{team_id[2:4]}") for team_id in TEAMS for number in (1, 2)]


async def fill(redis: Redis) -> Sequence[Thing]:
    """Give every owner something of every kind."""
    return [thing for owner in owners() for thing in await _give(redis, owner)]


async def _give(redis: Redis, owner: Someone) -> Sequence[Thing]:
    made = {kind: secrets.token_hex(16) for kind in KINDS}
    now = datetime.now(UTC)
    render = _render(owner, made["render"], now)
    await Records(redis, RENDERS).create(render)
    await Records(redis, RENDERS).create(_asking(owner, made["consent"], now))
    posting_id = f"{render.id}-0"
    await Records(redis, POSTINGS).create(_posting(owner, render, posting_id, now))
    await Drafts(redis).save(_draft(owner, made["draft"], now))
    await PresetStore(redis).save(_preset(owner, made["preset"], now))
    announcement = _announcement(owner, made["announcement"], now)
    await AnnouncementLists(redis).note(announcement)
    await Records(redis, ANNOUNCEMENTS).create(announcement)
    await Records(redis, BATCHES).create(_batch(owner, made["batch"], now))
    file_id = f"F0{made['file'][:10].upper()}"
    things = {kind: Thing(kind, made[kind], owner) for kind in ("render", "consent", "draft", "preset", "batch")}
    announced = Thing("announcement", announcement.id, owner)
    posted = Thing("posting", posting_id, owner, of=announcement.id)
    return [*things.values(), announced, posted, Thing("file", file_id, owner)]


def _common(owner: Someone, id_: str) -> dict[str, Any]:
    return {"id": id_, "team_id": owner.team_id, "user_id": owner.user_id}


def _place(owner: Someone) -> Destination:
    return Destination(channel_id=f"C0{owner.team_id[2:]}")


def _result(now: datetime) -> Result:
    return Result(
        video_uuid=secrets.token_hex(8), url="https://im.runware.ai/v.mp4", expires_at=now + timedelta(days=9)
    )


def _render(owner: Someone, id_: str, now: datetime) -> Render:
    return Render(
        **_common(owner, id_),
        version=1,
        state=RenderState.READY,
        script=f"Hello {owner.canary}",
        choices=Choices(**_SPEAKER),
        destination=_place(owner),
        ttl_seconds=86_400,
        expected_seconds=4,
        price=Decimal("0.4"),
        reserved=Decimal("0.6"),
        requested_at=now,
        anchor_ts="1.1",
        thread_ts="1.1",
        submitted_at=now,
        ended_at=now,
        results=(_result(now),),
        handed_on=1,
        closed=True,
    )


def _asking(owner: Someone, id_: str, now: datetime) -> Render:
    """A video that waits for the permission of somebody who does not press anything here."""
    waiting = _render(owner, id_, now).model_dump() | {"state": RenderState.ANCHORED, "results": (), "closed": False}
    return Render.model_validate(
        waiting
        | {
            "consent": Consent.of("U0DEPICTED", owner.user_id, now),
            "choices": Choices(image="slack-file:F0PHOTO", voice=_SPEAKER["voice"]),
            "handed_on": 0,
            "ended_at": None,
            "submitted_at": None,
        }
    )


def _posting(owner: Someone, render: Render, id_: str, now: datetime) -> Posting:
    return Posting(
        **_common(owner, id_),
        render_id=render.id,
        version=1,
        state=PostingState.POSTED,
        destination=_place(owner),
        thread_ts="1.1",
        result=render.results[0],
        due_at=now,
        posted_at=now,
        message_ts="1.2",
        file_id="F0VIDEO",
        shown=True,
    )


def _draft(owner: Someone, id_: str, now: datetime) -> Draft:
    wishes = Wishes(**_SPEAKER)
    script = f"Draft {owner.canary}"
    return Draft(**_common(owner, id_), script=script, wishes=wishes, destination=_place(owner), updated_at=now)


def _preset(owner: Someone, id_: str, now: datetime) -> Preset:
    wishes = Wishes(motion_prompt=f"Waves at {owner.canary}")
    name = f"Preset {owner.canary}"
    return Preset(id=id_, team_id=owner.team_id, maker_id=owner.user_id, name=name, wishes=wishes, updated_at=now)


def _announcement(owner: Someone, id_: str, now: datetime) -> Announcement:
    content = Content(
        script=f"Announced {owner.canary}",
        wishes=Wishes(**_SPEAKER),
        channels=(_place(owner).channel_id,),
        due_at=now + timedelta(days=3),
        written_at=now,
    )
    state = AnnouncementState.VIDEO_REVIEW
    return Announcement(
        **_common(owner, id_), version=1, state=state, content=content, requested_at=now, changed_at=now
    )


def _batch(owner: Someone, id_: str, now: datetime) -> Batch:
    person = Recipient(user_id="U0RECIPIENT", full_name=f"Name {owner.canary}")
    return Batch(
        **_common(owner, id_),
        state=BatchState.SAMPLED,
        script=f"For you {owner.canary}",
        choices=Choices(**_SPEAKER),
        asked_at=now,
        rows=tuple(Row(line=line, key=str(line), person=person, state=RowState.WAITING) for line in (1, 2)),
        listed=True,
        scanned=True,
        titled=True,
        unshown=False,
        channel_id="D0OWNER",
        message_ts="1.3",
    )
