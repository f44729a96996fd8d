"""How good the studio's videos are, measured on finished files by a network that knows nothing of the renderer."""

import wave
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import cv2
import numpy as np

from bench.harness import Measure
from bench.lips import agreement, heard_openness, lag_ms, openings
from bench.studio_films import AVATAR, SCRIPT, Order, Picture, Seen, look_at, make, order, spoken
from bench.studio_service import seconds_to_progress
from bench.studio_speed import shares
from playground.studio.render.face.models import are_installed
from playground.studio.render.rigs.drawn import Size
from playground.studio.render.sample_photo import sample_photo
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

_WRONG_SCRIPT: Final = (
    "Which three little fishes swim in the green river near us this evening? Nobody could tell. "
    "She whistles while six quick foxes circle the old stone tower, then it is quiet."
)
_SHORT_SCRIPT: Final = "Papa and mama made a map of the park. My happy dog barked at a big apple."
_FIVE_MINUTES: Final = 28
_SHIFT_FRAMES: Final = 3
_LEVELS: Final = ("low", "medium", "high")
_LUMA: Final = np.array([0.0722, 0.7152, 0.2126])
_MORE: Final = 1.001
_SPEED_BARS: Final = {"drawn": (0.48, 0.78), "photo": (0.50, 0.72)}


async def run(*, quick: bool = False) -> list[Measure]:
    """A drawn presenter and a photo of one, first for how they look and then for what they take."""
    if not are_installed():
        raise SystemExit("This benchmark needs the face models: run scripts/photo first.")
    with TemporaryDirectory(prefix="herald-bench-") as name:
        folder = Path(name)
        cv2.imwrite(str(folder / "photo.png"), sample_photo(Size(1280, 720)))
        people: dict[str, Order] = {"drawn": {"avatar": AVATAR}, "photo": {"image": str(folder / "photo.png")}}
        measures = [measure for kind, who in people.items() for measure in _lips(kind, folder, who)]
        if quick:
            return measures
        soon = await seconds_to_progress(5)
        measures += [Measure("studio: first progress after a task was accepted", soon, "s", at_most=0.5)]
        measures += [measure for kind, who in people.items() for measure in _liveliness(kind, folder, who)]
        measures += [_listening(folder, people["drawn"])]
        measures += [measure for kind, who in people.items() for measure in _speed(kind, folder, who)]
        return [*measures, *_full_size(folder, people)]


def _lips(kind: str, folder: Path, who: Order) -> Iterator[Measure]:
    out = folder / f"{kind}.mp4"
    make([order(out, who)])
    seen = look_at(out)
    said, wrong = spoken(SCRIPT), spoken(_WRONG_SCRIPT)
    heard = heard_openness(said.segments, said.frames)
    lag, match = lag_ms(seen.mouth, heard), agreement(seen.mouth, heard)
    other = agreement(seen.mouth, heard_openness(wrong.segments, wrong.frames))
    vowels, closures, pauses = openings(seen.mouth, said.segments)
    apart = 1000 * abs(seen.picture_seconds - seen.sound_seconds)
    yield Measure(f"studio, {kind}: picture and sound differ in length", apart, "ms", at_most=40)
    yield Measure(f"studio, {kind}: mouth after sound, either way", abs(lag), "ms", at_most=20)
    missed = _missed(seen, heard, lag)
    yield Measure(f"studio, {kind}: a shift of 120 ms is found within", missed, "ms", at_most=15)
    yield Measure(f"studio, {kind}: mouth with phonemes", match, "r", at_least=0.75)
    yield Measure(f"studio, {kind}: the same, more than with a wrong script", match - other, "r", at_least=0.55)
    yield Measure(f"studio, {kind}: lips at p, b, m of open vowels", 100 * closures / vowels, "%", at_most=10)
    yield Measure(f"studio, {kind}: lips in pauses of open vowels", 100 * pauses / vowels, "%", at_most=10)
    if "image" in who:
        likeness = _likeness(seen.first, Path(who["image"]))
        yield Measure(f"studio, {kind}: first frame against the picture", likeness, "dB", at_least=40)


