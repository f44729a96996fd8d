"""Installing takes one browser, ten minutes and one use; every other way ends on a page with the next step."""

import re
from collections.abc import AsyncIterator
from itertools import count

import httpx
import pytest
from starlette.applications import Starlette

from bot.errors import PostRefused, PostUncertain, StoreUnavailable
from bot.install_door import COOKIE, PAGES_AT_ONCE, InstallDoor
from bot.installation import Installation
from bot.slack.installing import OAuth
from tests.bot.installations import installation
from tests.bot.rendering.fakes import NOON, FakeClock


class States(dict[str, str]):
    """The states that were issued, with their browsers."""

    away = False

    async def issue(self, state: str, browser: str, /) -> None:
        """Remember it."""
        if self.away:
            raise StoreUnavailable("Redis: ConnectionError")
        self[state] = browser

    async def take(self, state: str, browser: str, /) -> bool | None:
        """Whether it is this browser's."""
        if self.away:
            raise StoreUnavailable("Redis: ConnectionError")
        begun = self.pop(state, None)
        return None if begun is None else begun == browser


class Slack(OAuth):
    """Slack, as far as it gives tokens for codes."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.error: Exception | None = None
        self.made = installation("T1", name="Acme <b>&", app_id="A1")

    def authorize_url(self, state: str) -> str:
        """Where a person allows it."""
        return f"https://slack.example/oauth/v2/authorize?state={state}&scope=a,b"

    async def exchange(self, code: str, *, now: object) -> Installation:
        """What was allowed."""
        self.codes.append(code)
        if self.error is not None:
            raise self.error
        return self.made


class Door:
    """The door, what was installed through it, and a browser before it."""

    def __init__(self) -> None:
        self.states, self.slack = States(), Slack()
        self.installed: list[Installation] = []
        numbers = count(1)
        door = InstallDoor(
            self.slack,
            self.states,
            installed=self._install,
            new_token=lambda: f"{next(numbers):032x}",
            clock=FakeClock(),
            secure=True,
        )
        self.app = Starlette(routes=list(door.routes()))
        self.browser = self.new_browser()

    def new_browser(self) -> httpx.AsyncClient:
        """Another browser."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="https://herald")

    async def begin(self) -> str:
        """Open the first page; returns the state that it carries to Slack."""
        page = await self.browser.get("/slack/install")
        found = re.search(r"state=(\w+)", page.text)
        assert found is not None
        return found[1]

    async def come_back(self, browser: httpx.AsyncClient | None = None, **query: str) -> httpx.Response:
        """Come back from Slack."""
        return await (browser or self.browser).get("/slack/oauth_redirect", params=query)

    async def _install(self, made: Installation) -> None:
        self.installed.append(made)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """A door through which nobody came."""
    opened = Door()
    async with opened.browser:
        yield opened


async def test_the_page_leads_to_slack_and_marks_the_browser(door: Door) -> None:
    page = await door.browser.get("/slack/install")

    assert page.status_code == 200
    assert f'href="https://slack.example/oauth/v2/authorize?state={next(iter(door.states))}&amp;scope=a,b"' in page.text
    cookie = page.headers["set-cookie"]
    assert all(part in cookie for part in (COOKIE, "HttpOnly", "Secure", "SameSite=lax", "Max-Age=600", "Path=/slack"))


async def test_a_person_who_allowed_it_has_herald_and_reads_what_is_next(door: Door) -> None:
    page = await door.come_back(state=await door.begin(), code="c1")

    assert (page.status_code, door.installed) == (200, [door.slack.made])
    assert "/herald Good morning team" in page.text
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in page.text


async def test_a_workspaces_name_cannot_change_the_page(door: Door) -> None:
    page = await door.come_back(state=await door.begin(), code="c1")

    assert "Acme &lt;b&gt;&amp;" in page.text


async def test_an_organisation_is_led_to_where_workspaces_are_added(door: Door) -> None:
    door.slack.made = installation("E1", org_wide=True, app_id="A1", enterprise_id="E1")

    page = await door.come_back(state=await door.begin(), code="c1")

    assert "https://app.slack.com/manage/E1/integrations/profile/A1/workspaces/add" in page.text


