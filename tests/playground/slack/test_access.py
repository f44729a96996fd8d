"""Who may call what."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code, refusal


async def test_a_call_without_a_token_is_refused(desk: Desk) -> None:
    client = AsyncWebClient(base_url=f"{desk.url}/api/", retry_handlers=[])
    assert await code(client.auth_test()) == "not_authed"


async def test_a_wrong_token_is_refused(desk: Desk) -> None:
    assert await code(desk.client("xoxb-wrong").auth_test()) == "invalid_auth"


async def test_the_app_token_only_opens_sockets(desk: Desk) -> None:
    app_token = desk.settings.app_token
    assert await code(desk.client(app_token).auth_test()) == "not_allowed_token_type"
    assert (
        await code(desk.client().apps_connections_open(app_token=desk.settings.bot_token)) == "not_allowed_token_type"
    )
    opened = await desk.client().apps_connections_open(app_token=app_token)
    assert opened["url"].startswith("ws://127.0.0.1")


async def test_a_socket_url_works_once(desk: Desk) -> None:
    url = (await desk.client().apps_connections_open(app_token=desk.settings.app_token))["url"]
    async with desk.http.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
    async with desk.http.get(url.replace("ws", "http", 1)) as again:
        assert again.status == 403


async def test_an_unknown_method_is_refused(desk: Desk) -> None:
    assert await code(desk.client().api_call("chat.shout")) == "unknown_method"


async def test_a_scope_that_was_declined_is_named() -> None:
    scopes = tuple(scope for scope in DEFAULT_SCOPES if scope != "files:read")
    async with open_desk(Settings(scopes=scopes)) as desk:
        body = await refusal(desk.client().files_info(file="F1"))
    assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", "files:read", ",".join(scopes))


async def test_the_granted_scopes_come_with_each_answer(desk: Desk) -> None:
    answer = await desk.client().auth_test()
    assert answer.headers["x-oauth-scopes"] == ",".join(desk.settings.scopes)


async def test_api_test_gives_its_arguments_back(desk: Desk) -> None:
    assert (await desk.client().api_test(flavour="mint"))["args"] == {"flavour": "mint"}
    assert await code(desk.client().api_test(error="my_error")) == "my_error"


async def test_the_app_learns_about_its_team_and_itself(desk: Desk) -> None:
    assert (await desk.client().team_info())["team"]["id"] == "T0PLAY"
    assert (await desk.client().bots_info(bot="B0HERALD"))["bot"]["app_id"] == "A0HERALD"
    assert await code(desk.client().bots_info(bot="B0OTHER")) == "bot_not_found"


@pytest.mark.parametrize("header", [{"Origin": "https://example.org"}, {"Host": "example.org"}])
async def test_pages_of_other_sites_are_kept_out(desk: Desk, header: dict[str, str]) -> None:
    async with desk.http.get(f"{desk.url}/_control/state", headers=header) as answer:
        assert answer.status == 403
