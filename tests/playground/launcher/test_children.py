"""Children are started, watched and stopped, whatever they do."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from playground.launcher.children import Child, ChildFailed
from playground.launcher.environment import ROOT

Start = Callable[[str], Awaitable[Child]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a child that runs the given Python code."""
    children: list[Child] = []

    async def run(code: str) -> Child:
        child = await Child.start("The child", ["-c", code], environment=os.environ, folder=tmp_path)
        children.append(child)
        return child

    yield run
    for child in children:
        await child.stop(grace_seconds=1)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def until(predicate: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(seconds):
        while not predicate():  # noqa: ASYNC110 - other processes have no event to wait for
            await asyncio.sleep(0.01)


async def test_a_child_says_where_it_listens(start: Start) -> None:
    child = await start('import time; print(\'{"url": "http://x"}\', flush=True); time.sleep(60)')
    assert await child.told(within_seconds=10) == {"url": "http://x"}


async def test_a_child_that_ends_at_start_is_reported_with_its_last_lines(start: Start) -> None:
    child = await start("import sys; print('port 3000 is taken', file=sys.stderr); sys.exit(3)")
    with pytest.raises(ChildFailed, match=r"The child ended by itself \(exit code 3\)[^$]*port 3000 is taken"):
        await child.told(within_seconds=10)


async def test_a_child_that_says_something_else_is_reported(start: Start) -> None:
    child = await start("import time; print('hello', flush=True); time.sleep(60)")
    with pytest.raises(ChildFailed, match="did not say where it listens"):
        await child.told(within_seconds=10)


async def test_a_child_that_is_never_ready_is_reported(start: Start) -> None:
    child = await start("import time; time.sleep(60)")
    with pytest.raises(ChildFailed, match=r"was not ready after 0 s\. It wrote nothing"):
        await child.told(within_seconds=0.1)


async def test_a_killed_child_is_noticed_though_what_it_started_lives_on(start: Start) -> None:
    code = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()']); os.kill(os.getpid(), 9)"
    child = await start(code)
    with pytest.raises(ChildFailed, match="SIGKILL"):
        await asyncio.wait_for(child.watch(), 10)


async def test_a_child_that_will_not_stop_is_ended_with_what_it_started(start: Start, tmp_path: Path) -> None:
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print('{\"pid\": %d}' % other.pid, flush=True); time.sleep(60)"
    )
    child = await start(code)
    other = int((await child.told(within_seconds=10))["pid"])
    began = time.monotonic()
    await child.stop(grace_seconds=0.2)
    await until(lambda: not is_running(other))
    assert time.monotonic() - began < 5


async def test_the_log_is_followed(start: Start) -> None:
    child = await start("import sys, time; print('one', file=sys.stderr, flush=True); time.sleep(60)")
    heard: list[tuple[str, str]] = []
    following = asyncio.create_task(child.follow(lambda name, lines: heard.append((name, lines))))
    await until(lambda: bool(heard))
    following.cancel()
    assert heard == [("The child", "one")]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
async def test_a_child_dies_with_a_launcher_that_was_killed(tmp_path: Path) -> None:
    code = """
import asyncio, os, pathlib
from playground.launcher.children import Child

async def main():
    says_its_pid = "import json, os, time; print(json.dumps({'pid': os.getpid()}), flush=True); time.sleep(60)"
    child = await Child.start("c", ["-c", says_its_pid], environment=os.environ, folder=pathlib.Path("."))
    await child.told(within_seconds=10)
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    launcher = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=tmp_path, env=environment)
    assert await launcher.wait() == -9
    pid = json.loads((tmp_path / "output").read_text())["pid"]
    await until(lambda: not is_running(pid))