async def test_a_second_tab_does_not_spoil_the_first(door: Door) -> None:
    first, second = await door.begin(), await door.begin()

    assert [(await door.come_back(state=state, code="c")).status_code for state in (first, second)] == [200, 200]


async def test_a_state_works_once(door: Door) -> None:
    state = await door.begin()
    await door.come_back(state=state, code="c1")

    again = await door.come_back(state=state, code="c2")

    assert (again.status_code, door.slack.codes) == (400, ["c1"])
    assert "This link has expired" in again.text


async def test_another_browser_cannot_finish_what_this_one_began(door: Door) -> None:
    state = await door.begin()
    async with door.new_browser() as other:
        page = await door.come_back(other, state=state, code="c1")

    assert (page.status_code, door.slack.codes) == (400, [])
    assert "another browser" in page.text


@pytest.mark.parametrize("state", ["", "f" * 32, "F" * 32, "x", "0" * 5_000, "é" * 32, "../" * 11])
async def test_a_state_that_was_never_issued_is_refused(door: Door, state: str) -> None:
    await door.begin()

    assert (await door.come_back(state=state, code="c1")).status_code == 400
    assert door.slack.codes == []


async def test_a_person_who_declined_reads_that_nothing_changed(door: Door) -> None:
    page = await door.come_back(state=await door.begin(), error="access_denied")

    assert "nothing was changed" in page.text
    assert 'href="/slack/install"' in page.text
    assert door.installed == []


@pytest.mark.parametrize("code", ["", "a b", "x" * 501, "<script>", "é"])
async def test_a_code_of_another_form_is_not_sent_to_slack(door: Door, code: str) -> None:
    page = await door.come_back(state=await door.begin(), code=code)

    assert (page.status_code, door.slack.codes) == (400, [])


@pytest.mark.parametrize("error", ["<script>alert(1)</script>", "x" * 100, ""])
async def test_what_slack_is_said_to_have_said_cannot_change_the_page(door: Door, error: str) -> None:
    page = await door.come_back(state=await door.begin(), error=error)

    assert "<script>" not in page.text
    assert "(unknown)" in page.text


async def test_a_refused_code_is_explained(door: Door) -> None:
    door.slack.error = PostRefused("oauth.v2.access", "invalid_code")

    page = await door.come_back(state=await door.begin(), code="c1")

    assert (page.status_code, "invalid_code" in page.text, door.installed) == (400, True, [])


async def test_where_slack_does_not_answer_a_person_may_begin_again(door: Door) -> None:
    door.slack.error = PostUncertain("oauth.v2.access: TimeoutError")

    page = await door.come_back(state=await door.begin(), code="c1")

    assert (page.status_code, "once more does no harm" in page.text) == (503, True)


async def test_while_redis_is_away_a_person_is_asked_to_come_again(door: Door) -> None:
    state = await door.begin()
    door.states.away = True

    pages = [await door.browser.get("/slack/install"), await door.come_back(state=state, code="c1")]

    assert [page.status_code for page in pages] == [503, 503]
    assert door.slack.codes == []


async def test_no_page_can_be_framed_kept_or_told_on(door: Door) -> None:
    for page in (await door.browser.get("/slack/install"), await door.come_back(state="x")):
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_a_stranger_cannot_fill_redis_with_states(door: Door) -> None:
    shown = 0
    while (await door.browser.get("/slack/install")).status_code == 200:  # a slow browser is given more of them
        shown += 1
        assert shown < 50 * PAGES_AT_ONCE

    assert len(door.states) == shown >= PAGES_AT_ONCE


async def test_a_look_at_the_headers_begins_nothing(door: Door) -> None:
    state = await door.begin()
    await door.browser.head("/slack/install")

    assert (await door.browser.head("/slack/oauth_redirect", params={"state": state, "code": "c1"})).status_code == 400
    assert (list(door.states), door.slack.codes) == ([state], [])


async def test_what_was_installed_carries_the_time(door: Door) -> None:
    await door.come_back(state=await door.begin(), code="c1")

    assert door.installed[0].installed_at == NOON
