"""A recording instead of a script: it is the film's sound, and the mouth follows it."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.errors import RenderError
from playground.studio.render.media.recording import RATE, recorded_samples
from playground.studio.render.speech.speaking import VoiceSettings, speak
from playground.studio.render.timing.coarticulation import mouth_track
from playground.studio.render.timing.listening import delivery_heard
from playground.studio.render.timing.segments import Timeline, lay_out, lay_out_recording
from tests.playground.studio.render import samples
from tests.playground.studio.render.conftest import Order, Render, decoded_luma, small_order

SCRIPT = "Papa and mama, my happy bob. Palm trees are far apart. Father bought a map of the park."


def heard_order(out: Path, audio: Path, **changes: object) -> Order:
    return {**small_order(out), "script": None, "voice": None, "audio": str(audio), **changes}


def loudness(values: NDArray[np.int16], pieces: int) -> NDArray[np.float64]:
    """The root mean square of each of so many equal pieces."""
    return np.array([np.sqrt(np.mean(part.astype(float) ** 2)) for part in np.array_split(values, pieces)])


@pytest.mark.parametrize("ending", list(samples.RECORDINGS))
def test_a_recording_of_any_usual_kind_is_read(tmp_path: Path, ending: str) -> None:
    sound = samples.tone(2.0)
    read = recorded_samples(samples.write_recording(tmp_path / f"a.{ending}", sound))
    assert len(read) / RATE == pytest.approx(2.0, abs=0.06)
    assert np.corrcoef(loudness(read, 40), loudness(sound, 40))[0, 1] > 0.95


def test_aac_with_checksums_is_read(tmp_path: Path) -> None:
    path = samples.write_recording(tmp_path / "a.aac", samples.tone(2.0))
    path.write_bytes(samples.with_checksums(path.read_bytes()))
    assert path.read_bytes()[:2] in (b"\xff\xf0", b"\xff\xf8")
    assert len(recorded_samples(path)) / RATE == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize(("rate", "start"), [(8_000, 0xE3), (22_050, 0xF3), (44_100, 0xFB)])
def test_mp3_of_every_version_is_read(tmp_path: Path, rate: int, start: int) -> None:
    path = samples.write_bare_mp3(tmp_path / "a.mp3", samples.tone(2.0, rate=rate), rate)
    assert path.read_bytes()[:2] == bytes((0xFF, start))
    assert len(recorded_samples(path)) / RATE == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("rate", [8_000, 22_050, 96_000])
def test_a_recording_of_any_rate_keeps_its_length(tmp_path: Path, rate: int) -> None:
    path = samples.write_recording(tmp_path / "a.wav", samples.tone(1.0, rate=rate), rate)
    assert len(recorded_samples(path)) / RATE == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("container", "rate"), [("MP4", 44_100), ("WEBM", 48_000)])
def test_the_recording_is_the_sound_of_the_film(render: Render, tmp_path: Path, container: str, rate: int) -> None:
    sound = samples.tone(3.0)
    audio = samples.write_recording(tmp_path / "a.wav", sound)
    answer = render(heard_order(tmp_path / "film", audio, format=container))
    assert answer.last["done"]["duration_seconds"] == pytest.approx(3.0, abs=0.04)
    with av.open(str(tmp_path / "film")) as film:
        pieces = [frame.to_ndarray().mean(0) for frame in film.decode(audio=0)]
    heard = np.concatenate(pieces)[: 3 * rate]
    assert np.corrcoef(loudness(heard, 60), loudness(sound, 60))[0, 1] > 0.97


def test_the_mouth_moves_with_the_recording(render: Render, tmp_path: Path) -> None:
    sound = np.concatenate([np.zeros(samples.RATE, np.int16), samples.tone(2.0), np.zeros(samples.RATE, np.int16)])
    audio = samples.write_recording(tmp_path / "a.wav", sound)
    assert render(heard_order(tmp_path / "a.mp4", audio, width=480, height=360)).status == 0
    frames = [luma[200:270, 180:300].astype(int) for luma in decoded_luma(tmp_path / "a.mp4")]
    moved = np.array([np.abs(one - two).mean() for one, two in zip(frames[1:], frames[:-1], strict=True)])
    assert moved[27:73].mean() > 3 * moved[3:22].mean()


@pytest.mark.parametrize(("voice", "variant"), [("gmw/en-US", "f2"), ("gmw/en-US", "m7"), ("gmw/de", "m3")])
def test_a_mouth_that_only_listens_opens_as_one_that_knows_the_phonemes(voice: str, variant: str) -> None:
    known = lay_out(speak(SCRIPT, VoiceSettings(voice, variant)))
    truth = mouth_track(known.segments, known.frames)[:, 0]
    heard = delivery_heard(Timeline(known.samples, known.rate, known.frames, ())).mouth[:, 0]
    match = {lag: float(np.corrcoef(np.roll(heard, -lag), truth)[0, 1]) for lag in range(-5, 6)}
    assert match[0] >= 0.65
    assert max(match, key=lambda lag: match[lag]) == 0


def test_lips_rest_where_nobody_speaks() -> None:
    sound = np.concatenate([samples.tone(2.0, rate=RATE), np.zeros(2 * RATE, np.int16)])
    delivery = delivery_heard(lay_out_recording(sound, RATE))
    assert delivery.rest[70:].min() > 0.95
    assert delivery.mouth[70:, 0].max() < 0.05
    assert delivery.rest[5:45].max() < 0.5


def test_a_recording_is_padded_to_whole_frames() -> None:
    timeline = lay_out_recording(np.ones(RATE + 1, np.int16), RATE)
    assert (timeline.frames, len(timeline.samples)) == (26, round(26 / 25 * RATE))


def test_a_stereo_recording_is_mixed(tmp_path: Path) -> None:
    both = np.stack([samples.tone(1.0), np.zeros(samples.RATE, np.int16)], axis=1)
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, samples.RATE, 0, "NONE", "not compressed"))
        file.writeframes(both.tobytes())
    assert len(recorded_samples(tmp_path / "a.wav")) / RATE == pytest.approx(1.0, abs=0.01)


def refusal(path: Path) -> RenderError:
    with pytest.raises(RenderError) as caught:
        recorded_samples(path)
    assert caught.value.parameter == "inputs.audio"
    return caught.value


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        (np.zeros(samples.RATE, np.int16), "is silent"),
        (np.full(samples.RATE, 20, np.int16), "is silent"),
        (np.full(1, 9000, np.int16), "needs at least"),
        (np.zeros(0, np.int16), "needs at least"),
    ],
)
def test_a_recording_with_nothing_in_it_is_refused(tmp_path: Path, sound: NDArray[np.int16], words: str) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, samples.RATE, 0, "NONE", "not compressed"))
        file.writeframes(sound.tobytes())
    error = refusal(tmp_path / "a.wav")
    assert error.code == "invalidAudio"
    assert words in error.message


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01random\xfe", b"#EXTM3U\nfile:///etc/passwd\n", b"ffconcat version 1.0\n"]
)
def test_bytes_that_are_no_recording_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(data)
    error = refusal(tmp_path / "a.mp3")
    assert error.code == "unsupportedMedia"
    assert "WAV, MP3, M4A" in error.message


@pytest.mark.parametrize("ending", ["mp3", "m4a", "ogg", "flac", "wav", "webm"])
def test_a_damaged_recording_is_refused(tmp_path: Path, ending: str) -> None:
    path = samples.write_recording(tmp_path / f"a.{ending}", samples.tone(1.0))
    noise = np.random.default_rng(0).integers(0, 255, 4000, np.uint8).tobytes()
    path.write_bytes(path.read_bytes()[:12] + noise)
    assert refusal(path).code == "invalidAudio"


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    error = refusal(samples.write_silent_film(tmp_path / "a.mp4"))
    assert error.code == "unsupportedMedia"
    assert "no sound" in error.message


def test_a_recording_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", "not compressed"))
        file.writeframes(b"\x80" * (8_000 * 5 * 3600))
    assert "longer than 10 minutes" in refusal(tmp_path / "a.wav").message


def test_a_recording_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "could not be read" in refusal(tmp_path / "none.wav").message


def test_the_renderer_answers_an_unusable_recording_with_an_error(render: Render, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    answer = render(heard_order(tmp_path / "a.mp4", tmp_path / "a.wav"))
    assert (answer.status, answer.last["error"]["parameter"]) == (1, "inputs.audio")
    assert not (tmp_path / "a.mp4").exists()
