"""The web process turns away what is not from Slack, and says how it is."""

import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.web import BODY_LIMIT, build_web

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
COMMAND = urlencode({"command": "/herald", "team_id": "T1", "user_id": "U1", "text": ""})


async def nothing_missing() -> list[str]:
    """A bot that is ready."""
    return []


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    """The web application around a Bolt app with one command."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U9")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/herald")
    async def answer(ack: AsyncAck) -> None:
        await ack("hello")

    transport = httpx.ASGITransport(build_web(app, nothing_missing))
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
        yield client


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers for `body`, signed at a time."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(signature),
    }


async def test_a_signed_request_reaches_its_listener(web: httpx.AsyncClient) -> None:
    answer = await web.post("/slack/events", content=COMMAND, headers=signed(COMMAND))

    assert (answer.status_code, answer.text) == (200, "hello")


async def test_a_wrong_signature_is_unauthorized(web: httpx.AsyncClient) -> None:
    answer = await web.post("/slack/events", content=COMMAND, headers=signed(COMMAND, secret="another"))

    assert answer.status_code == 401


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_request_older_or_newer_than_five_minutes_is_unauthorized(web: httpx.AsyncClient, seconds: int) -> None:
    headers = signed(COMMAND, at=time.time() + seconds)

    assert (await web.post("/slack/events", content=COMMAND, headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "odd",
    [
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": "9" * 5_000},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": ""},
    ],
)
async def test_odd_signature_headers_are_unauthorized(web: httpx.AsyncClient, odd: dict[str, str]) -> None:
    headers = [(name.encode(), value.encode()) for name, value in (signed(COMMAND) | odd).items()]

    assert (await web.post("/slack/events", content=COMMAND, headers=headers)).status_code == 401


async def test_a_body_over_one_mebibyte_is_too_large(web: httpx.AsyncClient) -> None:
    body = "a" * (BODY_LIMIT + 1)

    assert (await web.post("/slack/events", content=body, headers=signed(body))).status_code == 413


async def test_a_body_that_hides_its_length_is_cut_at_one_mebibyte(web: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"a" * 2_048

    assert (await web.post("/slack/events", content=chunks(), headers=signed(""))).status_code == 413


async def test_a_body_that_is_no_text_is_a_bad_request(web: httpx.AsyncClient) -> None:
    answer = await web.post("/slack/events", content=b"\xff\xfe", headers=signed(""))

    assert answer.status_code == 400


async def test_healthz_says_alive(web: httpx.AsyncClient) -> None:
    assert (await web.get("/healthz")).json() == {"status": "alive"}


async def test_readyz_names_what_is_missing() -> None:
    async def redis_is_down() -> list[str]:
        return ["Redis: ConnectionError: start Redis, or mend REDIS_URL"]

    app = AsyncApp(signing_secret=SECRET, token="xoxb-1")
    transport = httpx.ASGITransport(build_web(app, redis_is_down))
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert json.loads(answer.text)["missing"] == ["Redis: ConnectionError: start Redis, or mend REDIS_URL"]
