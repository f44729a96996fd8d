"""The processes of a run with real faults, each of which can be killed, stopped and started again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals
from typing import Any, Final

import httpx
from redis.exceptions import RedisError

from bench.local_herald import bot_environment, slack_command, studio_command
from bench.processes import until_ready
from bench.sockets import free_port
from bot.store.connection import connected
from bot.store.embedded import server_binary
from tests.faults.real.proxy import Proxy, proxied

READY_SECONDS: Final = 20.0
RESTART_SECONDS: Final = 0.5
PYTHON: Final = (sys.executable, "-P", "-m")

Json = dict[str, Any]


@dataclass
class Member:
    """One of the processes; `ready_url` answers once it is up, where it has one."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    ready_url: str | None = None
    process: asyncio.subprocess.Process | None = None
    ends: list[int] = field(default_factory=list)
    _awaited: bool = False

    async def start(self) -> None:
        """Start it; returns at once."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, env=os.environ | self.environment, stdout=log, stderr=log
            )

    async def look_after(self) -> None:
        """Start it again whenever it ends by itself, as a platform does; `ends` has the exit codes."""
        while True:
            await asyncio.sleep(RESTART_SECONDS)
            if not self._awaited and self.process is not None and self.process.returncode is not None:
                self.ends.append(self.process.returncode)
                await self.start()

    async def until_ready(self) -> None:
        """Until it answers; raises when it ends instead."""
        if self.ready_url is None or self.process is None:
            return
        answering, ending = (asyncio.ensure_future(each) for each in (until_ready(self.ready_url), self.process.wait()))
        await asyncio.wait({answering, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not answering.done():
            answering.cancel()
            raise RuntimeError(f"{self.name} ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
        await answering

    def send(self, signum: Signals) -> None:
        """Send it a signal, if it is there."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signum)

    async def gone(self) -> int:
        """Wait for its end; returns its exit code."""
        return 0 if self.process is None else await self.process.wait()

    async def end(self) -> None:
        """End it if it is there: also one that was stopped."""
        self._awaited = True
        self.send(Signals.SIGCONT)
        self.send(Signals.SIGTERM)
        try:
            async with asyncio.timeout(8):
                await self.gone()
        except TimeoutError:
            self.send(Signals.SIGKILL)
            await self.gone()

    async def replace(self, signum: Signals) -> float:
        """End it with the signal and start it again; returns the seconds that its end took."""
        begun, self._awaited = asyncio.get_running_loop().time(), True
        self.send(signum)
        await self.gone()
        took = asyncio.get_running_loop().time() - begun
        await self.start()
        self._awaited = False
        return took


@dataclass
class Stand:
    """All of them, the proxies between them, and what is needed to talk to them directly."""

    members: dict[str, Member]
    proxies: dict[str, Proxy]
    ports: dict[str, int]
    http: httpx.AsyncClient
    folder: Path
    answered: list[str] = field(default_factory=list)

    @property
    def redis_url(self) -> str:
        """Redis itself, not through the proxy."""
        return f"redis://127.0.0.1:{self.ports['redis']}/0"

    @property
    def web_ports(self) -> list[int]:
        """Where Slack's requests go: every web process."""
        return [port for name, port in self.ports.items() if name.startswith("web")]

    async def slack_state(self) -> Json:
        """All there is in the local Slack."""
        return await self._control("slack", "state?last=1000000")

    async def studio_state(self) -> Json:
        """All there is in the studio."""
        return await self._control("studio", "state")

    async def turn(self, service: str, dial: str, body: Json) -> None:
        """Turn a dial of `slack` or `studio`."""
        url = f"http://127.0.0.1:{self.ports[service]}/_control/{dial}"
        (await self.http.post(url, json=body)).raise_for_status()

    async def _control(self, service: str, what: str) -> Json:
        answer = await self.http.get(f"http://127.0.0.1:{self.ports[service]}/_control/{what}")
        answer.raise_for_status()
        found: Json = answer.json()
        return found


