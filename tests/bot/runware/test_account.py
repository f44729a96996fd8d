"""The account, the archive and a price: each is one question that is answered at once."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid1

import httpx
import pytest

from bot.errors import RunwareBusy, RunwareError, TaskRefused, TaskUncertain
from bot.rendering.render import Choices
from bot.rendering.tasks import Finished, FinishedVideo, Processing, TaskReport
from bot.runware.account import Balance
from tests.bot.runware.samples import (
    ORDER,
    TASK,
    VIDEO_URL,
    answer,
    client_for,
    error,
    item,
    raising,
    sent,
    success,
)


def echoing(**fields: Any) -> tuple[list[httpx.Request], Any]:
    """The requests that came, and a service that answers each task with `fields`."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        (task,) = sent(request)
        return answer({"taskType": task["taskType"], "taskUUID": task["taskUUID"], **fields})

    return requests, handler


@pytest.mark.parametrize(
    ("balance", "known"),
    [
        ({"amount": 12.34, "freeBalance": 2, "currency": "USD"}, Balance(Decimal("12.34"), Decimal(2), "USD")),
        ({"amount": "7", "currency": "EUR", "more": [1]}, Balance(Decimal(7), None, "EUR")),
        ({"amount": -0.5, "freeBalance": None, "currency": 7}, Balance(Decimal("-0.5"))),
        (3.5, Balance(Decimal("3.5"))),
        (0, Balance(Decimal(0))),
    ],
)
async def test_a_balance_is_read_in_each_form(balance: Any, known: Balance) -> None:
    requests, handler = echoing(organizationName="Acme", balance=balance)
    async with client_for(handler) as client:
        assert await client.balance() == known
    (task,) = sent(requests[0])
    assert (task["taskType"], task["operation"]) == ("accountManagement", "getDetails")


@pytest.mark.parametrize("balance", [None, True, [], {}, {"amount": "much"}, {"amount": float("1e300")}])
async def test_a_balance_that_is_no_amount_is_no_answer(balance: Any) -> None:
    async with client_for(echoing(balance=balance)[1]) as client:
        with pytest.raises(TaskUncertain):
            await client.balance()


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (answer(errors=[error("invalidApiKey")], status=401), TaskRefused),
        (answer(errors=[error("rateLimitExceeded")], status=400), RunwareBusy),
        (answer(), TaskUncertain),
        (answer(item()), TaskUncertain),
        (httpx.Response(500), TaskUncertain),
        (raising(httpx.ConnectError("refused")), RunwareBusy),
    ],
)
async def test_a_question_without_an_answer_is_one_of_our_errors(response: Any, kind: type[RunwareError]) -> None:
    async with client_for(response) as client:
        with pytest.raises(kind):
            await client.balance()


async def test_a_dry_run_prices_the_whole_task_under_another_uuid() -> None:
    requests, handler = echoing(cost=0.58)
    order = replace(
        ORDER, webhook_url="https://herald.example/hook", choices=Choices(avatar="a", voice="v", number_results=2)
    )
    async with client_for(handler) as client:
        assert await client.price(order) == Decimal("0.58")
    (task,) = sent(requests[0])
    assert requests[0].headers["X-Runware-Dry-Run"] == "1"
    assert task["taskUUID"] != str(TASK)
    assert (task["numberResults"], task["speech"]["text"]) == (2, "Good morning, team.")
    assert "webhookURL" not in task


async def test_a_price_told_by_result_is_their_sum() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        (task,) = sent(request)
        return answer(*({"taskUUID": task["taskUUID"], "cost": cost} for cost in (0.1, 0.2)))

    async with client_for(handler) as client:
        assert await client.price(ORDER) == Decimal("0.3")


@pytest.mark.parametrize("fields", [{}, {"cost": None}, {"cost": "soon"}, {"cost": -1}])
async def test_a_dry_run_that_names_no_price_has_none(fields: dict[str, Any]) -> None:
    async with client_for(echoing(**fields)[1]) as client:
        assert await client.price(ORDER) is None


async def test_a_task_that_the_service_would_refuse_is_refused_in_a_dry_run() -> None:
    refused = answer(errors=[error("invalidVoice", parameter="speech.voice")], status=400)
    async with client_for(refused) as client:
        with pytest.raises(TaskRefused) as caught:
            await client.price(ORDER)
    assert (caught.value.code, caught.value.parameter) == ("invalidVoice", "speech.voice")


async def test_only_a_dry_run_says_that_it_is_one() -> None:
    requests, handler = echoing()
    async with client_for(handler) as client:
        await client.submit(ORDER)
    assert "X-Runware-Dry-Run" not in requests[0].headers


async def test_the_archive_tells_what_was_sent_and_answered() -> None:
    told = {"request": [{"taskType": "videoInference", "model": "m"}], "response": {"data": [item(status="success")]}}
    requests, handler = echoing(**told)
    async with client_for(handler) as client:
        details = await client.task_details(TASK)
    assert sent(requests[0]) == [{"taskType": "getTaskDetails", "taskUUID": str(TASK)}]
    assert details.request == tuple(told["request"])
    assert details.response is not None
    assert details.response.items[0].task_uuid == TASK


async def test_the_archive_can_be_asked_about_a_uuid_of_any_version() -> None:
    requests, handler = echoing()
    async with client_for(handler) as client:
        await client.task_details(uuid1())
    assert sent(requests[0])[0]["taskType"] == "getTaskDetails"


@pytest.mark.parametrize("told", [{}, {"request": "x", "response": []}, {"request": [7], "response": {"x": 1}}])
async def test_an_archive_with_odd_contents_tells_less(told: dict[str, Any]) -> None:
    async with client_for(echoing(**told)[1]) as client:
        details = await client.task_details(TASK)
    assert (details.request, details.response) == ((), None)


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ({"data": [success()]}, Finished((FinishedVideo("v-1", VIDEO_URL, Decimal("0.18")),))),
        ({"data": [item(status="processing")]}, Processing()),
        ({"errors": [error("conflictTaskUUID", taskUUID=str(TASK))]}, None),
        ("nothing", None),
    ],
)
async def test_the_archive_is_read_as_a_poll_is(response: Any, found: TaskReport | None) -> None:
    async with client_for(echoing(request=[], response=response)[1]) as client:
        assert await client.look_back(TASK) == found


async def test_a_task_that_the_archive_does_not_have_is_nothing() -> None:
    unknown = answer(errors=[error("taskNotFound", taskUUID=str(TASK))], status=404)
    async with client_for(unknown) as client:
        assert await client.look_back(TASK) is None


async def test_an_archive_that_may_not_be_looked_into_says_so() -> None:
    async with client_for(answer(errors=[error("forbidden")], status=403)) as client:
        with pytest.raises(TaskRefused):
            await client.look_back(TASK)
