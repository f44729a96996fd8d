"""What the renderer's tests share: requests, renders by the real child process, decoded files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

Order = dict[str, Any]
Render = Callable[[Order], "Answer"]
RenderAll = Callable[[list[Order]], None]


@dataclass(frozen=True)
class Answer:
    """How a render ended: the exit status and the lines written on the way."""

    status: int
    lines: list[dict[str, Any]]

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]


def small_order(out: Path, script: str = "Hi there.", **changes: Any) -> Order:
    """A request for a small, quick clip."""
    order = {
        "script": script,
        "avatar": "Aditya_public_4",
        "voice": "jenny_female_english",
        "width": 320,
        "height": 180,
    }
    return {**order, "out": str(out), **changes}


def start_renderer() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "playground.studio.render"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


@pytest.fixture(scope="session")
def render() -> Render:
    """Runs the renderer as the service does."""

    def run(order: Order) -> Answer:
        with start_renderer() as process:
            output, _ = process.communicate(json.dumps(order), timeout=60)
        return Answer(process.returncode, [json.loads(line) for line in output.splitlines()])

    return run


@pytest.fixture(scope="session")
def render_all() -> RenderAll:
    """Has one renderer make several films, which must all succeed: faster than one by one, with the same bytes."""

    def run(orders: list[Order]) -> None:
        with start_renderer() as process:
            output, _ = process.communicate("".join(json.dumps(order) + "\n" for order in orders), timeout=120)
        assert sum("done" in json.loads(line) for line in output.splitlines()) == len(orders), output[-500:]

    return run


def decoded_luma(path: Path) -> list[NDArray[np.uint8]]:
    """The luma planes of all frames."""
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in container.decode(video=0)]
