"""The presenter's movement."""

import numpy as np
import pytest

from playground.studio.render.motion.headfield import HeadField
from playground.studio.render.motion.noise import eased, smooth_noise
from playground.studio.render.motion.tracks import Motion, motion_for
from playground.studio.render.rigs.rig import Anatomy, Area
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

RATE = 22050
SECONDS = 60
ANATOMY = Anatomy(centre=(160.0, 90.0), width=80.0, height=110.0, nose=(160.0, 100.0), chin=145.0)


STRESSES = [t + 0.3 for t in range(SECONDS)]


def timeline(seconds: int = SECONDS) -> Timeline:
    """A minute of noise that is stressed every second."""
    samples = np.random.default_rng(1).normal(0, 3000, seconds * RATE).astype(np.int16)
    return Timeline(samples, RATE, seconds * FRAMES_PER_SECOND, ())


@pytest.fixture(scope="module")
def motion() -> Motion:
    return motion_for(timeline(), STRESSES, seed=3)


def test_the_same_seed_moves_the_same_way(motion: Motion) -> None:
    assert np.array_equal(motion_for(timeline(), STRESSES, seed=3).head, motion.head)
    assert not np.array_equal(motion_for(timeline(), STRESSES, seed=4).head, motion.head)


def test_people_blink_now_and_then(motion: Motion) -> None:
    closed = motion.blink > 0.9
    blinks = int((closed[1:] & ~closed[:-1]).sum())
    assert 8 <= blinks <= 40


def test_the_first_frame_is_the_resting_pose(motion: Motion) -> None:
    assert not motion.head[0].any()
    assert motion.blink[0] == motion.brow[0] == motion.gaze[0] == 0.0


def test_the_head_turns_only_a_little(motion: Motion) -> None:
    assert 0.3 < np.degrees(np.abs(motion.head[:, :3])).max() < 10


def test_the_head_nods_on_stressed_vowels(motion: Motion) -> None:
    pitch = motion.head[FRAMES_PER_SECOND:, 1].reshape(-1, FRAMES_PER_SECOND).mean(0)
    assert pitch[7] > pitch[18] + np.radians(0.3)


@pytest.mark.parametrize("frames", [1, 2, 20])
def test_the_shortest_clip_can_be_moved(frames: int) -> None:
    samples = np.zeros(frames * RATE // FRAMES_PER_SECOND, np.int16)
    assert len(motion_for(Timeline(samples, RATE, frames, ()), [], seed=0).head) == frames


def test_noise_is_smooth_and_of_unit_size() -> None:
    times = np.arange(0, 200, 0.04)
    noise = smooth_noise(np.random.default_rng(0), times, period=2.0)
    assert 0.5 < noise.std() < 1.5
    assert np.abs(np.diff(noise)).max() < 0.3


def test_easing_stays_between_nothing_and_all() -> None:
    assert eased(np.array([-1.0, 0.0, 0.5, 1.0, 2.0])).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_a_still_head_moves_nothing() -> None:
    field, area = HeadField(ANATOMY, Area(0, 0, 320, 180)), Area(0, 0, 320, 180)
    luma, chroma = field.maps(field.shift(np.zeros(7)), area)
    assert np.array_equal(luma[90, 160], (160, 90))
    assert np.array_equal(chroma[45, 80], (80, 45))


def test_turning_moves_the_face_and_leaves_the_shoulders() -> None:
    field, area = HeadField(ANATOMY, Area(0, 0, 320, 260)), Area(0, 0, 320, 260)
    luma, _ = field.maps(field.shift(np.array([0.1, 0, 0, 0, 0, 0, 0])), area)
    assert luma[90, 160, 0] < 160 - 2
    assert abs(luma[255, 160, 0] - 160) < 0.1


@pytest.mark.parametrize("part", [Area(22, 10, 246, 106), Area(40, 106, 80, 170), Area(200, 42, 202, 44)])
def test_the_maps_of_a_part_are_those_of_the_whole(part: Area) -> None:
    area = Area(22, 10, 246, 170)
    field = HeadField(ANATOMY, area)
    shift = field.shift(np.full(7, 0.03))
    inner = Area(part.left - 22, part.top - 10, part.right - 22, part.bottom - 10)
    luma, chroma = field.maps(shift, area)
    part_of_luma, part_of_chroma = field.maps(shift, part)
    assert np.abs(part_of_luma - luma[inner.luma]).max() < 1e-4
    assert np.abs(part_of_chroma - chroma[inner.chroma]).max() < 1e-4
