"""What it costs the worker to let hostile and large files of people be read: memory, time and a stalled loop."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psutil
from PIL import Image

from bench.harness import Measure
from bot.errors import FileRefused
from bot.media.limits import Kind
from bot.media.workshop import clean_file
from tests.bot.media.hostile import PICTURES, RECORDINGS, saved, wav

EVERY_SECONDS: Final = 0.005
IDLE_SECONDS: Final = 3.0


@dataclass
class Cost:
    """The most that one file cost; `busy_ms` is what the loop itself worked between two looks, whatever else ran."""

    seconds: float = 0.0
    megabytes: float = 0.0
    stalled_ms: float = 0.0
    busy_ms: float = 0.0


async def run(*, quick: bool = False) -> list[Measure]:
    """The whole corpus, one file after the other; then a camera's picture and a long recording, which are welcome."""
    await _cost_of("picture", saved(Image.new("RGB", (64, 64)), "PNG"))  # the first one finds nothing in memory
    corpus: list[tuple[Kind, Callable[[], bytes]]] = [
        *(("picture", make) for make, _ in PICTURES.values()),
        *(("recording", make) for make, _ in RECORDINGS.values()),
    ]
    costs = [await _cost_of(kind, make()) for kind, make in (corpus[:6] if quick else corpus)]
    photo = await _cost_of("picture", saved(Image.effect_noise((6_000, 4_000), 60).convert("RGB"), "JPEG", quality=60))
    async with _watched() as idle:
        await asyncio.sleep(IDLE_SECONDS)
    voice = await _cost_of("recording", wav(24_000_000, 24_000_000, rate=48_000))
    return [
        Measure("media: hostile files read", len(costs), "", at_least=1 if quick else 30),
        Measure("media: slowest hostile file", max(cost.seconds for cost in costs), "s", at_most=1),
        Measure("media: memory added by one, at most", max(cost.megabytes for cost in costs), "MB", at_most=64),
        Measure("media: loop stalled by one, at most", max(cost.stalled_ms for cost in costs), "ms"),
        Measure("media: loop busy with one, at most", max(cost.busy_ms for cost in costs), "ms", at_most=25),
        Measure("media: loop stalled by the machine itself, with nothing to do", idle.stalled_ms, "ms"),
        Measure("media: a photo of 24 million pixels", photo.seconds, "s"),
        Measure("media: memory added by the photo", photo.megabytes, "MB", at_most=64),
        Measure("media: loop stalled by the photo", photo.stalled_ms, "ms"),
        Measure("media: loop busy with the photo", photo.busy_ms, "ms", at_most=25),
        Measure("media: a recording of 24 MB", voice.seconds, "s"),
        Measure("media: memory added by the recording", voice.megabytes, "MB", at_most=64),
        Measure("media: loop stalled by the recording", voice.stalled_ms, "ms"),
        Measure("media: loop busy with the recording", voice.busy_ms, "ms", at_most=25),
    ]


async def _cost_of(kind: Kind, content: bytes) -> Cost:
    async with _watched() as cost:
        began = time.perf_counter()
        with suppress(FileRefused):  # as it should be, for most of them; the tests say for which
            await clean_file(kind, content)
        cost.seconds = time.perf_counter() - began
    return cost


@asynccontextmanager
async def _watched() -> AsyncIterator[Cost]:
    """Look at this process all the time, and at how late one comes to look."""
    cost, me, running = Cost(), psutil.Process(), True
    before = me.memory_info().rss

    async def watch() -> None:
        while running:
            began, own = time.perf_counter(), time.thread_time()
            await asyncio.sleep(EVERY_SECONDS)
            cost.busy_ms = max(cost.busy_ms, (time.thread_time() - own) * 1000)
            cost.stalled_ms = max(cost.stalled_ms, (time.perf_counter() - began - EVERY_SECONDS) * 1000)
            cost.megabytes = max(cost.megabytes, (me.memory_info().rss - before) / 1000**2)

    watching = asyncio.create_task(watch())
    try:
        yield cost
    finally:
        running = False
        await watching
