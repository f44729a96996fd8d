"""How fast the studio renders, as a share of what encoding the same frames alone takes in the same minute.

`python -m bench.studio_speed ORDER ROUNDS` measures in a process of its own and prints JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

import cv2

from playground.studio.render.clip import drawn_ahead, poses_for
from playground.studio.render.compose.compositor import Composer
from playground.studio.render.compose.planes import Frame
from playground.studio.render.encode.writer import ClipWriter, clip_writer
from playground.studio.render.motion.manner import manner_for
from playground.studio.render.narration import perform
from playground.studio.render.request import RenderRequest
from playground.studio.render.staging import Staging

ROUNDS: Final = 9

Order = dict[str, Any]


def shares(order: Order, *, rounds: int = ROUNDS) -> tuple[float, float]:
    """The speed of the first render of somebody and of a repeat with another seed, each over that of encoding alone."""
    command = [sys.executable, "-m", "bench.studio_speed", json.dumps(order), str(rounds)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as in the renderer's process
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    first, repeat = json.loads(done.stdout)
    return first, repeat


class _Film:
    """One order, rendered and encoded again and again."""

    def __init__(self, order: Order) -> None:
        cv2.setNumThreads(2)
        self._request = RenderRequest.model_validate(order)
        self._performance = perform(self._request)

    def round(self) -> tuple[float, float, float]:
        """The seconds of the first render, of a repeat and of encoding alone, right after each other."""
        stage = Staging().stage_for(self._request)
        self._request = stage.request
        frames: list[Frame] = []
        first = self._render(stage.composer, seed=1, keep=frames.append)
        encoding = self._encode(frames)
        frames.clear()
        repeat = self._render(stage.composer, seed=2)
        return first, repeat, encoding

    def _render(self, composer: Composer, *, seed: int, keep: Callable[[Frame], object] | None = None) -> float:
        """The seconds that drawing and encoding took; `keep` is given each frame, which a real render lets go."""
        manner = manner_for(self._request.expressiveness, self._request.prompt)
        poses = poses_for(self._performance, manner, seed=seed)
        began = time.perf_counter()
        with self._written() as writer, drawn_ahead(composer, poses) as drawn:
            for frame in drawn:
                writer.write(frame)
                if keep is not None:
                    keep(frame)
        return time.perf_counter() - began

    def _encode(self, frames: Sequence[Frame]) -> float:
        began = time.perf_counter()
        with self._written() as writer:
            for frame in frames:
                writer.write(frame)
        return time.perf_counter() - began

    def _written(self) -> AbstractContextManager[ClipWriter]:
        return clip_writer(self._request, self._performance.timeline)


def main(order: Order, rounds: int) -> tuple[float, float]:
    """The median shares of some rounds: what is compared ran right after each other, on the same busy machine."""
    timed = [_Film(order).round() for _ in range(rounds)]
    first, repeat = zip(*((encoding / first, encoding / repeat) for first, repeat, encoding in timed), strict=True)
    return statistics.median(first), statistics.median(repeat)


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]), int(sys.argv[2]))))
