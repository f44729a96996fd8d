"""Messages through a `response_url` go out once, on the session that all calls share, and to Slack alone."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.slack.clients import open_session
from bot.slack.origins import Origins
from bot.slack.responding import SharedRespond
from playground.serving import listening_socket, running
from tests.bot.figures import Growth
from tests.bot.slack.answering import Answer, json, reset, scripted, text
from tests.bot.slack.test_origins import HOME, STRANGE


async def answered(answer: Answer) -> list[str]:
    """What Slack saw of one message, to which it answers so."""
    async with scripted(answer) as (clients, slack):
        respond = SharedRespond(f"{slack.url}/hook", clients.session, Origins([slack.url]))
        try:
            await respond(text="Here it is.")
        finally:
            seen = list(slack.seen)
        return seen


async def test_two_messages_take_one_connection() -> None:
    seen: list[tuple[Any, Any]] = []

    async def take(request: web.Request) -> web.Response:
        peer = request.transport and request.transport.get_extra_info("peername")
        seen.append((peer, await request.json()))
        return web.Response(text="ok")

    noting = web.Application()
    noting.router.add_post("/hook", take)
    async with running(noting, listening_socket(0)) as url, open_session() as session:
        respond = SharedRespond(f"{url}/hook", session, Origins([url]))
        await respond(text="Here it is.", blocks=[], replace_original=True)
        await respond(delete_original=True, response_type=None)

    assert [body for _, body in seen] == [
        {"text": "Here it is.", "replace_original": True},
        {"text": "", "delete_original": True},
    ]
    assert len({peer for peer, _ in seen}) == 1


async def test_a_request_without_an_address_is_told_so() -> None:
    async with open_session() as session:
        with pytest.raises(ValueError, match="no response_url"):
            await SharedRespond(None, session, Origins([HOME]))(text="Here it is.")


@pytest.mark.parametrize("url", STRANGE, ids=range(len(STRANGE)))
async def test_nothing_is_said_to_a_place_that_only_looks_like_slacks(url: str) -> None:
    async with open_session() as session:
        with pytest.raises(PostRefused) as raised:
            await SharedRespond(url, session, Origins([HOME]))(text="Here it is.")

    assert raised.value.code == "response_url_not_allowed"


@pytest.mark.parametrize("answer", [text("ok", "text/plain"), json({"ok": True}), text("", "text/plain")])
async def test_a_message_that_was_taken_is_counted(answer: Answer) -> None:
    grown = Growth("slack_call_seconds_count", method="response_url", outcome="ok")

    assert await answered(answer) == ["/hook"]

    assert grown.by == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (json({"ok": False, "error": "used_url"}, 404), "used_url"),
        (json({"ok": False, "error": "invalid_blocks"}), "invalid_blocks"),
        (text("expired", "text/plain", 404), "http_404"),
        (text("", "text/plain", 302), "http_302"),
    ],
)
async def test_a_refusal_is_told_with_slacks_word_and_counted(answer: Answer, code: str) -> None:
    grown = Growth("slack_call_seconds_count", method="response_url", outcome="refused")

    with pytest.raises(PostRefused) as raised:
        await answered(answer)

    assert (raised.value.code, grown.by) == (code, 1)


async def test_a_slack_that_has_no_time_says_for_how_long() -> None:
    with pytest.raises(SlackBusy) as raised:
        await answered(text("slowly", "text/plain", 429))

    assert raised.value.retry_after == timedelta(seconds=2)


@pytest.mark.parametrize("answer", [reset, text("broken", "text/plain", 503)])
async def test_a_message_whose_answer_was_lost_is_not_sent_a_second_time(answer: Answer) -> None:
    sent: list[str] = []

    async def noted(request: web.Request) -> web.StreamResponse:
        sent.append(request.path)
        return await answer(request)

    with pytest.raises(PostUncertain):
        await answered(noted)

    assert sent == ["/hook"]


async def test_a_slack_that_does_not_answer_leaves_it_open() -> None:
    over = asyncio.Event()

    async def wait(_request: web.Request) -> web.StreamResponse:
        await over.wait()
        return web.Response()

    async with scripted(wait) as (_, slack):
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.1)) as impatient:
            respond = SharedRespond(f"{slack.url}/hook", impatient, Origins([slack.url]))
            with pytest.raises(PostUncertain):
                await respond(text="Here it is.")
        over.set()
