"""Bolt's own OAuth flow against the local Slack: install page, authorize page, token, and the end of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import running
from playground.slack.settings import DEFAULT_EVENTS, OPTIONAL_SCOPES, Settings
from tests.contract.bolt.apps import free_socket
from tests.playground.slack.desk import Desk, open_desk

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's own use

Pair = tuple[Desk, list[dict[str, Any]]]


def build(desk: Desk, folder: Path, heard: list[dict[str, Any]], *, page: bool) -> AsyncApp:
    """An app for many workspaces; `page` says whether its install page is shown or only redirects."""
    store = FileInstallationStore(base_dir=str(folder), client_id=desk.settings.client_id)
    oauth = AsyncOAuthSettings(
        client_id=desk.settings.client_id,
        client_secret=desk.settings.client_secret,
        scopes=["commands", "chat:write", "chat:write.public"],
        authorization_url=f"{desk.url}/oauth/v2/authorize",
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
        install_page_rendering_enabled=page,
    )
    client = AsyncWebClient(base_url=f"{desk.url}/api/")
    app = AsyncApp(
        client=client,
        signing_secret=desk.settings.signing_secret,
        oauth_settings=oauth,
        installation_store=store,
    )
    app.enable_token_revocation_listeners()

    @app.command("/herald")
    async def greet(ack: Any, context: Any, client: Any) -> None:
        heard.append({"team": context.team_id, "token": client.token})
        await ack(f"Hello {context.team_id}")

    return app


@pytest.fixture(params=[True, False], ids=["page", "redirect"])
async def many(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    """A local Slack, and an app that can be installed in any workspace."""
    heard: list[dict[str, Any]] = []
    sock = free_socket()
    origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
    settings = Settings(
        app_url=f"{origin}/slack/events", install_url=f"{origin}/slack/install", bot_events=DEFAULT_EVENTS
    )
    async with open_desk(settings) as desk:
        bolt = build(desk, tmp_path, heard, page=request.param)
        async with running(bolt.web_app("/slack/events"), sock):
            yield desk, heard


async def test_the_app_is_installed_where_it_was_not_and_works_there(many: Pair) -> None:
    desk, heard = many
    installed = await desk.act("install", user="U0CAROL")
    assert (installed["status"], installed["installed"]) == (200, True)
    answer = await desk.act("command", user="U0CAROL", channel="C0ORBIT", text="/herald")
    assert answer["reply"]["text"] == "Hello T0ORBIT"
    assert heard[0]["team"] == "T0ORBIT"
    assert (await desk.client(heard[0]["token"]).auth_test())["team_id"] == "T0ORBIT"


async def test_declined_scopes_are_not_granted(many: Pair) -> None:
    desk, heard = many
    await desk.act("install", user="U0CAROL", declined=list(OPTIONAL_SCOPES))
    await desk.act("command", user="U0CAROL", channel="C0ORBIT", text="/herald")
    scopes = (await desk.client(heard[0]["token"]).auth_test()).headers["x-oauth-scopes"]
    assert scopes == "commands,chat:write"


async def test_an_app_that_was_removed_has_forgotten_the_workspace(many: Pair) -> None:
    desk, heard = many
    await desk.act("install", user="U0CAROL")
    await desk.act("uninstall", user="U0CAROL")
    told = {"tokens_revoked", "app_uninstalled"}
    await desk.until(lambda state: told <= {each["kind"] for each in state["dispatches"] if each["status"] == 200})
    await desk.act("install", user="U0CAROL")
    await desk.act("command", user="U0CAROL", channel="C0ORBIT", text="/herald")
    assert [each["team"] for each in heard] == ["T0ORBIT"]


async def test_a_page_that_leads_nowhere_is_explained(many: Pair) -> None:
    desk, _ = many
    status, answer = await desk.try_act("install", user="U0CAROL", install_url=f"{desk.url}/archives/C0LAUNCH")
    assert (status, answer["error"].split(" answered ")[1]) == (400, "200 and leads to no authorize page")
    status, answer = await desk.try_act("install", user="U0CAROL", install_url="https://example.org/install")
    assert (status, answer["error"]) == (400, "install_url https://example.org/install is not on this machine")
    status, answer = await desk.try_act("install", user="U0CAROL", install_url="http://127.0.0.1:9/install")
    assert status == 400
    assert "broke off" in answer["error"]