def _missed(seen: Seen, heard: np.ndarray[tuple[int, ...], np.dtype[np.float64]], lag: float) -> float:
    """By how much a shift that was put in on purpose, early or late, is not found."""
    found = [lag_ms(np.roll(seen.mouth, frames), heard) - lag for frames in (-_SHIFT_FRAMES, _SHIFT_FRAMES)]
    return max(abs(abs(shift) - 1000 * _SHIFT_FRAMES / FRAMES_PER_SECOND) for shift in found)


def _liveliness(kind: str, folder: Path, who: Order) -> Iterator[Measure]:
    """How much more each level of expressiveness moves than the one before, over three seeds."""
    films = {level: [folder / f"{kind}-{level}-{seed}.mp4" for seed in range(3)] for level in _LEVELS}
    make(
        [
            order(file, who, script=_SHORT_SCRIPT, seed=seed, expressiveness=level, resolution="480p")
            for level, files in films.items()
            for seed, file in enumerate(files)
        ]
    )
    seen = {level: [look_at(file) for file in files] for level, files in films.items()}
    travel = [float(np.mean([one.head_travel for one in seen[level]])) for level in _LEVELS]
    opening = [float(np.mean([one.mouth.mean() for one in seen[level]])) for level in _LEVELS]
    for what, (low, medium, high) in {"head travel": travel, "mouth opening": opening}.items():
        yield Measure(f"studio, {kind}: {what}, medium over low", medium / low, "x", at_least=_MORE)
        yield Measure(f"studio, {kind}: {what}, high over medium", high / medium, "x", at_least=_MORE)


def _listening(folder: Path, who: Order) -> Measure:
    """A presenter that only hears the recording of a speech, against the phonemes of that speech."""
    said, out = spoken(SCRIPT), folder / "heard.mp4"
    make([order(out, who, script=None, voice=None, audio=str(_recorded(said, folder / "speech.wav")))])
    match = agreement(look_at(out).mouth, heard_openness(said.segments, said.frames))
    return Measure("studio: mouth of a recording with its phonemes", match, "r", at_least=0.65)


def _recorded(timeline: Timeline, path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, timeline.rate, 0, "NONE", "not compressed"))
        file.writeframes(timeline.samples.astype("<i2").tobytes())
    return path


def _speed(kind: str, folder: Path, who: Order) -> Iterator[Measure]:
    first, repeat = shares(order(folder / "speed.mp4", who))
    bars = _SPEED_BARS[kind]
    yield Measure(f"studio, {kind}: speed of encoding alone, first render", first, "x", at_least=bars[0])
    yield Measure(f"studio, {kind}: speed of encoding alone, repeat", repeat, "x", at_least=bars[1])


def _full_size(folder: Path, people: dict[str, Order]) -> Iterator[Measure]:
    """What 1080p takes, from the start of the process to its end, and what more five minutes take than ten seconds."""
    out, length = folder / "large.mp4", spoken(SCRIPT).seconds
    peak = {}
    for kind, who in people.items():
        made = make([order(out, who, resolution="1080p")])
        peak[kind] = made.megabytes
        yield Measure(f"studio, {kind}: real time at 1080p, first render", length / made.seconds, "x", at_least=1)
        yield Measure(f"studio, {kind}: memory at 1080p", made.megabytes, "MB", at_most=400)
    long = make([order(out, people["drawn"], resolution="1080p", script=SCRIPT * _FIVE_MINUTES)])
    growth = 100 * (long.megabytes / peak["drawn"] - 1)
    yield Measure("studio: memory for five minutes, more than for ten seconds", growth, "%", at_most=10)


def _likeness(frame: Picture, photo: Path) -> float:
    """The ratio of signal to noise in the luma, in decibels."""
    original = cv2.imread(str(photo))
    assert original is not None
    error = float(np.mean((frame @ _LUMA - original @ _LUMA) ** 2))
    return float(10 * np.log10(255**2 / max(error, 1e-9)))
