"""Installing the app by OAuth, renewing its tokens, and removing it."""

import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's own use

BACK: Final = "http://127.0.0.1:9/slack/oauth_redirect"
SCOPES: Final = "commands,chat:write,files:read"


async def look(desk: Desk, **query: str) -> tuple[int, str]:
    """The authorize page."""
    asked = {"client_id": desk.settings.client_id, "scope": SCOPES, "redirect_uri": BACK, "state": "s1", **query}
    async with desk.http.get(f"{desk.url}/oauth/v2/authorize", params=asked) as answer:
        return answer.status, await answer.text()


async def decide(desk: Desk, decision: str = "allow", **fields: Any) -> dict[str, list[str]]:
    """What the app is told when a person decides."""
    asked = {"client_id": desk.settings.client_id, "scope": SCOPES, "redirect_uri": BACK, "state": "s1"}
    form = {**asked, "user": "U0CAROL", "decision": decision, **fields}
    async with desk.http.post(f"{desk.url}/oauth/v2/authorize", data=form, allow_redirects=False) as answer:
        assert answer.status == 302, await answer.text()
        assert answer.headers["Location"].startswith(BACK)
        return parse_qs(urlsplit(answer.headers["Location"]).query)


async def allowed(desk: Desk, **fields: Any) -> str:
    """The code of a permission."""
    return (await decide(desk, **fields))["code"][0]


def exchange(desk: Desk, **fields: Any) -> Any:
    """A call to oauth.v2.access with the app's credentials."""
    credentials = {"client_id": desk.settings.client_id, "client_secret": desk.settings.client_secret}
    anonymous = AsyncWebClient(base_url=f"{desk.url}/api/", retry_handlers=[])
    return anonymous.oauth_v2_access(**{**credentials, "redirect_uri": BACK, **fields})


async def test_the_page_shows_what_is_asked_and_what_can_be_declined(desk: Desk) -> None:
    status, page = await look(desk, user="U0CAROL")
    assert status == 200
    assert re.findall(r'name="granted" value="([^"]+)"', page) == ["files:read"]
    assert "<li><code>chat:write</code></li>" in page
    assert '<option value="U0CAROL" selected>' in page
    assert not {"U0GUS", "U0OLGA", "U0HERALD"} & set(re.findall(r'<option value="(\w+)"', page))


async def test_what_the_app_says_cannot_change_the_page(desk: Desk) -> None:
    _, page = await look(desk, state='"><script>alert(1)</script>')
    assert "<script" not in page


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"client_id": "other"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"redirect_uri": "https://example.org/"}, "bad_redirect_uri"),
    ],
)
async def test_a_wrong_address_is_explained(desk: Desk, asked: dict[str, str], error: str) -> None:
    status, page = await look(desk, **asked)
    assert status == 400
    assert error in page


async def test_only_registered_addresses_are_gone_back_to() -> None:
    async with open_desk(Settings(redirect_urls=("https://herald.example/slack",))) as desk:
        assert (await look(desk))[0] == 400
        assert (await look(desk, redirect_uri="https://herald.example/slackers"))[0] == 400
        assert (await look(desk, redirect_uri="https://herald.example/slack/oauth_redirect"))[0] == 200


async def test_an_app_that_runs_here_is_gone_back_to_here_whatever_its_manifest_names() -> None:
    registered = ("https://herald.example/slack/oauth_redirect",)
    here = Settings(redirect_urls=registered, app_url="http://127.0.0.1:3000/slack/events")
    async with open_desk(here) as desk:
        assert (await look(desk, redirect_uri="http://127.0.0.1:3000/slack/oauth_redirect"))[0] == 200
        assert (await look(desk, redirect_uri="https://elsewhere.example/"))[0] == 400


async def test_cancelling_says_so_and_keeps_the_state(desk: Desk) -> None:
    assert await decide(desk, "cancel") == {"error": ["access_denied"], "state": ["s1"]}


async def test_a_guest_cannot_install(desk: Desk) -> None:
    form = {"client_id": desk.settings.client_id, "scope": SCOPES, "redirect_uri": BACK, "user": "U0GUS"}
    async with desk.http.post(f"{desk.url}/oauth/v2/authorize", data={**form, "decision": "allow"}) as answer:
        assert answer.status == 400
    assert (await desk.try_act("install", user="U0GUS"))[0] == 400


