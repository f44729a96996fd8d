"""Work beside other work ends with it, and what ends it is told."""

import asyncio

from structlog.testing import capture_logs

from bot.parts.background import background


async def test_the_work_ends_with_the_block() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with background(work()):
        await asyncio.sleep(0)

    assert ended.is_set()


async def test_work_that_lost_a_cancellation_ends_all_the_same() -> None:
    lost: list[asyncio.CancelledError] = []

    async def work() -> None:
        while not lost:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as error:
                lost.append(error)
        await asyncio.Event().wait()

    async with asyncio.timeout(10), background(work()):
        await asyncio.sleep(0)

    assert len(lost) == 1


async def test_work_that_breaks_is_told_of() -> None:
    async def work() -> None:
        raise ValueError("broken")

    with capture_logs() as logs:
        async with asyncio.timeout(10), background(work()):
            while not logs:  # noqa: ASYNC110 - the log line is what is waited for
                await asyncio.sleep(0)

    assert [line["event"] for line in logs] == ["work in the background ended"]
