"""The local Slack, the studio and the bot, running together."""

import asyncio
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from playground.launcher.children import Child, ChildFailed, Echo
from playground.launcher.environment import Places, bot_environment, service_environment
from playground.serving import HOST

START_SECONDS: Final = 60.0
BOT_GRACE_SECONDS: Final = 2.5
SERVICE_GRACE_SECONDS: Final = 1.0
"""One after the other this is under the five seconds in which all three are to be gone."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What a person may choose: the page's port (0 is any free one), a folder to keep data in, the logs on screen."""

    page_port: int = 0
    data_dir: Path | None = None
    verbose: bool = False


@dataclass(frozen=True)
class Playground:
    """The running services, as the rest of the launcher knows them."""

    page_url: str
    slack_url: str
    bot_token: str
    studio_url: str
    children: tuple[Child, ...]

    async def watch(self) -> None:
        """Wait until any child ends; raises ChildFailed."""
        watching = [asyncio.create_task(child.watch()) for child in self.children]
        try:
            await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
            for watched in watching:
                if watched.done():
                    watched.result()
        finally:
            for watched in watching:
                watched.cancel()
            await asyncio.gather(*watching, return_exceptions=True)


@asynccontextmanager
async def running_playground(options: Options, *, say: Say, echo: Echo) -> AsyncIterator[Playground]:
    """Start all three, wait until they are ready, and stop them all at the end; raises ChildFailed."""
    async with AsyncExitStack() as stack:
        data_dir = options.data_dir
        if data_dir is None:
            kept_until_end = tempfile.TemporaryDirectory(prefix="herald-", ignore_cleanup_errors=True)
            data_dir = Path(stack.enter_context(kept_until_end))
        starting = _Starting(data_dir, options, stack, echo)
        say("Starting the local Slack and the studio …")
        slack, studio = await starting.services()
        say("Starting Herald …")
        await starting.bot()
        yield Playground(
            page_url=slack.get("page_url", slack["url"]),
            slack_url=slack["url"],
            bot_token=slack["bot_token"],
            studio_url=studio["url"],
            children=tuple(starting.children),
        )


class _Starting:
    """The start, one child after the other; what was started is stopped by the stack, the bot first."""

    def __init__(self, data_dir: Path, options: Options, stack: AsyncExitStack, echo: Echo) -> None:
        self._data_dir = data_dir
        self._options = options
        self._stack = stack
        self._echo = echo
        self._bot_port = _free_port()
        self._told: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.children: list[Child] = []

    async def services(self) -> tuple[dict[str, str], dict[str, str]]:
        """What the local Slack and the studio said of themselves."""
        app_url = f"http://{HOST}:{self._bot_port}/slack/events"
        environment = service_environment(os.environ)
        page_port = str(self._options.page_port)
        slack_arguments = ["-m", "playground.slack", "serve", "--port", page_port, "--app-url", app_url]
        studio_arguments = ["-m", "playground.studio", "serve", "--port", "0"]
        slack = await self._start("The local Slack", "slack", slack_arguments, environment)
        studio = await self._start("The studio", "studio", studio_arguments, environment)
        self._told = (
            await slack.told(within_seconds=START_SECONDS),
            await studio.told(within_seconds=START_SECONDS),
        )
        return self._told

    async def bot(self) -> None:
        """Start the bot and wait until it says that it is ready."""
        folder = self._folder("herald")
        slack, studio = self._told
        places = Places(slack=slack, studio=studio, bot_port=self._bot_port, data_dir=folder)
        level = "DEBUG" if self._options.verbose else "INFO"
        bot = await Child.start(
            "Herald",
            ["-m", "bot", "all"],
            environment=bot_environment(os.environ, places, log_level=level),
            folder=folder,
        )
        self._stops(bot, BOT_GRACE_SECONDS)
        url = f"http://{HOST}:{self._bot_port}/readyz"
        await bot.until(lambda: _until_ok(url), within_seconds=START_SECONDS)

    async def _start(self, name: str, folder: str, arguments: list[str], environment: dict[str, str]) -> Child:
        data_dir = self._folder(folder)
        arguments = [*arguments, "--data", str(data_dir)]
        child = await Child.start(name, arguments, environment=environment, folder=data_dir)
        self._stops(child, SERVICE_GRACE_SECONDS)
        return child

    def _stops(self, child: Child, grace_seconds: float) -> None:
        self.children.append(child)
        self._stack.push_async_callback(child.stop, grace_seconds=grace_seconds)
        if self._options.verbose:
            following = asyncio.create_task(child.follow(self._echo))
            self._stack.callback(following.cancel)

    def _folder(self, name: str) -> Path:
        folder = self._data_dir / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ChildFailed(f"{folder} cannot be made: {error.strerror}.") from error
        return folder


async def _until_ok(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=2.0) as client:
        while True:
            try:
                if (await client.get(url)).is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port
