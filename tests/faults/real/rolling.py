"""Web processes ended and started again, one after the other, under a load of requests: none may go unanswered."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from signal import Signals
from typing import Any, Final

import httpx

from bench.local_herald import TEAM
from bench.requests import slash_command
from tests.faults.real.stand import Member, Stand

READY_EVERY: Final = 0.1
ANSWER_SECONDS: Final = 3.0
"""How long Slack waits."""
STOPPED_WITHIN: Final = 4.0


@dataclass
class Rolled:
    """What came of it: answers by status, what went unanswered, and how many seconds each end took."""

    answers: Counter[int] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """What does not hold of what was promised."""
        problems = [f"{len(self.unanswered)} requests went unanswered"] if self.unanswered else []
        problems += [f"{count} were answered with {status}" for status, count in self.answers.items() if status != 200]
        slowest = max(self.ends, default=0.0)
        return problems + ([f"a SIGTERM took {slowest} s"] if slowest > STOPPED_WITHIN else [])

    def told(self) -> Iterator[str]:
        """For people."""
        yield f"{len(self.ends)} web processes ended and started, the slowest end took {max(self.ends)} s"
        yield f"{self.answers[200]} requests acked, {len(self.unanswered)} unanswered"
        yield from (f"BROKEN {problem}" for problem in self.broken)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"broken": self.broken}


class Router:
    """What stands before web processes on a platform: it asks who is ready, and a refused connection goes elsewhere.

    Each request has a connection of its own, so that none is sent on one that is being closed.
    """

    def __init__(self, stand: Stand, patience: float) -> None:
        self._webs = {name: member for name, member in stand.members.items() if name.startswith("web")}
        self._stand = stand
        self._patience = patience
        self._ready: list[str] = list(self._webs)

    async def look_on(self) -> None:
        """Ask each again and again, for ever."""
        while True:
            self._ready = [name for name in self._webs if await self._is_ready(name)]
            await asyncio.sleep(READY_EVERY)

    async def post(self, request: bytes) -> int:
        """The status of the answer; raises OSError or ValueError where there is none."""
        for name in [*self._ready, *(name for name in self._webs if name not in self._ready)]:
            try:
                streams = await asyncio.open_connection("127.0.0.1", self._stand.ports[name])
            except OSError:
                continue
            async with asyncio.timeout(self._patience):
                return await _answer_to(request, *streams)
        raise ConnectionRefusedError("no web process takes connections")

    @property
    def members(self) -> Sequence[Member]:
        """The web processes."""
        return list(self._webs.values())

    async def until_ready(self, member: Member) -> None:
        """Until requests go there again."""
        while member.name not in self._ready:  # noqa: ASYNC110 - whoever asks it knows
            await asyncio.sleep(READY_EVERY)

    async def _is_ready(self, name: str) -> bool:
        try:
            url = f"http://127.0.0.1:{self._stand.ports[name]}/readyz"
            return (await self._stand.http.get(url, headers={"Connection": "close"}, timeout=1)).status_code == 200
        except httpx.TransportError:
            return False


async def _answer_to(request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    try:
        writer.write(request)
        return int((await reader.readline()).split()[1])
    except IndexError:
        raise ValueError("the connection ended without an answer") from None
    finally:
        writer.close()


async def roll(stand: Stand, restarts: int, *, rate: float, patience: float = ANSWER_SECONDS) -> Rolled:
    """End and start so many web processes in turn, `rate` requests a second meanwhile."""
    router, rolled = Router(stand, patience), Rolled()
    looking = asyncio.create_task(router.look_on())
    async with asyncio.TaskGroup() as group:
        load = group.create_task(_load(router, rolled, rate))
        try:
            for number in range(restarts):
                member = router.members[number % len(router.members)]
                rolled.ends.append(round(await member.replace(Signals.SIGTERM), 2))
                await asyncio.sleep(2 * READY_EVERY)  # until the router has seen that it is gone
                await router.until_ready(member)
        finally:
            load.cancel()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    return rolled


async def _load(router: Router, rolled: Rolled, rate: float) -> None:
    begun, sent = time.monotonic(), 0
    async with asyncio.TaskGroup() as group:
        while True:
            sent += 1
            await asyncio.sleep(max(0.0, begun + sent / rate - time.monotonic()))
            group.create_task(_ask(router, rolled))


async def _ask(router: Router, rolled: Rolled) -> None:
    try:
        rolled.answers[await router.post(slash_command("help", team=TEAM))] += 1
    except (OSError, ValueError) as error:
        rolled.unanswered.append(type(error).__name__)
