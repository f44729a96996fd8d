"""What stands before Bolt lets Slack's requests through, once, and nobody else's."""

import asyncio
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.guard import Buckets, Replays, Turned, read_body
from bot.status import Status
from bot.web import HookDoor, SlackDoor, build_web
from tests.bot.test_web import COMMAND, HOOKS, SECRET, Hastened, Marks, guard, nothing_missing, signed

OLD_SECRET = "1f742231b10e8888abcd99yyyzzz85a5"


class Front:
    """A web application around a Bolt app that counts what reaches it, and can fail."""

    def __init__(self, *secrets: str, marks: Marks | None = None, buckets: Buckets | None = None) -> None:
        self.reached = 0
        self.fails = False

        async def authorize(**_: object) -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U9")

        async def answer(ack: AsyncAck) -> None:
            self.reached += 1
            if self.fails:
                raise RuntimeError("on purpose")
            await ack("hello")

        async def suggest(ack: AsyncAck) -> None:
            self.reached += 1
            await ack(options=[])

        app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
        app.command("/herald")(answer)
        app.options("voice")(suggest)
        stands = guard(*secrets, marks=marks, buckets=buckets)
        self._web = build_web(app, Status(nothing_missing), HookDoor(HOOKS, Hastened()), guard=stands)

    async def post(self, body: str, headers: Any) -> httpx.Response:
        """Send a request to where Slack's come."""
        transport = httpx.ASGITransport(self._web)
        async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
            return await client.post("/slack/events", content=body, headers=headers)


async def test_the_same_request_again_is_taken_once() -> None:
    front, headers = Front(), signed(COMMAND)

    answers = [await front.post(COMMAND, headers) for _ in range(100)]

    assert front.reached == 1
    assert [(answer.status_code, answer.text) for answer in answers] == [(200, "hello"), *[(200, "")] * 99]


async def test_the_same_request_to_two_processes_at_once_is_taken_once() -> None:
    marks, headers = Marks(), signed(COMMAND)
    fronts = [Front(marks=marks), Front(marks=marks)]

    await asyncio.gather(*(fronts[number % 2].post(COMMAND, headers) for number in range(100)))

    assert sum(front.reached for front in fronts) == 1


async def test_while_redis_is_away_a_process_still_knows_its_own() -> None:
    marks = Marks()
    marks.away = True
    front, headers = Front(marks=marks), signed(COMMAND)

    assert [(await front.post(COMMAND, headers)).status_code for _ in range(2)] == [200, 200]
    assert front.reached == 1


async def test_a_request_that_failed_may_come_again() -> None:
    front, headers = Front(), signed(COMMAND)
    front.fails = True
    assert (await front.post(COMMAND, headers)).status_code == 500
    front.fails = False

    assert (await front.post(COMMAND, headers)).text == "hello"


async def test_what_is_typed_twice_in_a_select_is_answered_twice() -> None:
    front = Front()
    body = 'payload={"type":"block_suggestion","action_id":"voice","block_id":"v","value":"a","team":{"id":"T1"}}'
    headers = signed(body)

    assert [(await front.post(body, headers)).json() for _ in range(2)] == [{"options": []}] * 2
    assert front.reached == 2


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
async def test_while_the_secret_is_replaced_both_hold(secret: str) -> None:
    assert (await Front(SECRET, OLD_SECRET).post(COMMAND, signed(COMMAND, secret=secret))).text == "hello"


async def test_a_secret_that_was_replaced_holds_no_more() -> None:
    front = Front(SECRET)

    assert (await front.post(COMMAND, signed(COMMAND, secret=OLD_SECRET))).status_code == 401
    assert front.reached == 0


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_two_signatures_are_none(name: str) -> None:
    headers = signed(COMMAND)

    twice = [*headers.items(), (name, headers[name])]

    assert (await Front().post(COMMAND, twice)).status_code == 401


async def test_a_body_that_was_changed_or_written_otherwise_is_unauthorized() -> None:
    front = Front()

    for other in (COMMAND + "&a=b", COMMAND.replace("%2F", "%2f"), COMMAND.replace("U1", "U2"), ""):
        assert (await front.post(other, signed(COMMAND))).status_code == 401
    assert front.reached == 0


@pytest.mark.parametrize("body", ["payload={", '{"type":', "payload=[]", "payload=null"])
async def test_a_signed_body_that_is_no_payload_is_no_fault_of_heralds(body: str) -> None:
    assert (await Front().post(body, signed(body))).status_code < 500


async def test_a_refusal_is_short_and_tells_nothing() -> None:
    refused = await Front().post(COMMAND, signed(COMMAND, secret=OLD_SECRET))

    assert refused.text == "unauthorized"
    assert set(refused.headers) <= {"content-type", "content-length", "connection"}


class Clock:
    """A time that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_workspace_has_no_more_than_its_share() -> None:
    clock = Clock()
    buckets = Buckets(rate=10, burst=3, monotonic=clock)

    assert [buckets.take("T1") for _ in range(4)] == [True, True, True, False]
    assert buckets.take("T2")
    clock.now = 0.1
    assert [buckets.take("T1") for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (COMMAND, 200, "Nothing was started or charged"),
        ('payload={"type":"block_suggestion","team":{"id":"T1"}}', 200, '{"options":[]}'),
        ('payload={"type":"view_submission","team":{"id":"T1"}}', 429, "too many requests"),
        ('{"type":"event_callback","team_id":"T1","event":{"type":"app_mention"}}', 429, "too many requests"),
    ],
)
async def test_too_much_is_said_in_the_way_that_slack_can_show(body: str, status: int, said: str) -> None:
    marks = Marks()
    front = Front(buckets=Buckets(rate=0, burst=0), marks=marks)

    answer = await front.post(body, signed(body))

    assert (answer.status_code, said in answer.text) == (status, True)
    assert (front.reached, len(marks)) == (0, 0)


async def test_what_was_taken_is_forgotten_when_its_signature_holds_no_more() -> None:
    clock = Clock()
    replays = Replays(Marks(), monotonic=clock)
    for number in range(3):
        await replays.is_first(f"v0={number}")
    clock.now = 700

    marks_away = await replays.is_first("v0=new")

    assert marks_away
    assert len(replays._taken) == 1


async def test_a_body_that_does_not_come_is_waited_for_no_longer_than_may_be() -> None:
    async def silence() -> dict[str, Any]:
        silent: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        return await silent

    with pytest.raises(Turned, match="too slow"):
        await read_body([], silence, seconds=0.01)


async def test_a_caller_who_goes_away_is_given_up() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(Turned, match="bad request"):
        await read_body([], gone)


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1048577", b"9" * 40, b"", "٣".encode()])
async def test_a_length_that_is_too_much_or_none_is_turned_away_unread(length: bytes) -> None:
    async def unasked() -> dict[str, Any]:
        raise AssertionError("the body was asked for")

    with pytest.raises(Turned, match="too large"):
        await read_body([(b"content-length", length)], unasked)


async def test_without_a_secret_nothing_is_slacks() -> None:
    app = AsyncApp(signing_secret=SECRET, token="xoxb-1")
    door = SlackDoor(app, guard("x"))
    transport = httpx.ASGITransport(door)
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
        assert (await client.post("/", content=COMMAND, headers=signed(COMMAND))).status_code == 401
