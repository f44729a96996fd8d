"""What Slack gives for a code, and how tokens are renewed before they end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.installation import Installation
from bot.parts.background import background
from bot.slack.clients import SlackClients, open_session
from bot.slack.installing import RENEW_BEFORE, OAuth, Renewals
from bot.store import keys
from bot.store.installations import Installations
from bot.store.sealing import Sealer, new_key
from playground.serving import listening_socket, running
from tests.bot.installations import installation, rotated
from tests.bot.rendering.fakes import NOON, FakeClock

Json = dict[str, Any]
SOON = NOON + timedelta(hours=1)
KEY = new_key()
GIVEN: Json = {
    "access_token": "xoxb-given",
    "scope": "commands,chat:write",
    "bot_user_id": "U0BOT",
    "app_id": "A0HERALD",
    "team": {"id": "T1", "name": "Acme"},
    "enterprise": None,
    "is_enterprise_install": False,
}
WHO: Json = {"user_id": "U0BOT", "bot_id": "B0BOT", "url": "https://acme.slack.com/"}


@dataclass
class Office:
    """A Slack that gives tokens: what was asked of it, what it answers, and how often each token was renewed."""

    clients: SlackClients
    asked: list[Json] = field(default_factory=list)
    given: Json = field(default_factory=lambda: dict(GIVEN))
    error: str | None = None
    slow: float = 0.0

    async def access(self, request: web.Request) -> web.Response:
        """`oauth.v2.access`."""
        self.asked.append(dict(await request.post()))
        await asyncio.sleep(self.slow)
        if self.error is not None:
            return web.json_response({"ok": False, "error": self.error})
        return web.json_response({"ok": True, **self.given})

    async def who(self, _request: web.Request) -> web.Response:
        """`auth.test`."""
        return web.json_response({"ok": True, **WHO})

    @property
    def oauth(self) -> OAuth:
        """The app's credentials there."""
        revisions = iter(f"r{number}" for number in range(2, 1000))
        return OAuth(
            self.clients,
            client_id="1.2",
            client_secret=SecretStr("hush"),
            public_url="https://herald.example.com",
            revise=lambda: next(revisions),
        )

    def rotate(self, number: int = 2) -> None:
        """Answer a renewal from now on."""
        self.given |= {"access_token": f"xoxb-{number}", "refresh_token": f"xoxe-{number}", "expires_in": 43_200}


@asynccontextmanager
async def opened_office() -> AsyncIterator[Office]:
    """The Slack on a free port."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        office = Office(SlackClients(session))
        app = web.Application()
        app.router.add_post("/api/oauth.v2.access", office.access)
        app.router.add_post("/api/auth.test", office.who)
        url = await stack.enter_async_context(running(app, listening_socket(0)))

        async def at_once(_seconds: float) -> None:
            await asyncio.sleep(0)

        office.clients = replace(office.clients, api_url=f"{url}/api/", sleep=at_once)
        yield office


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """A Slack that gives tokens."""
    async with opened_office() as opened:
        yield opened


def test_the_way_to_slack_names_the_app_its_scopes_and_the_way_back() -> None:
    clients = SlackClients.__new__(SlackClients)
    object.__setattr__(clients, "api_url", "https://slack.com/api/")
    url = urlsplit(Office(clients).oauth.authorize_url("s1"))
    query = parse_qs(url.query)

    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://slack.com/oauth/v2/authorize"
    assert (query["client_id"], query["state"]) == (["1.2"], ["s1"])
    assert query["redirect_uri"] == ["https://herald.example.com/slack/oauth_redirect"]
    assert {"commands", "chat:write", "chat:write.public"} <= set(query["scope"][0].split(","))


async def test_a_code_becomes_an_installation(office: Office) -> None:
    made = await office.oauth.exchange("c1", now=NOON)

    assert (made.id, made.name, made.bot_id, made.bot_user_id) == ("T1", "Acme", "B0BOT", "U0BOT")
    assert made.bot_token.get_secret_value() == "xoxb-given"
    assert (made.installed_at, made.expires_at, made.org_wide) == (NOON, None, False)
    assert office.asked[0]["code"] == "c1"
    assert office.asked[0]["redirect_uri"] == "https://herald.example.com/slack/oauth_redirect"


async def test_an_organisations_installation_is_kept_under_the_organisation(office: Office) -> None:
    office.given |= {"team": None, "enterprise": {"id": "E1", "name": "Grid"}, "is_enterprise_install": True}

    made = await office.oauth.exchange("c1", now=NOON)

    assert (made.id, made.enterprise_id, made.org_wide) == ("E1", "E1", True)


async def test_a_rotated_token_comes_with_its_end(office: Office) -> None:
    office.rotate()

    assert (await office.oauth.exchange("c1", now=NOON)).expires_at == NOON + timedelta(hours=12)


async def test_a_code_that_slack_refuses_is_refused(office: Office) -> None:
    office.error = "invalid_code"

    with pytest.raises(PostRefused) as refused:
        await office.oauth.exchange("c1", now=NOON)
    assert refused.value.code == "invalid_code"


@pytest.mark.parametrize("lost", [{"team": None}, {"team": {}}, {"access_token": None}])
async def test_an_answer_that_lacks_what_is_needed_is_no_installation(office: Office, lost: Json) -> None:
    office.given |= lost

    with pytest.raises(PostUncertain) as uncertain:
        await office.oauth.exchange("c1", now=NOON)
    assert "xoxb" not in str(uncertain.value)


async def test_no_token_is_in_what_is_printed_of_an_installation() -> None:
    assert "xox" not in repr(rotated(ends=SOON))


@dataclass
class Desk:
    """Renewals in several processes, over one Redis."""

    office: Office
    store: Installations
    clock: FakeClock

    def process(self) -> Renewals:
        """One process."""

        async def shortly(_seconds: float) -> None:
            await asyncio.sleep(0.005)

        return Renewals(self.store, self.office.oauth, clock=self.clock, sleep=shortly)


@pytest.fixture
def desk(office: Office, redis: Redis) -> Desk:
    """Nothing is installed yet; at Slack's, everything can be renewed."""
    office.rotate()
    return Desk(office, Installations(redis, Sealer((KEY,))), FakeClock())


