"""How good the studio's videos are, measured on finished files by a network that knows nothing of the renderer."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.harness import Measure
from bench.lips import Values, agreement, heard_openness, lag_ms, openings
from playground.studio.render.compose.background import wall
from playground.studio.render.face.landmarks import LEFT_EYE, RIGHT_EYE, FaceMesh
from playground.studio.render.face.models import are_installed
from playground.studio.render.narration import narrate
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

_AVATAR: Final = "Aarav_Office_Standing_Front_public"
_VOICE: Final = "jenny_female_english"
_SCRIPT: Final = (
    "Good morning, everybody. Papa and mama made a map of the park. My happy dog barked at a big apple. "
    "Maybe the palm trees are far apart, but the harbour is not."
)
_WRONG_SCRIPT: Final = (
    "Which three little fishes swim in the green river near us this evening? Nobody could tell. "
    "She whistles while six quick foxes circle the old stone tower, then it is quiet."
)
_SHIFT_FRAMES: Final = 3
_LUMA: Final = np.array([0.0722, 0.7152, 0.2126])
_LIP_PAIRS: Final = ((13, 14), (82, 87), (312, 317))

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class _Seen:
    """What a finished file shows: the first frame, the mouth's opening in eye distances, and both lengths."""

    first: Picture
    mouth: Values
    picture_seconds: float
    sound_seconds: float


async def run(*, quick: bool = False) -> list[Measure]:
    """A drawn presenter and a photo of one at 720p, then both at 1080p for the memory that they take."""
    if not are_installed():
        raise SystemExit("This benchmark needs the face models: run scripts/photo first.")
    with TemporaryDirectory(prefix="herald-bench-") as folder:
        photo = _drawn_photo(Path(folder) / "photo.png")
        measures = [
            *_measures("drawn", Path(folder), {"avatar": _AVATAR}),
            *_measures("photo", Path(folder), {"image": str(photo)}),
        ]
        if not quick:
            for who in ({"avatar": _AVATAR}, {"image": str(photo)}):
                _render({**who, "out": str(Path(folder) / "large.mp4"), "resolution": "1080p"})
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
            measures.append(Measure("studio: memory at 1080p, the larger of both", peak, "MB", at_most=400))
    return measures


def _measures(name: str, folder: Path, who: dict[str, str]) -> Iterator[Measure]:
    out = folder / f"{name}.mp4"
    _render({**who, "out": str(out)})
    seen = _look_at(out)
    spoken, wrong = _spoken(_SCRIPT), _spoken(_WRONG_SCRIPT)
    heard = heard_openness(spoken.segments, spoken.frames)
    lag, match = lag_ms(seen.mouth, heard), agreement(seen.mouth, heard)
    found = [lag_ms(np.roll(seen.mouth, frames), heard) - lag for frames in (-_SHIFT_FRAMES, _SHIFT_FRAMES)]
    missed = max(abs(abs(shift) - 1000 * _SHIFT_FRAMES / FRAMES_PER_SECOND) for shift in found)
    other = agreement(seen.mouth, heard_openness(wrong.segments, wrong.frames))
    vowels, closures, pauses = openings(seen.mouth, spoken.segments)
    apart = 1000 * abs(seen.picture_seconds - seen.sound_seconds)
    yield Measure(f"studio, {name}: picture and sound differ in length", apart, "ms", at_most=40)
    yield Measure(f"studio, {name}: mouth after sound, either way", abs(lag), "ms", at_most=20)
    yield Measure(f"studio, {name}: a shift of 120 ms is found within", missed, "ms", at_most=15)
    yield Measure(f"studio, {name}: mouth with phonemes", match, "r", at_least=0.75)
    yield Measure(f"studio, {name}: the same, more than with a wrong script", match - other, "r", at_least=0.55)
    yield Measure(f"studio, {name}: lips at p, b, m of open vowels", 100 * closures / vowels, "%", at_most=10)
    yield Measure(f"studio, {name}: lips in pauses of open vowels", 100 * pauses / vowels, "%", at_most=10)
    if "image" in who:
        likeness = _likeness(seen.first, Path(who["image"]))
        yield Measure(f"studio, {name}: first frame against the picture", likeness, "dB", at_least=40)


def _drawn_photo(path: Path) -> Path:
    """A picture drawn for the purpose, which the renderer treats like any photo."""
    look, size = look_for(_AVATAR), Size(1280, 720)
    person = DrawnRig(look, size).canvas
    picture = wall(look.wall, size.width, size.height) * (1 - person.alpha[..., None]) + person.colour
    cv2.imwrite(str(path), np.clip(picture + 0.5, 0, 255).astype(np.uint8))
    return path


def _order(script: str, changes: dict[str, Any]) -> dict[str, Any]:
    return {"script": script, "voice": _VOICE, "label": False, **changes}


def _spoken(script: str) -> Timeline:
    return narrate(RenderRequest.model_validate(_order(script, {"avatar": _AVATAR, "out": "unused.mp4"})))


def _render(changes: dict[str, Any]) -> None:
    order = json.dumps(_order(_SCRIPT, changes))
    command = [sys.executable, "-m", "playground.studio.render"]
    done = subprocess.run(command, input=order, text=True, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"The studio rendered nothing: {done.stdout.splitlines()[-1]}")


def _look_at(file: Path) -> _Seen:
    with av.open(str(file)) as container:
        first = _bgr(next(container.decode(video=0)))
    with av.open(str(file)) as container:
        sound = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    mouth = _mouth(file)
    return _Seen(first, mouth, len(mouth) / FRAMES_PER_SECOND, float(sound))


def _mouth(file: Path) -> Values:
    """The opening in each frame; where no face is found, between those before and after."""
    mesh, mouth = FaceMesh(), []
    with av.open(str(file)) as container:
        for frame in container.decode(video=0):
            found = mesh.landmarks(_bgr(frame))
            mouth.append(np.nan if found is None else _opening(found))
    known = np.flatnonzero(~np.isnan(mouth))
    return np.asarray(np.interp(np.arange(len(mouth)), known, np.array(mouth)[known]))


def _bgr(frame: av.VideoFrame) -> Picture:
    return np.asarray(frame.to_ndarray(format="bgr24", src_colorspace="ITU709"), np.uint8)


def _opening(landmarks: Values) -> float:
    """The mean distance of three points of the upper lip's inner edge to those below them."""
    gaps = [np.linalg.norm(landmarks[above, :2] - landmarks[below, :2]) for above, below in _LIP_PAIRS]
    return float(np.mean(gaps) / np.linalg.norm(landmarks[LEFT_EYE, :2] - landmarks[RIGHT_EYE, :2]))


def _likeness(frame: Picture, photo: Path) -> float:
    """The ratio of signal to noise in the luma, in decibels."""
    original = cv2.imread(str(photo))
    assert original is not None
    error = float(np.mean((frame @ _LUMA - original @ _LUMA) ** 2))
    return float(10 * np.log10(255**2 / max(error, 1e-9)))
