"""The audit list: append-only, by pseudonym, bounded in time."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.store import keys
from bot.store.audit import Audit
from tests.bot.rendering.fakes import NOON


async def test_the_newest_line_comes_first(redis: Redis) -> None:
    audit = Audit(redis)
    await audit.note("T1", "U1", "approved", "an announcement", NOON)
    await audit.note("T1", "U2", "declined", "a photo", NOON + timedelta(minutes=1))

    page = await audit.page("T1", limit=10)

    assert [(entry.who, entry.what, entry.about) for entry in page.entries] == [
        ("U2", "declined", "a photo"),
        ("U1", "approved", "an announcement"),
    ]
    assert (page.entries[1].at, page.older) == (NOON, None)


async def test_each_page_goes_on_where_the_one_before_ended(redis: Redis) -> None:
    audit = Audit(redis)
    for number in range(5):
        await audit.note("T1", "U1", "noted", str(number), NOON)

    seen, before = list[str](), None
    while True:
        page = await audit.page("T1", limit=2, before=before)
        seen += [entry.about for entry in page.entries]
        if (before := page.older) is None:
            break

    assert seen == ["4", "3", "2", "1", "0"]


async def test_a_workspace_sees_only_its_own(redis: Redis) -> None:
    await Audit(redis).note("T1", "U1", "approved", "x", NOON)

    assert (await Audit(redis).page("T2", limit=10)).entries == []


async def test_the_list_itself_names_nobody(redis: Redis) -> None:
    await Audit(redis).note("T1", "U0ACTOR", "shared", "a clip with <@U0OTHER> and <@U0ACTOR>", NOON)

    written = str(await redis.xrange(keys.audit("T1")))

    assert "U0ACTOR" not in written
    assert "U0OTHER" not in written
    assert (await Audit(redis).page("T1", limit=1)).entries[0].about == "a clip with <@U0OTHER> and <@U0ACTOR>"


async def test_a_pseudonym_stays_the_same_and_differs_between_workspaces(redis: Redis) -> None:
    first = await Audit(redis).pseudonym("T1", "U1")

    assert await Audit(redis).pseudonym("T1", "U1") == first
    assert await Audit(redis).pseudonym("T2", "U1") != first


async def test_who_was_forgotten_did_it_as_somebody(redis: Redis) -> None:
    audit = Audit(redis)
    await audit.note("T1", "U1", "approved", "the clip of <@U1> and <@U2>", NOON)

    await audit.forget("T1", "U1")

    (entry,) = (await audit.page("T1", limit=10)).entries
    assert (entry.who, entry.about) == (None, "the clip of somebody who was forgotten and <@U2>")


async def test_a_line_whose_answer_was_lost_is_written_once(redis: Redis) -> None:
    args: list[str | int] = ["op-1", "p-1", "U1", NOON.isoformat(), "approved", "x", 1000]
    audit = Audit(redis)

    for _ in range(2):
        await audit._note(keys=[keys.audit("T1"), keys.audit_people("T1")], args=args)

    assert await redis.xlen(keys.audit("T1")) == 1


async def test_lines_end_with_their_time(redis: Redis) -> None:
    await redis.xadd(
        keys.audit("T1"), {"op": "old", "at": NOON.isoformat(), "who": "p", "what": "w", "about": "a"}, id="1-1"
    )
    for number in range(200):
        await Audit(redis).note("T1", "U1", "noted", str(number), NOON)

    assert await redis.xrange(keys.audit("T1"), max="1-1") == []
