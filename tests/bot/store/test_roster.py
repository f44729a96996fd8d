"""Who people are: asked of Slack once an hour, known in memory for a minute."""

import asyncio

import pytest
from redis.asyncio import Redis

from bot.errors import PostRefused
from bot.policy import Person
from bot.store import keys
from bot.store.roster import HELD_SECONDS, Roster


class FakeSlack:
    """Says who people are, and counts."""

    def __init__(self, **roles: bool) -> None:
        self.roles = roles
        self.asked: list[tuple[str, str]] = []
        self.now = 0.0

    async def __call__(self, team_id: str, user_id: str) -> Person:
        self.asked.append((team_id, user_id))
        return Person(user_id, **self.roles)

    def monotonic(self) -> float:
        return self.now


async def test_nobody_is_known_who_was_never_asked_about(redis: Redis) -> None:
    assert Roster(redis, FakeSlack()).known("T1", "U1") is None


async def test_who_was_found_is_known_without_a_trip(redis: Redis) -> None:
    slack = FakeSlack(is_guest=True)
    roster = Roster(redis, slack)

    found = await roster.find("T1", "U1")

    assert (found, roster.known("T1", "U1"), roster.known("T2", "U1")) == (Person("U1", is_guest=True), found, None)


async def test_other_processes_ask_redis_and_not_slack(redis: Redis) -> None:
    first, second = FakeSlack(is_admin=True), FakeSlack()
    await Roster(redis, first).find("T1", "U1")

    found = await Roster(redis, second).find("T1", "U1")

    assert (found.is_admin, second.asked) == (True, [])


async def test_memory_forgets_after_a_minute(redis: Redis) -> None:
    slack = FakeSlack()
    roster = Roster(redis, slack, monotonic=slack.monotonic)
    await roster.find("T1", "U1")

    slack.now = HELD_SECONDS

    assert roster.known("T1", "U1") is None


async def test_asking_now_asks_slack_whatever_is_known(redis: Redis) -> None:
    slack = FakeSlack(is_admin=True)
    roster = Roster(redis, slack)
    await roster.find("T1", "U1")
    slack.roles = {}

    assert not (await roster.ask("T1", "U1")).is_admin
    assert not (await roster.find("T1", "U1")).is_admin


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"user_id": "U2"}', '{"user_id": "U1", "wings": true}'])
async def test_what_is_kept_in_an_unknown_form_is_asked_anew(redis: Redis, text: str) -> None:
    await redis.set(keys.person("T1", "U1"), text, ex=100)
    slack = FakeSlack(is_guest=True)

    assert (await Roster(redis, slack).find("T1", "U1")).is_guest


async def test_who_is_forgotten_is_not_known_any_more(redis: Redis) -> None:
    roster = Roster(redis, FakeSlack())
    await roster.find("T1", "U1")

    await roster.forget("T1", "U1")

    assert roster.known("T1", "U1") is None
    assert await redis.exists(keys.person("T1", "U1")) == 0


async def test_many_who_ask_at_once_ask_slack_once(redis: Redis) -> None:
    slack = FakeSlack(is_guest=True)
    roster = Roster(redis, slack)

    found = await asyncio.gather(*(roster.find("T1", "U1") for _ in range(50)))

    assert (slack.asked, {person.is_guest for person in found}) == ([("T1", "U1")], {True})


async def test_an_answer_that_does_not_come_is_not_kept(redis: Redis) -> None:
    async def refuse(team_id: str, user_id: str) -> Person:
        raise PostRefused("users.info", "missing_scope")

    with pytest.raises(PostRefused):
        await Roster(redis, refuse).find("T1", "U1")
    assert await redis.exists(keys.person("T1", "U1")) == 0
