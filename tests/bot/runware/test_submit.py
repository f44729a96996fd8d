"""What each answer to a submitted task means."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.errors import RunwareBusy, RunwareError, SettingsInvalid, TaskRefused, TaskUncertain
from bot.runware.client import RunwareClient
from tests.bot.runware.samples import (
    API_KEY,
    API_URL,
    ORDER,
    OTHER,
    TASK,
    Handler,
    answer,
    client_for,
    error,
    item,
    raising,
    sent,
)


async def _refused(handler: Handler | httpx.Response) -> TaskRefused:
    async with client_for(handler) as client:
        with pytest.raises(TaskRefused) as caught:
            await client.submit(ORDER)
    return caught.value


async def _fails_with(kind: type[RunwareError], handler: Handler | httpx.Response) -> RunwareError:
    async with client_for(handler) as client:
        with pytest.raises(kind) as caught:
            await client.submit(ORDER)
    return caught.value


async def test_one_task_goes_out_with_all_that_is_always_sent() -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(item())

    async with client_for(handler) as client:
        await client.submit(ORDER)
    (request,) = requests
    assert (request.method, str(request.url)) == ("POST", API_URL)
    assert request.headers["Authorization"] == f"Bearer {API_KEY}"
    assert sent(request) == [
        {
            "taskType": "videoInference",
            "taskUUID": str(TASK),
            "model": "heygen:avatar@4",
            "outputType": "URL",
            "outputFormat": "MP4",
            "deliveryMethod": "async",
            "ttl": 3600,
            "includeCost": True,
            "numberResults": 1,
            "inputs": {"avatar": "Aditya_public_4"},
            "speech": {"text": "Good morning, team.", "voice": "john_doe_male_english", "language": "en-US"},
        }
    ]


@pytest.mark.parametrize(
    "accepted",
    [
        answer(item()),
        answer(item(status="processing")),
        answer({"taskType": "videoInference", "taskUUID": str(TASK).upper()}),
        answer(errors=[error("conflictTaskUUID", parameter="taskUUID", taskUUID=str(TASK))], status=400),
        answer(errors=[error("conflictTaskUUID")], status=409),
    ],
)
async def test_an_acknowledgement_or_a_conflict_means_accepted(accepted: httpx.Response) -> None:
    async with client_for(accepted) as client:
        await client.submit(ORDER)


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "unsupportedParameter", False),
        (400, "invalidVoice", False),
        (401, "invalidApiKey", False),
        (402, "insufficientCredits", False),
        (402, "providerInsufficientCredits", False),
        (403, "accountSuspended", False),
        (404, "modelNotFound", False),
        (400, "contentPolicyViolation", False),
        (400, "providerContentPolicyViolation", False),
        (400, "providerUnavailable", True),
        (200, "timeoutProvider", True),
        (200, "noAvailableServer", True),
        (400, "neverHeardOf", False),
    ],
)
async def test_an_error_object_is_a_definite_no(status: int, code: str, retryable: bool) -> None:
    refused = await _refused(answer(errors=[error(code)], status=status))
    assert (refused.code, refused.retryable, refused.task_uuid) == (code, retryable, TASK)


@pytest.mark.parametrize(
    ("parameter", "shown"),
    [("speech.voice", "speech.voice"), (["inputs.image", "inputs.avatar"], "inputs.image, inputs.avatar"), (7, None)],
)
async def test_a_refusal_names_the_parameter(parameter: Any, shown: str | None) -> None:
    refused = await _refused(answer(errors=[error("invalidVoice", parameter=parameter)], status=400))
    assert refused.parameter == shown


@pytest.mark.parametrize("body", [{"error": error("invalidApiKey")}, {"errors": error("invalidApiKey")}])
async def test_a_single_error_of_old_is_understood(body: dict[str, Any]) -> None:
    refused = await _refused(httpx.Response(401, json=body))
    assert refused.code == "invalidApiKey"


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("Sun, 22 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_no_room_is_busy_for_as_long_as_the_service_says(
    status: int, header: str, wait: timedelta | None
) -> None:
    busy = await _fails_with(RunwareBusy, httpx.Response(status, headers={"Retry-After": header}))
    assert isinstance(busy, RunwareBusy)
    assert busy.retry_after == wait


async def test_a_rate_limit_told_in_the_body_is_busy_too() -> None:
    await _fails_with(RunwareBusy, answer(errors=[error("inferenceRateLimitExceeded")], status=400))


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full"), httpx.ProxyError("no")],
)
async def test_a_request_that_was_never_sent_is_busy(failure: Exception) -> None:
    await _fails_with(RunwareBusy, raising(failure))


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("cut"),
        httpx.DecodingError("bad gzip"),
    ],
)
async def test_a_request_that_may_have_arrived_is_uncertain(failure: Exception) -> None:
    await _fails_with(TaskUncertain, raising(failure))


@pytest.mark.parametrize(
    "response",
    [
        answer(),
        answer(item(OTHER)),
        answer(item(), errors=[error("invalidVoice")]),
        answer(errors=[error("invalidVoice", taskUUID=str(OTHER))], status=400),
        answer(errors=[error("internalServerError")]),
        answer(errors=[error("internalServerError")], status=500),
        httpx.Response(502, text="<html>Bad gateway</html>"),
        httpx.Response(200, text="<html>Sign in</html>"),
        httpx.Response(200, content=b'{"data":[{"taskType":"videoInf'),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"status": "ok"}),
        httpx.Response(200, json={"data": "yes"}),
        httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b'{"data":["' + b"x" * 5_000_000 + b'"]}'),
        httpx.Response(404, text="not here"),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(204),
    ],
    ids=str,
)
async def test_an_answer_that_means_nothing_is_uncertain(response: httpx.Response) -> None:
    await _fails_with(TaskUncertain, response)


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [({"script": ""}, "speech.text"), ({"script": "x" * 5001}, "speech.text"), ({"ttl_seconds": 10}, "ttl")],
)
async def test_an_order_outside_the_contract_is_refused_unsent(changes: dict[str, Any], parameter: str) -> None:
    order = replace(ORDER, **changes)
    async with client_for(raising(AssertionError("sent"))) as client:
        with pytest.raises(TaskRefused) as caught:
            await client.submit(order)
    assert (caught.value.code, caught.value.parameter) == ("invalidTask", parameter)


async def test_a_key_that_the_service_echoes_is_hidden() -> None:
    echoed = {"code": "invalidApiKey", "message": f"No such key: {API_KEY}"}
    refused = await _refused(answer(errors=[echoed], status=401))
    assert API_KEY not in f"{refused!r} {refused} {refused.message}"


async def test_no_error_holds_on_to_the_request_and_its_key() -> None:
    lost = await _fails_with(TaskUncertain, raising(httpx.ReadError("reset")))
    busy = await _fails_with(RunwareBusy, raising(httpx.ConnectError("refused")))
    assert [lost.__context__, lost.__cause__, busy.__context__, busy.__cause__] == [None] * 4


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "clé"])
def test_a_key_that_no_header_can_carry_is_a_wrong_setting(key: str) -> None:
    with pytest.raises(SettingsInvalid, match="RUNWARE_API_KEY") as caught:
        RunwareClient(httpx.AsyncClient(), api_key=SecretStr(key), api_url=API_URL)
    assert not key or key not in str(caught.value)
