"""What gives way waits while a request does, but never for long; everything else runs as in any loop."""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, TypeVar

import pytest

from bot.precedence import GIVES_WAY, PATIENCE_SECONDS, AcksFirstLoop, answering

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What the work returns, in a loop where acks come first."""
    with asyncio.Runner(loop_factory=AcksFirstLoop) as runner:
        return runner.run(work)


def giving_way(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """A task that gives way."""
    context = copy_context()
    context.run(GIVES_WAY.set, True)
    return asyncio.create_task(work, context=context)


async def steps(name: str, said: list[str], number: int) -> str:
    """So many steps, each of which says its name."""
    for _ in range(number):
        said.append(name)
        await asyncio.sleep(0)
    return name


def test_nothing_that_gives_way_goes_on_while_a_request_waits() -> None:
    async def work() -> list[str]:
        said: list[str] = []
        with answering():
            later = giving_way(steps("form", said, 3))
            await steps("ack", said, 3)
            said.append("answered")
        await later
        return said

    assert run(work()) == ["ack", "ack", "ack", "answered", "form", "form", "form"]


def test_it_gives_way_once_it_has_begun_too() -> None:
    async def work() -> list[str]:
        said: list[str] = []
        begun = asyncio.Event()

        async def form() -> None:
            begun.set()
            await steps("form", said, 3)

        later = giving_way(form())
        await begun.wait()
        with answering():
            await steps("ack", said, 5)
        await later
        return said

    said = run(work())

    assert "".join(word[0] for word in said) in {"faaaaaff", "ffaaaaaf"}


def test_it_goes_on_in_the_end_however_long_a_request_waits() -> None:
    async def work() -> str:
        with answering():
            return await asyncio.wait_for(giving_way(steps("form", [], 3)), timeout=100 * PATIENCE_SECONDS)

    assert run(work()) == "form"


def test_what_it_starts_gives_way_as_well() -> None:
    async def work() -> list[str]:
        said: list[str] = []

        async def parent() -> None:
            await asyncio.gather(steps("one", said, 2), steps("two", said, 2))

        with answering():
            later = giving_way(parent())
            await steps("ack", said, 4)
        await later
        return said

    said = run(work())

    assert said[:4] == ["ack"] * 4
    assert sorted(said[4:]) == ["one", "one", "two", "two"]


def test_one_step_is_taken_in_a_turn_of_the_loop() -> None:
    async def work() -> list[str]:
        said: list[str] = []
        tasks = [giving_way(steps("form", said, 1)) for _ in range(20)]
        await steps("event", said, 10)
        await asyncio.gather(*tasks)
        return said

    said = run(work())

    assert all(said[at : at + 4] != ["form"] * 4 for at in range(said.index("event"), 12))


def test_what_was_cancelled_does_not_go_on() -> None:
    async def work() -> list[str]:
        said: list[str] = []
        with answering():
            later = giving_way(steps("form", said, 3))
            context = copy_context()
            context.run(GIVES_WAY.set, True)
            asyncio.get_running_loop().call_soon(said.append, "called", context=context).cancel()
            await asyncio.sleep(0)
            later.cancel()
        with pytest.raises(asyncio.CancelledError):
            await later
        return said

    assert run(work()) == []


def test_an_error_comes_out_where_it_is_waited_for() -> None:
    async def breaks() -> None:
        await asyncio.sleep(0)
        raise ValueError("broken")

    async def work() -> None:
        await giving_way(breaks())

    with pytest.raises(ValueError, match="broken"):
        run(work())


def test_timers_and_other_threads_are_waited_for_as_ever() -> None:
    async def patient() -> int:
        await asyncio.sleep(0.001)
        return await asyncio.to_thread(lambda: 7)

    async def work() -> int:
        return await giving_way(patient())

    assert run(work()) == 7


async def test_in_another_loop_nothing_gives_way() -> None:
    said: list[str] = []
    with answering():
        await giving_way(steps("form", said, 1))

    assert said == ["form"]
