"""What follows an ack is finished before the process ends."""

import asyncio

from handlers.afterwards import Afterwards


async def test_what_the_work_starts_in_turn_is_waited_for_too() -> None:
    afterwards, done = Afterwards(), list[str]()

    async def second() -> None:
        await asyncio.sleep(0)
        done.append("second")

    async def first() -> None:
        await asyncio.sleep(0)
        afterwards.start(second())
        done.append("first")

    afterwards.start(first())
    await afterwards.finish()

    assert done == ["first", "second"]


async def test_nothing_under_way_is_finished_at_once() -> None:
    await Afterwards().finish()
