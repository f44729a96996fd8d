"""What passes is tried again within one step's time, and only where a second request does no harm."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from bot.errors import RunwareBusy, TaskUncertain
from bot.rendering.tasks import Processing
from bot.runware.line import Patience
from tests.bot.runware.samples import ORDER, TASK, Handler, Watch, answer, client_for, item, sent

NEVER_RECEIVED = [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")]
PERHAPS_RECEIVED = [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.RemoteProtocolError("cut")]
PASSING = [httpx.Response(status) for status in (408, 429, 500, 502, 503, 504)]


class Service:
    """A service that answers as told, in turn; an exception is raised. Then it goes on with the last of them."""

    def __init__(self, *outcomes: httpx.Response | Exception) -> None:
        self.outcomes = list(outcomes)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(outcome.status_code, headers=outcome.headers, content=outcome.content)


def processing() -> httpx.Response:
    """What a poll is answered while all is well."""
    return answer(item(status="processing"))


@pytest.mark.parametrize("trouble", [*NEVER_RECEIVED, *PERHAPS_RECEIVED, *PASSING], ids=str)
async def test_a_poll_is_asked_again_after_what_passes(trouble: httpx.Response | Exception) -> None:
    service = Service(trouble, trouble, processing())
    async with client_for(service) as client:
        assert await client.poll([TASK]) == {TASK: Processing()}
    assert len(service.requests) == 3


@pytest.mark.parametrize("trouble", NEVER_RECEIVED, ids=str)
async def test_a_task_that_was_never_received_is_sent_again_under_its_uuid(trouble: Exception) -> None:
    service = Service(trouble, answer(item()))
    async with client_for(service) as client:
        await client.submit(ORDER)
    assert [sent(request)[0]["taskUUID"] for request in service.requests] == [str(TASK)] * 2


@pytest.mark.parametrize("trouble", [*PERHAPS_RECEIVED, *PASSING], ids=str)
async def test_a_task_that_may_have_been_received_is_not_sent_again(trouble: httpx.Response | Exception) -> None:
    service = Service(trouble)
    async with client_for(service) as client:
        with pytest.raises((TaskUncertain, RunwareBusy)):
            await client.submit(ORDER)
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409])
async def test_a_definite_answer_is_not_asked_for_again(status: int) -> None:
    service = Service(httpx.Response(status))
    async with client_for(service) as client:
        with pytest.raises(TaskUncertain):
            await client.poll([TASK])
    assert len(service.requests) == 1


async def test_the_waits_double_and_there_is_an_end() -> None:
    service, watch = Service(httpx.ReadError("reset")), Watch()
    async with client_for(service, watch=watch) as client:
        with pytest.raises(TaskUncertain):
            await client.poll([TASK])
    assert watch.slept == [0.2, 0.4, 0.8]
    assert len(service.requests) == 4


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 0.2), (0.5, 0.15), (1.0, 0.1)])
def test_chance_takes_up_to_a_half_of_a_wait(chance: float, seconds: float) -> None:
    assert Patience(random=lambda: chance).wait_before(2) == pytest.approx(seconds)


async def test_a_short_retry_after_is_waited_for() -> None:
    watch = Watch()
    async with client_for(
        Service(httpx.Response(429, headers={"Retry-After": "1"}), processing()), watch=watch
    ) as client:
        assert await client.poll([TASK]) == {TASK: Processing()}
    assert watch.slept == [1.2]


async def test_a_long_retry_after_is_handed_up_at_once() -> None:
    watch = Watch()
    async with client_for(Service(httpx.Response(503, headers={"Retry-After": "30"})), watch=watch) as client:
        with pytest.raises(RunwareBusy) as caught:
            await client.poll([TASK])
    assert caught.value.retry_after == timedelta(seconds=30)
    assert watch.slept == []


def slow(watch: Watch, seconds: float) -> Handler:
    """A service that fails, each time after so long."""

    def handler(request: httpx.Request) -> httpx.Response:
        watch.slept.append(seconds)
        return httpx.Response(500)

    return handler


@pytest.mark.parametrize(("seconds", "requests"), [(0.1, 4), (1.0, 3), (2.0, 2), (3.2, 1)])
async def test_all_attempts_together_stay_within_the_step(seconds: float, requests: int) -> None:
    watch = Watch()
    async with client_for(slow(watch, seconds), watch=watch) as client:
        with pytest.raises(TaskUncertain):
            await client.poll([TASK])
    assert watch.slept.count(seconds) == requests
    assert sum(watch.slept) <= 3.5 + seconds


@pytest.mark.parametrize("make", [lambda: httpx.ReadError("reset"), lambda: httpx.ConnectError("refused")])
async def test_no_error_of_a_later_attempt_holds_on_to_the_request(make: Callable[[], Exception]) -> None:
    async with client_for(Service(make())) as client:
        with pytest.raises((TaskUncertain, RunwareBusy)) as caught:
            await client.poll([uuid4()])
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