async def test_a_token_that_never_ends_is_never_renewed(desk: Desk) -> None:
    kept = installation()

    assert await desk.process().fresh(kept) is kept
    assert desk.office.asked == []


async def test_five_concurrent_requests_with_a_token_that_ended_make_one_renewal(desk: Desk) -> None:
    ended = rotated(ends=NOON)
    await desk.store.save(ended)
    desk.office.slow = 0.05

    found = await asyncio.gather(*(desk.process().fresh(ended) for _ in range(5)))

    assert len(desk.office.asked) == 1
    assert {one and one.bot_token.get_secret_value() for one in found} == {"xoxb-2"}


async def test_a_token_that_still_holds_is_used_while_it_is_renewed_beside(desk: Desk) -> None:
    ending = rotated(ends=SOON)
    await desk.store.save(ending)
    renewals = desk.process()

    assert [await renewals.fresh(ending) for _ in range(3)] == [ending] * 3
    assert (await _renewed(desk)).bot_token.get_secret_value() == "xoxb-2"
    assert len(desk.office.asked) == 1


async def _renewed(desk: Desk) -> Installation:
    async with asyncio.timeout(10):
        while True:
            now = await desk.store.get("T1")
            if now is not None and now.revision != "r1":
                return now
            await asyncio.sleep(0.005)


async def test_a_renewal_keeps_all_but_the_token(desk: Desk) -> None:
    ended = rotated(ends=NOON)
    await desk.store.save(ended)

    renewed = await desk.process().renew(ended)

    assert renewed is not None
    assert renewed.expires_at == NOON + timedelta(hours=12)
    assert renewed.refresh_token == SecretStr("xoxe-2")
    assert (renewed.installed_at, renewed.bot_id, renewed.name) == (ended.installed_at, ended.bot_id, ended.name)
    assert desk.office.asked[0]["refresh_token"] == "xoxe-1-first"


async def test_an_installation_that_ended_meanwhile_is_not_renewed(desk: Desk) -> None:
    assert await desk.process().fresh(rotated(ends=NOON)) is None
    assert desk.office.asked == []


async def test_a_refusal_to_renew_is_no_token(desk: Desk) -> None:
    ended = rotated(ends=NOON)
    await desk.store.save(ended)
    desk.office.error = "invalid_refresh_token"

    with pytest.raises(PostRefused):
        await desk.process().fresh(ended)
    assert await desk.store.get("T1") == ended


async def test_a_lost_answer_leaves_the_refresh_token_to_be_used_again(desk: Desk) -> None:
    ended = rotated(ends=NOON)
    await desk.store.save(ended)
    desk.office.error = "internal_error"
    with pytest.raises(SlackBusy):
        await desk.process().fresh(ended)
    desk.office.error = None

    renewed = await desk.process().fresh(ended)

    assert renewed is not None
    assert {asked["refresh_token"] for asked in desk.office.asked} == {"xoxe-1-first"}


async def test_tokens_are_renewed_before_anybody_asks(desk: Desk) -> None:
    await desk.store.save(rotated("T1", ends=NOON + RENEW_BEFORE - timedelta(minutes=1)))
    await desk.store.save(rotated("T2", ends=NOON + RENEW_BEFORE + timedelta(hours=1)))

    async with background(desk.process().keep_renewed()):
        assert (await _renewed(desk)).expires_at == NOON + timedelta(hours=12)
    later = await desk.store.get("T2")
    assert later is not None
    assert later.revision == "r1"


@pytest.mark.parametrize("key", [new_key(), KEY], ids=["of another key", "of another version"])
async def test_one_that_cannot_be_read_keeps_no_other_from_being_renewed(desk: Desk, redis: Redis, key: str) -> None:
    await desk.store.save(rotated("T0", ends=NOON))
    odd = Sealer((key,)).seal("T0", '{"token": "in an unknown form"}')
    await redis.hset(keys.installation("T0"), "sealed", odd)
    await desk.store.save(rotated("T1", ends=NOON + timedelta(minutes=1)))

    async with background(desk.process().keep_renewed()):
        assert (await _renewed(desk)).expires_at == NOON + timedelta(hours=12)
