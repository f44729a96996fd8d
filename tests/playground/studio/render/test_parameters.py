"""Each parameter can be heard or seen in the finished file: two films that differ in it alone differ as they should."""

from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.playground.studio.render.conftest import RenderAll, decoded_luma, small_order

SCRIPT: Final = "Many men are meeting on Monday morning."
SILENCE_SECONDS: Final = 0.65  # before and after what is said
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "slow": {"speed": 0.5},
    "fast": {"speed": 1.5},
    "low": {"pitch": -40.0},
    "high": {"pitch": 40.0},
    "man": {"voice": "john_male_english"},
    "german": {"language": "de-DE"},
    "seed": {"seed": 99},
    "q20": {"quality": 20},
    "q50": {"quality": 50},
    "q99": {"quality": 99},
    "unlabelled": {"label": False},
}


@pytest.fixture(scope="module")
def films(render_all: RenderAll, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One film for each variant."""
    folder = tmp_path_factory.mktemp("variants")
    paths = {name: folder / f"{name}.mp4" for name in VARIANTS}
    render_all([small_order(paths[name], SCRIPT, **changes) for name, changes in VARIANTS.items()])
    return paths


def seconds(film: Path) -> float:
    with av.open(str(film)) as container:
        assert container.duration is not None
        return container.duration / av.time_base


def sound(film: Path) -> tuple[NDArray[np.float64], int]:
    with av.open(str(film)) as container:
        pieces = [frame.to_ndarray().mean(0) for frame in container.decode(audio=0)]
        return np.concatenate(pieces).astype(float), int(container.streams.audio[0].rate)


def pitch(film: Path) -> float:
    """The median frequency of the voice in hertz, by autocorrelation."""
    samples, rate = sound(film)
    length, shortest, longest = rate // 20, rate // 400, rate // 60
    found = []
    for first in range(0, len(samples) - 2 * length, length):
        piece = samples[first : first + 2 * length]
        likeness = np.correlate(piece, piece, "full")[len(piece) - 1 :]
        period = shortest + int(np.argmax(likeness[shortest:longest]))
        if likeness[0] > 1e-3 * len(piece) and likeness[period] > 0.6 * likeness[0]:
            found.append(rate / period)
    return float(np.median(found))


@pytest.mark.parametrize(("name", "speed"), [("slow", 0.5), ("fast", 1.5)])
def test_speed_changes_the_length(films: dict[str, Path], name: str, speed: float) -> None:
    said, plain = (seconds(films[which]) - SILENCE_SECONDS for which in (name, "plain"))
    assert said == pytest.approx(plain / speed, rel=0.12)


def test_pitch_changes_the_frequency_of_the_voice(films: dict[str, Path]) -> None:
    low, plain, high = (pitch(films[name]) for name in ("low", "plain", "high"))
    assert 100 < plain < 300
    assert low < 0.85 * plain
    assert high > 1.15 * plain


def test_pitch_leaves_the_length_alone(films: dict[str, Path]) -> None:
    assert seconds(films["high"]) == pytest.approx(seconds(films["plain"]), rel=0.03)


def test_another_voice_has_another_frequency(films: dict[str, Path]) -> None:
    assert pitch(films["man"]) < 0.8 * pitch(films["plain"])


def test_another_language_is_heard(films: dict[str, Path]) -> None:
    plain, german = (sound(films[name])[0] for name in ("plain", "german"))
    length = min(len(plain), len(german))
    assert abs(np.corrcoef(plain[:length], german[:length])[0, 1]) < 0.5


def test_another_seed_is_seen_and_not_heard(films: dict[str, Path]) -> None:
    assert np.array_equal(sound(films["seed"])[0], sound(films["plain"])[0])
    pairs = zip(decoded_luma(films["seed"]), decoded_luma(films["plain"]), strict=True)
    assert np.mean([np.abs(one.astype(int) - other).mean() for one, other in pairs]) > 0.5


def test_quality_raises_the_bit_rate(films: dict[str, Path]) -> None:
    rates = []
    for name in ("q20", "q50", "q99"):
        with av.open(str(films[name])) as container:
            rates.append(sum(packet.size for packet in container.demux(video=0)) / seconds(films[name]))
    assert 1.2 * rates[0] < rates[1] < 0.8 * rates[2]


def test_the_label_is_seen_in_the_corner_and_nowhere_else(films: dict[str, Path]) -> None:
    labelled, plain = (decoded_luma(films[name])[0].astype(int) for name in ("plain", "unlabelled"))
    difference = np.abs(labelled - plain)
    assert difference[-22:, -60:].max() > 40
    assert difference[:150].max() < 12
