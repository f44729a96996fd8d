"""How soon after a task was accepted the studio's service tells that it is being rendered."""

import asyncio
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx

from bench.harness import percentile
from bench.studio_films import AVATAR, SCRIPT, VOICE

_LOOK_EVERY_SECONDS: Final = 0.01
_PATIENCE_SECONDS: Final = 60.0


async def seconds_to_progress(tasks: int) -> float:
    """The median over some tasks, each sent to a studio that is idle and holds no renderer."""
    with _studio() as told:
        headers = {"Authorization": f"Bearer {told['api_key']}"}
        async with httpx.AsyncClient(base_url=told["url"], headers=headers, trust_env=False) as http:
            return percentile([await _first_progress(http) for _ in range(tasks)], 50)


@contextmanager
def _studio() -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "playground.studio", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


async def _first_progress(http: httpx.AsyncClient) -> float:
    """From the answer that accepts a task to the first look that finds it rendering; the task is then left to end."""
    await http.post("/_control/reset")
    task = {
        "taskType": "videoInference",
        "taskUUID": str(uuid.uuid4()),
        "model": "heygen:avatar@4",
        "inputs": {"avatar": AVATAR},
        "speech": {"text": SCRIPT, "voice": VOICE},
    }
    (await http.post("/v1", json=[task])).raise_for_status()
    accepted = time.perf_counter()
    while time.perf_counter() < accepted + _PATIENCE_SECONDS:
        state: dict[str, Any] = (await http.get("/_control/state")).json()
        if state["tasks"][0]["results"][0]["progress"] > 0:
            return time.perf_counter() - accepted
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    raise SystemExit("The studio did not begin to render.")
