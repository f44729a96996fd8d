"""Each try at Runware is counted by what was asked and how it went."""

import httpx
import pytest
from pydantic import SecretStr

from bot.runware.asked import word_for
from bot.runware.exchange import Exchange
from tests.bot.figures import Growth

POLL = b'[{"taskType":"getResponse","taskUUID":"x"}]'


async def sent(answer: httpx.Response | Exception, content: bytes = POLL, *, dry_run: bool = False) -> None:
    """Send a body to a service that answers so."""

    def respond(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
        exchange = Exchange(http, api_key=SecretStr("key"), api_url="https://api.runware.example/v1")
        await exchange.attempt(content, dry_run=dry_run)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (httpx.Response(200), "ok"),
        (httpx.Response(402), "402"),
        (httpx.Response(418), "4xx"),
        (httpx.Response(599), "5xx"),
        (httpx.ConnectError("no"), "unreachable"),
        (httpx.ReadError("cut"), "lost"),
    ],
)
async def test_a_try_is_counted_by_its_outcome(answer: httpx.Response | Exception, outcome: str) -> None:
    grown = Growth("runware_request_seconds_count", task="getResponse", outcome=outcome)

    await sent(answer)

    assert grown.by == 1


@pytest.mark.parametrize(
    ("content", "dry_run", "task"),
    [
        (b'[{"taskType":"videoInference"}]', False, "videoInference"),
        (b'[{"taskType":"videoInference"}]', True, "videoInference dry run"),
        (b'[{"speech":"\\"taskType\\":\\"canary\\""}]', False, "other"),
        (b"", False, "other"),
    ],
)
async def test_a_try_is_counted_by_what_is_asked(content: bytes, dry_run: bool, task: str) -> None:
    grown = Growth("runware_request_seconds_count", task=task, outcome="ok")

    await sent(httpx.Response(200), content, dry_run=dry_run)

    assert grown.by == 1


def test_there_are_few_words_for_a_status() -> None:
    assert len({word_for(status) for status in range(200, 600)}) < 20