@dataclass(frozen=True)
class Plan:
    """What a stand is made of: how long the studio takes, how Redis writes its file, how many web and workers."""

    after_seconds: float = 3.0
    appendfsync: str = "everysec"
    workers: int = 2
    webs: int = 1
    redis_options: Sequence[str] = ()
    settings: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def standing(folder: Path, plan: Plan | None = None) -> AsyncIterator[Stand]:
    """Start everything, and end it with the block."""
    plan = plan or Plan()
    names = ["redis", "slack", "studio", "web", *(f"web-{n}" for n in range(2, plan.webs + 1))]
    ports = {name: free_port() for name in names}
    async with AsyncExitStack() as stack:
        proxies: dict[str, Proxy] = {}
        seen: dict[str, int] = {}
        for name in ("redis", "slack", "studio"):
            proxies[name], seen[name] = await stack.enter_async_context(proxied(ports[name]))
        environment = _environment(ports, seen) | plan.settings
        members = {member.name: member for member in _members(folder, plan, ports, environment)}
        http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
        stack.push_async_callback(_end_all, members)
        for name in ("redis", "slack", "studio"):
            await members[name].start()
        await until_redis_answers(f"redis://127.0.0.1:{ports['redis']}/0")
        for name in ("slack", "studio"):
            await members[name].until_ready()
        for name, member in members.items():
            if name not in {"redis", "slack", "studio"}:
                await member.start()
        for member in members.values():
            await member.until_ready()
        looking = [asyncio.create_task(member.look_after()) for member in members.values()]
        try:
            yield Stand(members, proxies, ports, http, folder)
        finally:
            for task in looking:
                task.cancel()
            await asyncio.gather(*looking, return_exceptions=True)


async def until_redis_answers(url: str) -> None:
    """Wait until Redis has loaded its file and answers."""
    async with asyncio.timeout(READY_SECONDS):
        while True:
            try:
                async with connected(url) as redis:
                    await redis.ping()
            except (RedisError, OSError):
                await asyncio.sleep(0.05)
            else:
                return


async def _end_all(members: dict[str, Member]) -> None:
    first = [member for name, member in members.items() if name not in {"redis", "slack", "studio"}]
    for group in (first, [members[name] for name in ("redis", "slack", "studio")]):
        await asyncio.gather(*(member.end() for member in group))


def _environment(ports: dict[str, int], seen: dict[str, int]) -> dict[str, str]:
    """What web and workers are started with: the three services stand behind the proxies' ports in `seen`."""
    urls = {name: f"http://127.0.0.1:{port}" for name, port in seen.items()}
    origins = f"{urls['slack']},http://127.0.0.1:{ports['slack']}"
    redis_url = f"redis://127.0.0.1:{seen['redis']}/0"
    return bot_environment(urls, redis_url) | {"SLACK_FILE_ORIGINS": origins, "LOG_LEVEL": "WARNING"}


def _members(folder: Path, plan: Plan, ports: dict[str, int], environment: dict[str, str]) -> list[Member]:
    def log(name: str) -> Path:
        return folder / f"{name}.log"

    redis = (server_binary(), "--port", str(ports["redis"]), "--bind", "127.0.0.1", "--dir", str(folder))
    kept = ("--appendonly", "yes", "--appendfsync", plan.appendfsync, "--save", "", "--maxmemory-policy", "noeviction")
    slack = (*PYTHON, *slack_command(ports["slack"], app=f"http://127.0.0.1:{ports['web']}"))
    studio = (*PYTHON, *studio_command(ports["studio"], folder, after=plan.after_seconds))
    root = {"PYTHONPATH": str(Path(__file__).parents[3])}
    services = [
        Member("redis", (*redis, *kept, *plan.redis_options), {}, log("redis")),
        Member("slack", slack, root, log("slack"), f"http://127.0.0.1:{ports['slack']}/_control/state?last=1"),
        Member("studio", studio, root, log("studio"), f"http://127.0.0.1:{ports['studio']}/_control/state?last=1"),
    ]
    webs = [
        Member(
            name,
            (*PYTHON, "bot", "web"),
            root | environment | {"PORT": str(ports[name])},
            log(name),
            f"http://127.0.0.1:{ports[name]}/readyz",
        )
        for name in ports
        if name.startswith("web")
    ]
    workers = [
        Member(f"worker-{number}", (*PYTHON, "bot", "worker"), root | environment, log(f"worker-{number}"))
        for number in range(1, plan.workers + 1)
    ]
    return [*services, *webs, *workers]
