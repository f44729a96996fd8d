"""How each fault of Slack's leaves the door."""

from datetime import timedelta

import aiohttp
import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.slack.clients import SlackClients
from bot.slack.door import UNSURE, translated
from playground.serving import listening_socket
from tests.bot.slack.answering import Answer, half, hang, json, reset, scripted, text

UNTRUSTED = {
    "reset": reset,
    "half an answer": half,
    "500 with JSON": json({"ok": False, "error": "some_error"}, 500),
    "503 with HTML": text("<h1>Service unavailable</h1>", "text/html", 503),
    "200 with HTML": text("<h1>Log in</h1>", "text/html"),
    "200 with text": text("ok", "text/plain"),
    "404 with HTML": text("<h1>Not found</h1>", "text/html", 404),
    "broken JSON": text('{"ok": tru', "application/json"),
    "a JSON list": json([1]),
    "JSON null": json(None),
    "an empty object": json({}),
    **{code: json({"ok": False, "error": code}) for code in sorted(UNSURE)},
}


async def post(clients: SlackClients, *, repeatable: bool = False) -> None:
    """One call through the door, sent once."""
    with translated("chat.postMessage", repeatable=repeatable):
        await clients.once("xoxb-secret").chat_postMessage(channel="C0GENERAL", text="hello")


@pytest.mark.parametrize("name", UNTRUSTED)
async def test_a_post_without_an_answer_to_trust_is_uncertain(name: str) -> None:
    async with scripted(UNTRUSTED[name]) as (clients, slack):
        with pytest.raises(PostUncertain) as raised:
            await post(clients)

        assert len(slack.seen) == 1
        assert "xoxb-secret" not in str(raised.value)


@pytest.mark.parametrize("name", UNTRUSTED)
async def test_a_repeatable_call_without_an_answer_to_trust_is_to_be_made_again(name: str) -> None:
    async with scripted(UNTRUSTED[name]) as (clients, _):
        with pytest.raises(SlackBusy):
            await post(clients, repeatable=True)


async def test_a_post_that_slack_does_not_answer_in_time_is_uncertain() -> None:
    async with scripted(hang) as (clients, _), aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.1)) as brief:
        with pytest.raises(PostUncertain):
            await post(SlackClients(brief, clients.api_url))


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (json({"ok": False, "error": "ratelimited"}, 429, Retry_After="30"), 30),
        (text("slow down", "text/plain", 429), 2),
        (json({"ok": False, "error": "ratelimited"}), 2),
        (json({"ok": False, "error": "rate_limited"}), 2),
    ],
)
async def test_a_rate_limited_call_is_to_be_made_again_when_slack_says(answer: Answer, seconds: int) -> None:
    async with scripted(answer) as (clients, _):
        with pytest.raises(SlackBusy) as raised:
            await post(clients)

        assert raised.value.retry_after == timedelta(seconds=seconds)


async def test_a_call_that_never_reached_slack_is_to_be_made_again() -> None:
    with listening_socket(0) as closed:
        port = closed.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(SlackBusy):
            await post(SlackClients(session, f"http://127.0.0.1:{port}/api/"))


@pytest.mark.parametrize("status", [200, 403])
async def test_a_definite_no_carries_slacks_code(status: int) -> None:
    async with scripted(json({"ok": False, "error": "is_archived"}, status)) as (clients, _):
        with pytest.raises(PostRefused) as raised:
            await post(clients)

        assert (raised.value.method, raised.value.code) == ("chat.postMessage", "is_archived")