async def test_a_code_becomes_a_token_of_that_workspace(desk: Desk) -> None:
    answer = await exchange(desk, code=await allowed(desk, granted="files:read"))
    told = {key: answer[key] for key in ("token_type", "scope", "bot_user_id", "app_id", "team", "authed_user")}
    assert told == {
        "token_type": "bot",
        "scope": SCOPES,
        "bot_user_id": "U0HERALDO",
        "app_id": "A0HERALD",
        "team": {"id": "T0ORBIT", "name": "Orbit"},
        "authed_user": {"id": "U0CAROL"},
    }
    assert (await desk.client(answer["access_token"]).auth_test())["team_id"] == "T0ORBIT"
    assert (await desk.state("U0CAROL"))["team"]["installed"] is True


async def test_a_declined_scope_is_not_granted(desk: Desk) -> None:
    answer = await exchange(desk, code=await allowed(desk))
    assert answer["scope"] == "commands,chat:write"
    assert await code(desk.client(answer["access_token"]).files_info(file="F1")) == "missing_scope"


async def test_scopes_only_grow_and_the_token_stays(desk: Desk) -> None:
    first = await exchange(desk, code=await allowed(desk))
    again = await exchange(desk, code=await allowed(desk, scope="users:read"))
    assert again["access_token"] == first["access_token"]
    assert again["scope"] == "commands,chat:write,users:read"


async def test_a_code_works_once_and_for_ten_minutes(desk: Desk) -> None:
    used, late = await allowed(desk), await allowed(desk)
    await exchange(desk, code=used)
    assert await code(exchange(desk, code=used)) == "invalid_code"
    await desk.advance(601)
    assert await code(exchange(desk, code=late)) == "invalid_code"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_id": "other"}, "invalid_client_id"),
        ({"client_secret": "guess"}, "bad_client_secret"),
        ({"redirect_uri": "http://127.0.0.1:9/other"}, "bad_redirect_uri"),
        ({"grant_type": "magic"}, "invalid_grant_type"),
    ],
)
async def test_a_wrong_exchange_is_refused(desk: Desk, wrong: dict[str, str], error: str) -> None:
    assert await code(exchange(desk, **{"code": await allowed(desk), **wrong})) == error


async def test_credentials_may_come_as_parameters(desk: Desk) -> None:
    form = {"client_id": desk.settings.client_id, "client_secret": desk.settings.client_secret}
    body = {**form, "code": await allowed(desk), "redirect_uri": BACK}
    async with desk.http.post(f"{desk.url}/api/oauth.v2.access", data=body) as answer:
        assert (await answer.json())["ok"] is True


async def test_a_person_gets_a_token_when_scopes_for_it_are_asked(desk: Desk) -> None:
    answer = await exchange(desk, code=await allowed(desk, user_scope="search:read"))
    person = answer["authed_user"]
    assert (person["id"], person["scope"], person["token_type"]) == ("U0CAROL", "search:read", "user")
    client = desk.client(person["access_token"])
    assert (await client.auth_test())["user_id"] == "U0CAROL"
    assert await code(client.chat_postMessage(channel="C0SHARED", text="Hi")) == "not_allowed_token_type"


async def test_rotated_tokens_end_and_are_renewed() -> None:
    async with open_desk(Settings(token_rotation=True)) as desk:
        first = await exchange(desk, code=await allowed(desk))
        assert first["expires_in"] == 43_200
        await desk.advance(43_201)
        assert await code(desk.client(first["access_token"]).auth_test()) == "token_expired"
        renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await exchange(desk, **renewal)
        assert (await desk.client(second["access_token"]).auth_test())["ok"]
        assert await code(exchange(desk, **renewal)) == "invalid_refresh_token"


async def test_a_token_that_was_revoked_says_so(desk: Desk) -> None:
    client = desk.client()
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await code(client.auth_test()) == "token_revoked"


async def test_an_app_takes_itself_out(desk: Desk) -> None:
    client = desk.client()
    credentials = {"client_id": desk.settings.client_id, "client_secret": desk.settings.client_secret}
    assert await code(client.apps_uninstall(**{**credentials, "client_secret": "guess"})) == "bad_client_secret"
    await client.apps_uninstall(**credentials)
    assert await code(client.auth_test()) == "account_inactive"
    general = (await desk.state("U0ALICE"))["channels"][0]
    assert "U0HERALD" not in general["members"]


async def test_an_app_that_was_removed_can_come_back(desk: Desk) -> None:
    await desk.act("uninstall")
    assert (await desk.try_act("command", channel="C0LAUNCH", text="/herald"))[0] == 400
    token = (await desk.act("install", declined=["files:read"]))["access_token"]
    assert token != desk.settings.bot_token
    assert "files:read" not in (await desk.client(token).auth_test()).headers["x-oauth-scopes"]
