"""Nothing is raised past a listener, and what follows an ack is finished."""

import asyncio
from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.errors import PostRefused, Refusal
from handlers.afterwards import Afterwards
from handlers.careful import careful


@pytest.mark.parametrize("error", [Refusal("not yours"), ZeroDivisionError("nobody foresaw this")])
async def test_what_a_listener_raises_is_told_with_its_arguments(error: Exception) -> None:
    async def tell(arguments: dict[str, Any], told: Exception) -> BoltResponse:
        return BoltResponse(status=200, body=f"{arguments['place']}: {told}")

    @careful(tell)
    async def listener(place: str) -> None:
        raise error

    answer = await listener(place="C1")

    assert answer is not None
    assert answer.body == f"C1: {error}"


@pytest.mark.parametrize(
    ("failure", "traced"), [(ConnectionError("Slack is gone"), True), (PostRefused("response_url", "used_url"), False)]
)
async def test_a_telling_that_fails_is_not_raised_either(
    failure: Exception, traced: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    async def tell(arguments: dict[str, Any], told: Exception) -> BoltResponse:
        raise failure

    @careful(tell)
    async def listener() -> None:
        raise Refusal("not yours")

    assert await listener() is None
    shown = capsys.readouterr().out
    assert "the person could not be told" in shown
    assert ("Traceback" in shown) is traced


async def test_what_a_listener_returns_is_handed_on() -> None:
    async def tell(arguments: dict[str, Any], told: Exception) -> BoltResponse:
        raise told

    @careful(tell)
    async def listener(number: int) -> int:
        return number + 1

    assert await listener(number=1) == 2


async def test_what_follows_an_ack_is_finished_before_the_end() -> None:
    done = []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(True)

    afterwards = Afterwards()
    afterwards.start(work())
    assert done == []

    await afterwards.finish()
    await afterwards.finish()

    assert done == [True]
