"""A person's file comes from Slack's own hosts, with the workspace's token, and never too much of it."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.errors import FileRefused, PostRefused, SlackBusy
from bot.rendering.given import PersonFile
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.media import SlackFiles
from bot.slack.workspaces import OneWorkspace, Workspace, Workspaces
from playground.slack.settings import Settings
from tests.bot.media.samples import picture
from tests.bot.slack.answering import Answer, Scripted, half, json, reset, scripted, text
from tests.bot.slack.conftest import no_pause
from tests.bot.slack.samples import make_render
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk

TOKEN = "xoxb-of-the-test"
RENDER = make_render()
PAGE = "<!DOCTYPE html><title>Sign in to Slack</title>"


@asynccontextmanager
async def slack_that_answers(*answers: Answer) -> AsyncIterator[tuple[SlackFiles, Scripted]]:
    """Herald before a Slack that answers so."""
    async with scripted(*answers) as (clients, slack):
        workspaces = Workspaces(OneWorkspace(TOKEN, clients))
        workspaces.remember(Workspace(RENDER.team_id, TOKEN, "B1", "U1"))
        yield SlackFiles(SlackCalls(clients, workspaces), clients.session, [slack.url]), slack


def about(**fields: Any) -> Answer:
    """The answer of files.info, whose file lies on the same host."""

    async def answer(request: web.Request) -> web.StreamResponse:
        url = f"http://{request.host}/files/mine.png"
        file = {"id": "F1", "name": "mine.png", "mode": "hosted", "user": RENDER.user_id, "url_private": url, "size": 9}
        return web.json_response({"ok": True, "file": {**file, **fields}})

    return answer


async def fetch(*answers: Answer, max_bytes: int = 1_000) -> PersonFile:
    """The file from a Slack that answers so."""
    async with slack_that_answers(*answers) as (files, _):
        return await files.fetch(RENDER, "F1", max_bytes=max_bytes, own=True)


async def refusal_of(*answers: Answer) -> tuple[str, str]:
    """The code and the words with which a file is refused."""
    with pytest.raises(FileRefused) as raised:
        await fetch(*answers)
    return raised.value.code, str(raised.value)


async def test_the_bytes_come_with_the_workspaces_token() -> None:
    tokens: list[str | None] = []

    async def give(request: web.Request) -> web.StreamResponse:
        tokens.append(request.headers.get("Authorization"))
        return web.Response(body=b"the bytes", content_type="image/png")

    assert await fetch(about(), give) == PersonFile("mine.png", b"the bytes")
    assert tokens == [f"Bearer {TOKEN}"]


async def test_nothing_is_fetched_from_a_host_that_is_not_slacks() -> None:
    async with scripted(text("x", "image/png")) as (_, stranger):
        code, _ = await refusal_of(about(url_private=f"{stranger.url}/files/mine.png"))

        assert (code, stranger.seen) == ("file_elsewhere", [])


async def test_the_token_does_not_follow_a_redirect() -> None:
    async with scripted(text("x", "image/png")) as (_, stranger):

        async def elsewhere(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(f"{stranger.url}/login")

        code, _ = await refusal_of(about(), elsewhere)

        assert (code, stranger.seen) == ("file_scope", [])


@pytest.mark.parametrize("content_type", ["text/html", "image/png"])
async def test_a_sign_in_page_means_that_a_scope_is_missing(content_type: str) -> None:
    code, words = await refusal_of(about(), text(PAGE, content_type))

    assert code == "file_scope"
    assert words.startswith("mine.png cannot be read: Herald was installed here without the permission")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mode": "tombstone"}, "file_deleted"),
        ({"user": "U0SOMEBODY"}, "file_hidden"),
        ({"mode": "external", "is_external": True}, "file_elsewhere"),
        ({"url_private": None}, "file_elsewhere"),
        ({"size": 1_001}, "file_too_large"),
    ],
)
async def test_a_file_that_cannot_be_of_use_is_not_fetched(fields: dict[str, Any], code: str) -> None:
    async with slack_that_answers(about(**fields)) as (files, slack):
        with pytest.raises(FileRefused) as raised:
            await files.fetch(RENDER, "F1", max_bytes=1_000, own=True)

        assert (raised.value.code, slack.seen) == (code, ["/api/files.info"])


async def test_a_colleagues_file_is_fetched_where_it_need_not_be_ones_own() -> None:
    async with slack_that_answers(about(user="U0SOMEBODY"), text("bytes", "image/png")) as (files, _):
        fetched = await files.fetch(RENDER, "F1", max_bytes=1_000, own=False)

    assert fetched.content == b"bytes"


async def test_a_file_that_is_larger_than_slack_said_is_read_no_further() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(64 * 1024))

    assert (await refusal_of(about(), endless))[0] == "file_too_large"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("file_deleted", "file_deleted"),
        ("file_not_found", "file_hidden"),
        ("access_denied", "file_hidden"),
        ("missing_scope", "file_scope"),
    ],
)
async def test_what_slack_says_of_the_file_has_its_own_words(error: str, code: str) -> None:
    assert (await refusal_of(json({"ok": False, "error": error})))[0] == code


async def test_what_slack_says_of_herald_is_passed_on() -> None:
    with pytest.raises(PostRefused, match="token_revoked"):
        await fetch(json({"ok": False, "error": "token_revoked"}))


@pytest.mark.parametrize(("status", "code"), [(404, "file_deleted"), (410, "file_deleted"), (403, "file_scope")])
async def test_a_refused_download_has_its_own_words(status: int, code: str) -> None:
    assert (await refusal_of(about(), text("no", "text/plain", status)))[0] == code


@pytest.mark.parametrize("answer", [half, reset, text("busy", "text/plain", 429), text("down", "text/plain", 503)])
async def test_a_download_that_was_cut_is_begun_again(answer: Answer) -> None:
    with pytest.raises(SlackBusy):
        await fetch(about(), answer)


@pytest.mark.parametrize(
    "answer",
    [json({"ok": True, "file": None}), json({"ok": True}), json({"ok": True, "file": {"size": "9", "mode": 7}})],
)
async def test_an_odd_answer_is_no_more_than_refused_or_asked_for_again(answer: Answer) -> None:
    with pytest.raises((FileRefused, SlackBusy)):
        await fetch(answer)


@asynccontextmanager
async def local_slack(scopes: tuple[str, ...]) -> AsyncIterator[tuple[Desk, SlackFiles]]:
    """Herald before the local Slack."""
    async with open_desk(Settings(scopes=scopes)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/", no_pause)
        calls = SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients)))
        yield desk, SlackFiles(calls, session, [desk.url])


async def upload(desk: Desk, content: bytes) -> str:
    """What Alice uploads for a form."""
    done = await desk.act("upload", name="me.png", content_base64=b64encode(content).decode())
    return str(done["file_id"])


async def test_a_file_that_was_given_in_a_form_arrives_whole() -> None:
    content = picture("png", width=500, height=400)
    async with local_slack(ALL_SCOPES) as (desk, files):
        file_id = await upload(desk, content)

        assert await files.fetch(RENDER, file_id, max_bytes=1_000_000, own=True) == PersonFile("me.png", content)


async def test_without_the_scope_the_person_learns_of_it() -> None:
    async with local_slack(tuple(scope for scope in ALL_SCOPES if scope != "files:read")) as (desk, files):
        file_id = await upload(desk, picture("png"))

        with pytest.raises(FileRefused, match="without the permission to read files"):
            await files.fetch(RENDER, file_id, max_bytes=1_000_000, own=True)
