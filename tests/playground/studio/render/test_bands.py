"""Frames that are put together from bands: they look as if composed in one piece."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.compose.atlas import Atlas
from playground.studio.render.compose.background import wall
from playground.studio.render.compose.bands import bands, moving_bands
from playground.studio.render.compose.compositor import Compositor, Pose, lay
from playground.studio.render.compose.compositor import moving_area as presenter_area
from playground.studio.render.compose.cover import Cover
from playground.studio.render.compose.planes import Bytes, Frame, Planes, clear_frame, opaque_frame, planes_of
from playground.studio.render.compose.whole import Surroundings, WholePicture
from playground.studio.render.compose.whole import moving_area as photo_area
from playground.studio.render.motion.headfield import GRID_STEP, HeadField, Maps
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Anatomy, Area, Rig

WIDTH, HEIGHT = 480, 270
TALKING = MouthPose(open=1, rest=0)
POSES = [
    Pose(MouthPose(), EyesPose(), np.zeros(7)),
    Pose(TALKING, EyesPose(), np.full(7, 0.004)),
    Pose(TALKING, EyesPose(blink=1), np.array([0.05, -0.03, 0.02, 0.01, 0.01, 0.01, 0.01])),
    Pose(MouthPose(), EyesPose(brow=1), np.array([-0.12, 0.08, -0.05, -0.03, 0.02, -0.02, 0.03])),
]


@dataclass(frozen=True)
class Puppet:
    """A speckled disc; its open mouth is a hole that reaches out of the disc, with a solid lip far outside."""

    anatomy = Anatomy(centre=(240.0, 120.0), width=110.0, height=150.0, nose=(240.0, 130.0), chin=190.0)
    mouth_area = Area(180, 150, 420, 230)
    eyes_area = Area(200, 80, 280, 110)

    @cached_property
    def picture(self) -> Planes:
        colour = np.random.default_rng(1).random((HEIGHT, WIDTH, 3), np.float32)
        alpha = np.zeros(colour.shape[:2], np.float32)
        cv2.circle(alpha, (240, 140), 100, 1.0, -1, cv2.LINE_8)
        return planes_of(255 * colour * alpha[..., None], alpha)

    def mouth_patch(self, pose: MouthPose) -> Planes:
        area, still = self.mouth_area, self.picture
        if pose.open < 0.5:
            return part(still, area)
        alpha = np.zeros((area.bottom - area.top, area.right - area.left), np.float32)
        alpha[:, -40:] = 1.0
        return planes_of(np.multiply(np.float32(200), alpha[..., None]).repeat(3, 2), alpha)

    def eyes_patch(self, pose: EyesPose) -> Planes:
        return part(self.picture, self.eyes_area)


def part(planes: Planes, area: Area) -> Planes:
    luma, chroma = area.luma, area.chroma
    return Planes(planes.luma[luma], planes.chroma[chroma], planes.alpha[luma], planes.chroma_alpha[chroma])


@pytest.fixture(scope="module", params=["drawn", "puppet"])
def rig(request: pytest.FixtureRequest) -> Rig:
    return Puppet() if request.param == "puppet" else DrawnRig(look_for("Jenny_public"), Size(WIDTH, HEIGHT))


def posed(rig: Rig, pose: Pose) -> Planes:
    """The presenter with the patches of a pose, where it stands at rest."""
    atlas, still = Atlas(rig), rig.picture
    planes = Planes(still.luma.copy(), still.chroma.copy(), still.alpha.copy(), still.chroma_alpha.copy())
    for patch, area in ((atlas.eyes.patch(pose.eyes), rig.eyes_area), (atlas.mouth.patch(pose.mouth), rig.mouth_area)):
        planes.luma[area.luma], planes.alpha[area.luma] = patch.luma, patch.alpha
        planes.chroma[area.chroma], planes.chroma_alpha[area.chroma] = patch.chroma, patch.chroma_alpha
    return planes


def moved_at_once(planes: Planes, field: HeadField, area: Area, head: NDArray[np.float64]) -> Planes:
    """Moved in the whole area and plane by plane."""
    full, half = field.maps(field.shift(head), area)
    luma, alpha = remapped(planes.luma, full), remapped(planes.alpha, full)
    return Planes(luma, remapped(planes.chroma, half), alpha, remapped(planes.chroma_alpha, half))


def remapped(plane: Bytes, maps: Maps) -> Bytes:
    x, y = cv2.split(maps)
    return np.asarray(cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def largest_difference(one: Frame, other: Frame) -> int:
    pairs = [(one.luma, other.luma), (one.chroma, other.chroma)]
    if one.alpha is not None and other.alpha is not None:
        pairs.append((one.alpha, other.alpha))
    return max(int(cv2.norm(a.reshape(-1), b.reshape(-1), cv2.NORM_INF)) for a, b in pairs)


@pytest.mark.parametrize("pose", POSES, ids=["rest", "a little", "some", "far"])
@pytest.mark.parametrize(
    "background",
    [lambda: opaque_frame(wall("#d9d2c6", WIDTH, HEIGHT)), lambda: clear_frame(WIDTH, HEIGHT)],
    ids=["before a wall", "transparent"],
)
def test_a_presenter_shows_no_seams(rig: Rig, background: Callable[[], Frame], pose: Pose) -> None:
    composer, expected = Compositor(rig, background()), background()
    composer.frame(POSES[2])
    area = presenter_area(rig.picture.alpha)
    lay(expected, moved_at_once(posed(rig, pose), HeadField(rig.anatomy, area), area, pose.head), area)
    assert largest_difference(composer.frame(pose), expected.straight()) <= 1


@pytest.mark.parametrize("pose", POSES, ids=["rest", "a little", "some", "far"])
def test_a_photo_shows_no_seams(rig: Rig, pose: Pose) -> None:
    composer, anatomy = WholePicture(rig), rig.anatomy
    composer.frame(POSES[2])
    area, expected = photo_area(anatomy, WIDTH, HEIGHT), posed(rig, pose)
    field = HeadField(anatomy, area, Surroundings(anatomy, area, HEIGHT))
    inside = moved_at_once(expected, field, area, pose.head)
    expected.luma[area.luma], expected.chroma[area.chroma] = inside.luma, inside.chroma
    assert largest_difference(composer.frame(pose), Frame(expected.luma, expected.chroma)) <= 1


def test_bands_fill_their_area_without_overlap() -> None:
    area, filled = Area(4, 10, 60, 250), np.zeros((270, 64), int)
    for band in bands(area):
        filled[band.luma] += 1
    assert (filled[area.luma] == 1).all()
    assert filled.sum() == filled[area.luma].size


def test_where_nothing_moves_nothing_is_computed() -> None:
    area = Area(32, 16, 32 + 20 * GRID_STEP, 16 + 10 * GRID_STEP)
    shift = np.zeros((11, 21, 2), np.float32)
    assert not list(moving_bands(area, shift))
    shift[2, 5, 1] = 0.5
    (band,) = moving_bands(area, shift)
    assert (band.left, band.right) == (32 + 4 * GRID_STEP, 32 + 6 * GRID_STEP)


@pytest.fixture(scope="module")
def cover() -> Cover:
    """Of a block in the middle of a picture."""
    alpha = np.zeros((90, 200), np.uint8)
    alpha[:, 60:140] = 255
    return Cover(alpha, Area(20, 0, 180, 90))


def test_a_strip_holds_what_can_get_there(cover: Cover) -> None:
    near, far = (cover.strips(reach, ())[0].area for reach in (2.0, 12.0))
    assert far.left < near.left <= 60 - 2
    assert far.right > near.right >= 140 + 2
    assert near.right - near.left < 110


def test_nothing_shines_through_the_inside(cover: Cover) -> None:
    (strip,) = cover.strips(5.0, ())
    first, last = strip.opaque
    assert 60 + 5 <= strip.area.left + first < 80
    assert 120 < strip.area.left + last <= 140 - 5


def test_anything_may_be_where_the_outline_is_unknown(cover: Cover) -> None:
    (strip,) = cover.strips(5.0, (Area(60, 20, 170, 40),))
    assert strip.opaque[0] == strip.opaque[1]
    assert strip.area.right >= 170 + 5
