"""Announcements in Redis: listed by person, and open as long as something is to be done about them."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.posting.announcement import Announcement, AnnouncementState
from bot.store import keys
from bot.store.announcements import AnnouncementLists
from bot.store.kinds import ANNOUNCEMENTS
from bot.store.records import Records
from tests.bot.posting.announced import content
from tests.bot.rendering.fakes import NOON


def one(announcement_id: str = "a1", *, minutes: int = 0, **fields: object) -> Announcement:
    """An announcement of U1's, for Bob's approval."""
    at = NOON + timedelta(minutes=minutes)
    usual: dict[str, object] = {
        "id": announcement_id,
        "team_id": "T1",
        "user_id": "U1",
        "version": 1,
        "content": content(),
        "requested_at": at,
        "changed_at": at,
    }
    return Announcement.model_validate(usual | fields)


async def keep(redis: Redis, announcement: Announcement) -> None:
    """Store and list it."""
    await Records(redis, ANNOUNCEMENTS).create(announcement)
    await AnnouncementLists(redis).note(announcement)


async def test_a_person_sees_their_own_the_newest_first(redis: Redis) -> None:
    for place, name in enumerate(("a1", "a2")):
        await keep(redis, one(name, minutes=place))
    await keep(redis, one("a3", user_id="U2"))

    found = await AnnouncementLists(redis).newest("T1", "U1", 10)
    assert [each.id for each in found] == ["a2", "a1"]


async def test_an_approver_sees_it_once_it_is_handed_in(redis: Redis) -> None:
    lists = AnnouncementLists(redis)
    await keep(redis, one())
    assert await lists.newest("T1", "BOB", 10) == []
    await lists.note(one(state=AnnouncementState.SCRIPT_REVIEW))

    assert [each.id for each in await lists.newest("T1", "BOB", 10)] == ["a1"]


async def test_what_is_forgotten_or_cannot_be_read_is_left_out(redis: Redis) -> None:
    for name in ("a1", "a2", "a3"):
        await keep(redis, one(name))
    await redis.delete(keys.record("T1", "announcement", "a1"))
    await redis.hset(keys.record("T1", "announcement", "a2"), "record", "{}")

    assert [each.id for each in await AnnouncementLists(redis).newest("T1", "U1", 10)] == ["a3"]


async def test_a_draft_is_not_open_and_what_is_handed_in_is(redis: Redis) -> None:
    records = Records(redis, ANNOUNCEMENTS)
    await records.create(one())
    draft = await records.change(one(), content=content(script="Other."))
    assert await redis.zcard(keys.open_index("announcement")) == 0
    await records.change(draft, state=AnnouncementState.SCRIPT_REVIEW)

    assert await redis.zcard(keys.open_index("announcement")) == 1
