"""What is kept of a person is found wherever it stands; it is erased, or a pseudonym takes its place."""

import json
from datetime import timedelta

from redis.asyncio import Redis

from bot.posting.posting import PostingState
from bot.rendering.consent import Consent
from bot.rendering.render import Destination, RenderState
from bot.store import keys
from bot.store.audit import Audit
from bot.store.consents import Consents
from bot.store.kinds import ANNOUNCEMENTS, BATCHES, POSTINGS, RENDERS, WISHES
from bot.store.ledger import Ledgers
from bot.store.policies import Policies
from bot.store.records import Records
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, a_render
from tests.bot.store.kept import (
    CANARY,
    TEAM,
    everything,
    keep_finished_video,
    keep_others,
    keep_own,
    traces,
    wish_of,
)

MONTH = f"{NOON:%Y-%m}"


async def forget(redis: Redis, *, days: int = 0) -> int:
    """All that is done with a person's traces in one pass; what is left."""
    wish, kept = wish_of(), traces(redis, days=days)
    await kept.erase_own(wish)
    left = await kept.erase(wish, await kept.find(wish))
    hidden = await kept.hide(wish)
    if not left and hidden:
        await kept.finish(wish)
    return left + (not hidden)


async def test_nothing_that_is_over_is_left_of_a_person(redis: Redis) -> None:
    await keep_own(redis)
    await keep_finished_video(redis)
    await keep_others(redis)

    assert await forget(redis) == 0

    kept = await everything(redis)
    assert '"U1"' not in kept
    assert "U1" not in kept.replace("U10", "")
    assert CANARY not in "\n".join(line for line in kept.splitlines() if "r9" not in line)


async def test_the_others_keep_what_is_theirs(redis: Redis) -> None:
    await keep_own(redis, "U10")
    await keep_finished_video(redis, "U10", "r10")
    before = sorted((await everything(redis)).splitlines())

    await forget(redis)

    after = sorted((await everything(redis)).splitlines())
    assert [line for line in before if line not in after and "audit" not in line] == []


async def test_the_audit_list_keeps_a_pseudonym_alone(redis: Redis) -> None:
    await keep_others(redis)

    await forget(redis)

    page = await Audit(redis).page(TEAM, limit=10)
    assert {entry.what for entry in page.entries} == {"forgotten", "photo allowed"}
    assert {entry.who for entry in page.entries} == {None}
    assert "U1" not in str(await redis.xrange(keys.audit(TEAM)))


async def test_money_adds_up_under_the_pseudonym(redis: Redis) -> None:
    await keep_finished_video(redis)

    await forget(redis)

    pseudonym = await Audit(redis).pseudonym(TEAM, "U1")
    sums = await redis.hgetall(keys.budget_by_person(TEAM, MONTH))
    assert sums == {f"spent/{pseudonym}": "250000", f"reserved/{pseudonym}": "0", f"videos/{pseudonym}": "1"}
    assert (await Ledgers(redis).check(TEAM, MONTH)).right


async def test_forgetting_is_no_way_around_ones_own_budget(redis: Redis) -> None:
    await Policies(redis).change(TEAM, {"person_budget": "5.00"}, actor="U9", at=NOON)
    await keep_finished_video(redis)

    assert await forget(redis) == 1
    assert await redis.hget(keys.budget_by_person(TEAM, MONTH), "spent/U1") == "250000"
    assert await forget(redis, days=30) == 0
    assert await redis.hget(keys.budget_by_person(TEAM, MONTH), "spent/U1") is None


async def test_what_is_under_way_is_left_for_later_with_its_money(redis: Redis) -> None:
    await keep_finished_video(redis)
    await Records(redis, RENDERS).create(a_render(id="r2", team_id=TEAM, state=RenderState.ANCHORED))

    assert await forget(redis) == 1
    assert await Records(redis, RENDERS).get(TEAM, "r1") is None
    assert await Records(redis, RENDERS).get(TEAM, "r2") is not None


async def test_what_was_asked_for_afterwards_stays(redis: Redis) -> None:
    await keep_finished_video(redis, requested_at=NOON + timedelta(hours=2))

    assert await forget(redis) == 0
    assert await Records(redis, RENDERS).get(TEAM, "r1") is not None


async def test_a_shared_preset_stays_without_its_maker(redis: Redis) -> None:
    await keep_own(redis)

    await forget(redis)

    kept = json.loads((await redis.hgetall(keys.presets(TEAM)))["p2"])
    assert (kept["name"], kept["maker_id"][:2]) == ("Ours", "p-")


async def test_a_permission_stays_on_record_under_the_pseudonym(redis: Redis) -> None:
    await keep_others(redis)
    ttl = await redis.ttl(keys.consent(TEAM, "r9"))

    await forget(redis)

    kept = await Consents(redis, Audit(redis)).get(TEAM, "r9")
    assert kept is not None
    assert (kept.requester_id, kept.person_id) == ("U2", await Audit(redis).pseudonym(TEAM, "U1"))
    assert 0 < await redis.ttl(keys.consent(TEAM, "r9")) <= ttl


async def test_others_announcements_and_batches_go_on_without_the_name(redis: Redis) -> None:
    await keep_others(redis)

    await forget(redis)

    announcement = await Records(redis, ANNOUNCEMENTS).get(TEAM, "a1")
    batch = await Records(redis, BATCHES).get(TEAM, "b1")
    assert announcement is not None
    assert announcement.content.approver_id is None
    assert batch is not None
    assert [row.key for row in batch.rows] == ["U3"]
    assert batch.picked == ("U3",)
    assert await Records(redis, RENDERS).get(TEAM, "clip1") is None


async def test_somebody_elses_video_waits_until_the_permission_is_settled(redis: Redis) -> None:
    waiting = Consent.of("U1", "U2", NOON)
    await Records(redis, RENDERS).create(a_render(id="r7", team_id=TEAM, user_id="U2", consent=waiting))

    assert await forget(redis) == 1


async def test_the_wish_itself_is_gone_in_the_end(redis: Redis) -> None:
    await Records(redis, WISHES).create(wish_of())

    await forget(redis)

    assert await redis.keys("*forgetting*") == []


async def test_a_posting_whose_video_is_gone_goes_too(redis: Redis) -> None:
    posted = {"team_id": TEAM, "state": PostingState.POSTED, "posted_at": NOON}
    await Records(redis, POSTINGS).create(a_posting(**posted))

    assert await forget(redis) == 0
    assert await redis.keys(f"t:{TEAM}:posting:*") == []


async def test_what_showed_them_a_video_for_approval_goes_once_it_was_sent(redis: Redis) -> None:
    shown = {"team_id": TEAM, "user_id": "U2", "for_approval": True, "destination": Destination(channel_id="U1")}
    postings = Records(redis, POSTINGS)
    await postings.create(a_posting(**shown))

    assert await forget(redis) == 1
    await postings.change(a_posting(**shown), state=PostingState.FAILED)
    assert await forget(redis) == 0
    assert await redis.keys(f"t:{TEAM}:posting:*") == []
