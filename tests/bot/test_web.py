"""The web process turns away what is not from Slack or Runware, and says how it is."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.errors import StoreUnavailable
from bot.guard import BODY_LIMIT, Buckets, Replays, Signatures
from bot.runware.hooks import HookedTask, Hooks
from bot.status import Status
from bot.web import HOOK_SECONDS, Guard, HookDoor, build_web
from tests.bot.figures import Growth

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
COMMAND = urlencode({"command": "/herald", "team_id": "T1", "user_id": "U1", "text": ""})


HOOKS = Hooks(SecretStr("key"), "http://herald")
TASK = UUID("11111111-1111-4111-8111-111111111111")
ADDRESS = str(HOOKS.address("T1", "r1", TASK))


class Marks(set[str]):
    """What the other processes know of requests; nothing can be asked of it while `away`."""

    away = False

    async def take(self, digest: str, /) -> bool:
        """Mark a request."""
        if self.away:
            raise StoreUnavailable("Redis: ConnectionError")
        new = digest not in self
        self.add(digest)
        return new

    async def drop(self, digest: str, /) -> None:
        """Mark it no more."""
        self.discard(digest)


def guard(*secrets: str, marks: Marks | None = None, buckets: Buckets | None = None) -> Guard:
    """What stands before Bolt."""
    signatures = Signatures(secrets or (SECRET,))
    return Guard(signatures, Replays(marks if marks is not None else Marks()), buckets or Buckets())


class Hastened(list[HookedTask]):
    """The tasks that were to be asked about at once; `error` is raised instead."""

    error: Exception | None = None

    async def __call__(self, task: HookedTask) -> None:
        if self.error is not None:
            raise self.error
        self.append(task)


async def nothing_missing() -> list[str]:
    """A bot that is ready."""
    return []


@pytest.fixture
def hastened() -> Hastened:
    """No task yet."""
    return Hastened()


@pytest.fixture
async def web(hastened: Hastened) -> AsyncIterator[httpx.AsyncClient]:
    """The web application around a Bolt app with one command."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U9")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/herald")
    async def answer(ack: AsyncAck) -> None:
        await ack("hello")

    transport = httpx.ASGITransport(build_web(app, Status(nothing_missing), HookDoor(HOOKS, hastened), guard=guard()))
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


ITEM = {"taskType": "videoInference", "taskUUID": str(TASK), "status": "success", "videoUUID": "v1"}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(ITEM).encode(),
        json.dumps({"data": [ITEM]}).encode(),
        json.dumps({"errors": [{"code": "timeoutProvider", "taskUUID": str(TASK)}]}).encode(),
        b"",
        b"{",
        b"\xff\xfe",
        b"a" * (BODY_LIMIT + 1),
    ],
)
async def test_a_webhook_hastens_its_task_whatever_its_body(
    web: httpx.AsyncClient, hastened: Hastened, body: bytes
) -> None:
    answer = await web.post(ADDRESS, content=body)

    assert (answer.status_code, answer.content) == (204, b"")
    assert hastened == [HookedTask("T1", "r1", TASK)]


@pytest.mark.parametrize(("body", "told"), [(json.dumps(ITEM).encode(), 0), (b'{"result": "there"}', 1), (b"", 1)])
async def test_a_shape_that_is_new_is_told_to_the_operator(web: httpx.AsyncClient, body: bytes, told: int) -> None:
    with capture_logs() as logs:
        await web.post(ADDRESS, content=body)

    assert [line["task_uuid"] for line in logs] == [str(TASK)] * told


async def test_a_body_that_hides_its_length_is_read_no_further_than_it_is_worth(web: httpx.AsyncClient) -> None:
    chunks = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal chunks
        while chunks < 100:
            chunks += 1
            yield b"a" * (BODY_LIMIT // 4)

    assert (await web.post(ADDRESS, content=endless())).status_code == 204
    assert chunks < 10


async def test_the_same_webhook_again_is_answered_in_the_same_way(web: httpx.AsyncClient) -> None:
    assert [(await web.post(ADDRESS)).status_code for _ in range(3)] == [204, 204, 204]


@pytest.mark.parametrize(
    "path",
    [
        "/runware/hooks/",
        "/runware/hooks/guess",
        "/runware/hooks/a/b",
        f"{ADDRESS}/",
        f"{ADDRESS[:-1]}x",
        "/runware/hooks/%00%ff",
        "/runware/hooks/" + "a" * 10_000,
    ],
)
async def test_a_strangers_webhook_is_not_found_and_hastens_nothing(
    web: httpx.AsyncClient, hastened: Hastened, path: str
) -> None:
    answer = await web.post(path, json=ITEM)

    assert answer.status_code == 404
    assert "hooks" not in answer.text
    assert hastened == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_a_webhook_is_a_post(web: httpx.AsyncClient, hastened: Hastened, method: str) -> None:
    assert (await web.request(method, ADDRESS)).status_code == 405
    assert hastened == []


@pytest.mark.parametrize("error", [StoreUnavailable("Redis: ConnectionError"), TimeoutError()])
async def test_a_webhook_is_to_come_again_while_redis_is_away(
    web: httpx.AsyncClient, hastened: Hastened, error: Exception
) -> None:
    hastened.error = error

    assert (await web.post(ADDRESS)).status_code == 503


async def test_a_caller_who_stops_talking_is_answered_all_the_same(hastened: Hastened) -> None:
    scope: dict[str, Any] = {"type": "http", "method": "POST", "headers": [], "path_params": {}}
    scope["path_params"]["token"] = ADDRESS.rpartition("/")[2]
    sent: list[Any] = []

    async def silence() -> dict[str, Any]:
        silent: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        return await silent

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(HOOK_SECONDS + 10):
        await HookDoor(HOOKS, hastened)(scope, silence, send)

    assert sent[0]["status"] == 204
    assert len(hastened) == 1


async def test_requests_are_counted_by_kind_and_by_what_became_of_them(web: httpx.AsyncClient) -> None:
    acks = Growth("ack_seconds_count", kind="command")
    let_in, forged = Growth("door_total", verdict="let in"), Growth("door_total", verdict="turned away with 401")
    again = Growth("duplicate_suppressed_total", kind="delivery")
    headers = signed(COMMAND)

    for _ in range(2):
        await web.post("/slack/events", content=COMMAND, headers=headers)
    await web.post("/slack/events", content=COMMAND, headers=signed(COMMAND, secret="another"))

    assert (acks.by, let_in.by, forged.by, again.by) == (2, 2, 1, 1)


async def test_webhooks_are_counted_by_verdict(web: httpx.AsyncClient) -> None:
    taken, forged = Growth("webhook_total", verdict="taken"), Growth("webhook_total", verdict="forged")

    await web.post(ADDRESS)
    await web.post(ADDRESS[:-1] + "-")

    assert (taken.by, forged.by) == (1, 1)


async def test_healthz_says_alive(web: httpx.AsyncClient) -> None:
    assert (await web.get("/healthz")).json() == {"status": "alive", "loop_lag_seconds": 0}


async def test_readyz_names_what_is_missing() -> None:
    async def redis_is_down() -> list[str]:
        return ["Redis: ConnectionError: start Redis, or mend REDIS_URL"]

    app = AsyncApp(signing_secret=SECRET, token="xoxb-1")
    transport = httpx.ASGITransport(build_web(app, Status(redis_is_down), HookDoor(HOOKS, Hastened()), guard=guard()))
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert json.loads(answer.text)["missing"] == ["Redis: ConnectionError: start Redis, or mend REDIS_URL"]
