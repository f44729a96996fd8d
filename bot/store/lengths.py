"""How long videos really were, beside what was estimated: what each voice is corrected by."""

import statistics
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated

KEPT_OF_A_VOICE: Final = 20
KEPT_OF_ALL: Final = 1_000
ENOUGH: Final = 3
"""So many videos of a voice before it is corrected."""
LEAST: Final = 0.5
MOST: Final = 2.0
"""No voice is corrected by more: what is further off is a mistake somewhere, not a way of speaking."""
KNOWN_FOR: Final = timedelta(seconds=30)
"""How old a correction may be, so that not every ack waits for it."""
KNOWN_AT_MOST: Final = 1_000

_Spoken = tuple[str, str, str | None]


class Lengths:
    """Remembers the newest estimates with their real lengths, of each voice and of all."""

    def __init__(self, redis: Redis, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._monotonic = monotonic
        self._known: OrderedDict[_Spoken, tuple[float, float]] = OrderedDict()

    async def record(
        self,
        team_id: str,
        voice: str,
        *,
        language: str | None,
        estimated_seconds: float,
        shown_seconds: float,
        real_seconds: float,
    ) -> None:
        """Note a finished video: its script's estimate before the correction, what the person was shown, the truth."""
        if min(estimated_seconds, real_seconds) <= 0:
            return
        entry = f"{estimated_seconds:.3f} {shown_seconds:.3f} {real_seconds:.3f} {language or '-'}"
        own, everybody = keys.lengths(team_id, voice), keys.all_lengths()
        self._known.pop((team_id, voice, language), None)
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.lpush(own, entry)
                pipe.ltrim(own, 0, KEPT_OF_A_VOICE - 1)
                pipe.expire(own, keys.CHOICES_TTL)
                pipe.lpush(everybody, entry)
                pipe.ltrim(everybody, 0, KEPT_OF_ALL - 1)
                await pipe.execute()

    async def correction(self, team_id: str, voice: str, language: str | None) -> float:
        """What an estimate for the voice in the language is multiplied by; 1 while too little is known."""
        spoken = (team_id, voice, language)
        correction, until = self._known.get(spoken, (1.0, 0.0))
        if self._monotonic() < until:
            return correction
        correction = await self._read_correction(spoken)
        self._known[spoken] = (correction, self._monotonic() + KNOWN_FOR.total_seconds())
        while len(self._known) > KNOWN_AT_MOST:
            self._known.popitem(last=False)
        return correction

    async def _read_correction(self, spoken: _Spoken) -> float:
        team_id, voice, language = spoken
        with translated():
            entries = await self._redis.lrange(keys.lengths(team_id, voice), 0, -1)
        ratios = [real / estimated for estimated, _, real, heard in map(_read, entries) if heard == language]
        if len(ratios) < ENOUGH:
            return 1.0
        return min(max(statistics.median(ratios), LEAST), MOST)

    async def errors(self) -> Sequence[float]:
        """How far off what people were shown was, as shares of the real lengths: 0.1 is a tenth too long."""
        with translated():
            entries = await self._redis.lrange(keys.all_lengths(), 0, -1)
        return [shown / real - 1 for _, shown, real, _ in map(_read, entries)]


def _read(entry: object) -> tuple[float, float, float, str | None]:
    estimated, shown, real, language = str(entry).split(" ", 3)
    return float(estimated), float(shown), float(real), None if language == "-" else language
