"""A process says how it is, and its figures to whom they are for."""

from collections.abc import Sequence

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.loop_lag import LOOK_EVERY, LoopLag
from bot.status import Status

TOKEN = "a-token-of-the-operator"


async def page() -> bytes:
    """Some figures."""
    return b"herald_x 1\n"


async def lines(*said: str) -> Sequence[str]:
    """Some lines."""
    return said


async def ask(status: Status, path: str, client: str = "127.0.0.1", **headers: str) -> httpx.Response:
    """What a process answers to somebody."""
    transport = httpx.ASGITransport(Starlette(routes=status.routes()), client=(client, 5))
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as http:
        return await http.get(path, headers=named)


async def late(seconds: float) -> LoopLag:
    """A process whose timer was so late, once, and in time since."""
    lag, time = LoopLag(), [0.0]
    delays = iter([seconds, 0.0, 0.0])

    async def sleep(asked: float) -> None:
        time[0] += asked + next(delays)

    with pytest.raises(RuntimeError):
        await lag.watch(sleep=sleep, monotonic=lambda: time[0])
    return lag


def status(**more: object) -> Status:
    """A process that is ready."""
    return Status(**{"ready": lines, "page": page, **more})  # type: ignore[arg-type]  # by name


async def test_a_process_that_keeps_up_is_alive() -> None:
    answer = await ask(status(lag=await late(0.5)), "/healthz")

    assert (answer.status_code, answer.json()["status"]) == (200, "alive")
    assert answer.json()["loop_lag_seconds"] == pytest.approx(0.5)


async def test_a_process_that_is_late_by_a_second_says_so_with_the_mend() -> None:
    answer = await ask(status(lag=await late(1.5)), "/healthz")

    assert (answer.status_code, answer.json()["status"]) == (503, "slow")
    assert "more processes" in answer.json()["problem"]


async def test_a_delay_is_forgotten_after_some_seconds() -> None:
    lag, time, looks = LoopLag(), [0.0], iter([5.0, *[0.0] * 40])

    async def sleep(asked: float) -> None:
        time[0] += asked + next(looks)

    with pytest.raises(RuntimeError):
        await lag.watch(sleep=sleep, monotonic=lambda: time[0])

    assert time[0] == pytest.approx(5 + 41 * LOOK_EVERY, abs=LOOK_EVERY + 0.01)
    assert lag.worst == pytest.approx(0)


async def test_readiness_names_what_is_missing_and_nothing_else() -> None:
    answer = await ask(status(ready=lambda: lines("no Redis"), warnings=lambda: lines("old")), "/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "missing": ["no Redis"], "warnings": []}


async def test_a_warning_does_not_make_a_process_unready() -> None:
    answer = await ask(status(warnings=lambda: lines("appends to no file")), "/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "missing": [], "warnings": ["appends to no file"]}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
async def test_figures_are_for_callers_on_the_same_machine(client: str) -> None:
    answer = await ask(status(), "/metrics", client)

    assert (answer.status_code, answer.content) == (200, b"herald_x 1\n")
    assert answer.headers["content-type"].startswith("text/plain; version=")


@pytest.mark.parametrize("client", ["10.0.0.1", "::ffff:10.0.0.1", "unix", "128.0.0.1"])
async def test_figures_are_not_for_others(client: str) -> None:
    assert (await ask(status(), "/metrics", client)).status_code == 404


@pytest.mark.parametrize("header", ["Forwarded", "X_Forwarded_For", "X_Real_IP", "Via"])
async def test_whom_a_router_on_the_same_machine_speaks_for_is_from_elsewhere(header: str) -> None:
    assert (await ask(status(), "/metrics", **{header: "127.0.0.1"})).status_code == 404


@pytest.mark.parametrize(
    ("given", "code"), [(f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 404), ("Bearer é", 404), (TOKEN, 404), ("", 404)]
)
async def test_with_a_token_whoever_has_it_may_read_and_nobody_else(given: str, code: int) -> None:
    answer = await ask(status(token=SecretStr(TOKEN)), "/metrics", "10.0.0.1", Authorization=given)

    assert answer.status_code == code
    assert (await ask(status(token=SecretStr(TOKEN)), "/metrics")).status_code == 404


async def test_without_figures_there_is_no_page() -> None:
    assert (await ask(Status(lines), "/metrics")).status_code == 404
