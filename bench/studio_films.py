"""The films that the studio's benchmark looks at, made by the studio's own child process, and what they show."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from bench.lips import Values
from playground.studio.render.face.landmarks import LEFT_EYE, RIGHT_EYE, FaceMesh, Landmarks
from playground.studio.render.narration import narrate
from playground.studio.render.request import RenderRequest
from playground.studio.render.sample_photo import SITTER
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

AVATAR: Final = SITTER
VOICE: Final = "jenny_female_english"
SCRIPT: Final = (
    "Good morning, everybody. Papa and mama made a map of the park. My happy dog barked at a big apple. "
    "Maybe the palm trees are far apart, but the harbour is not."
)
_LIP_PAIRS: Final = ((13, 14), (82, 87), (312, 317))
_NOSE_BRIDGE: Final = 168

Picture = NDArray[np.uint8]
Order = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What a finished file shows: its first frame, mouth opening and head in eye distances by frame, both lengths."""

    first: Picture
    mouth: Values
    head: Values
    picture_seconds: float
    sound_seconds: float

    @property
    def head_travel(self) -> float:
        """How far the head is from where it is on average."""
        return float(np.linalg.norm(self.head - self.head.mean(0), axis=1).mean())


@dataclass(frozen=True)
class Making:
    """What a process took to make its films: seconds, and megabytes of memory at most."""

    seconds: float
    megabytes: float


def order(out: Path, who: Order, **changes: Any) -> Order:
    """An order for a film of the script."""
    return {"script": SCRIPT, "voice": VOICE, "label": False, "out": str(out), **who, **changes}


def spoken(script: str) -> Timeline:
    """The sound and the phonemes of a script."""
    return narrate(RenderRequest.model_validate(order(Path("unused.mp4"), {"avatar": AVATAR}, script=script)))


def make(orders: Sequence[Order]) -> Making:
    """Have one process make some films."""
    command = [sys.executable, "-m", "playground.studio.render"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write("".join(json.dumps(one) + "\n" for one in orders).encode())
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"The studio did not make {orders[0]['out']}.")
    unit = 1 if sys.platform == "darwin" else 1024  # the peak is told in bytes there, in kilobytes elsewhere
    return Making(time.perf_counter() - began, usage.ru_maxrss * unit / 1e6)


def look_at(file: Path) -> Seen:
    """Look at every frame of a file, and measure its sound."""
    with av.open(str(file)) as container:
        sound = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    mesh = FaceMesh()
    with av.open(str(file)) as container:
        pictures = (_bgr(frame) for frame in container.decode(video=0))
        first = next(pictures)
        found = [_measured(mesh.landmarks(first)), *(_measured(mesh.landmarks(picture)) for picture in pictures)]
    columns = np.array(found).T
    frames = np.arange(len(found))
    known = np.flatnonzero(~np.isnan(columns[0]))
    opening, x, y = (np.interp(frames, known, column[known]) for column in columns)
    return Seen(first, opening, np.stack([x, y], axis=1), len(found) / FRAMES_PER_SECOND, float(sound))


def _bgr(frame: av.VideoFrame) -> Picture:
    return np.asarray(frame.to_ndarray(format="bgr24", src_colorspace="ITU709"), np.uint8)


def _measured(landmarks: Landmarks | None) -> tuple[float, float, float]:
    """The mouth's opening and the place of the bridge of the nose; nothing where no face was found."""
    if landmarks is None:
        return np.nan, np.nan, np.nan
    eyes = float(np.linalg.norm(landmarks[LEFT_EYE, :2] - landmarks[RIGHT_EYE, :2]))
    gaps = [np.linalg.norm(landmarks[above, :2] - landmarks[below, :2]) for above, below in _LIP_PAIRS]
    x, y = landmarks[_NOSE_BRIDGE, :2] / eyes
    return float(np.mean(gaps)) / eyes, float(x), float(y)
