"""Planes, patches and frames."""

import numpy as np
import pytest

from playground.studio.render.compose.atlas import EYES_STEPS, Atlas, Shelf
from playground.studio.render.compose.background import wall
from playground.studio.render.compose.compositor import Compositor, Overlay, Pose
from playground.studio.render.compose.label import label_area, label_planes
from playground.studio.render.compose.planes import Frame, Planes, opaque_frame, planes_of
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.rigs.pose import EyesPose, MouthPose

WIDTH, HEIGHT = 320, 180
REST = Pose(MouthPose(), EyesPose(), np.zeros(7))


def plain(blue: float, green: float, red: float) -> Frame:
    return opaque_frame(np.full((4, 4, 3), (blue, green, red), np.float32))


@pytest.mark.parametrize(
    ("bgr", "yuv"),
    [((0, 0, 0), (16, 128, 128)), ((255, 255, 255), (235, 128, 128)), ((0, 0, 255), (63, 102, 240))],
)
def test_colours_are_bt709_in_limited_range(bgr: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    frame = plain(*bgr)
    assert (int(frame.luma[0, 0]), *frame.chroma[0, 0].tolist()) == yuv


def test_a_transparent_picture_adds_nothing() -> None:
    planes = planes_of(np.zeros((4, 4, 3), np.float32), np.zeros((4, 4), np.float32))
    assert not any(plane.any() for plane in (planes.luma, planes.chroma, planes.alpha, planes.chroma_alpha))


def shelf_of(capacity_bytes: int) -> tuple[Shelf[EyesPose], list[EyesPose]]:
    """A shelf of patches of eleven bytes, and the poses that it had drawn."""
    drawn: list[EyesPose] = []

    def draw(pose: EyesPose) -> Planes:
        drawn.append(pose)
        return planes_of(np.zeros((2, 2, 3), np.float32), np.zeros((2, 2), np.float32))

    return Shelf(draw, EYES_STEPS, capacity_bytes=capacity_bytes), drawn


def test_a_pose_is_drawn_once() -> None:
    shelf, drawn = shelf_of(1000)
    assert shelf.patch(EyesPose(blink=0.50)) is shelf.patch(EyesPose(blink=0.51))
    shelf.patch(EyesPose(blink=1.0))
    assert drawn == [EyesPose(blink=0.5), EyesPose(blink=1.0)]


def test_patches_that_were_used_longest_ago_make_room() -> None:
    shelf, drawn = shelf_of(30)
    for blink in (0.0, 0.5, 0.0, 1.0, 0.0, 0.5):
        shelf.patch(EyesPose(blink=blink))
    assert [pose.blink for pose in drawn] == [0.0, 0.5, 1.0, 0.5]


def test_a_patch_shares_the_alpha_of_the_picture_where_it_is_the_same() -> None:
    rig = DrawnRig(look_for("Jenny_public"), Size(WIDTH, HEIGHT))
    winking = Atlas(rig).eyes.patch(EyesPose(blink=1.0))
    assert np.shares_memory(winking.alpha, rig.picture.alpha)
    assert winking.nbytes < rig.eyes_patch(EyesPose(blink=1.0)).nbytes


@pytest.fixture(scope="module")
def compositor() -> Compositor:
    look = look_for("Jenny_public")
    area = label_area(WIDTH, HEIGHT)
    background = opaque_frame(wall(look.wall, WIDTH, HEIGHT))
    return Compositor(DrawnRig(look, Size(WIDTH, HEIGHT)), background, [Overlay(area, label_planes(area))])


def test_a_frame_fills_the_picture(compositor: Compositor) -> None:
    frame = compositor.frame(REST)
    assert frame.luma.shape == (HEIGHT, WIDTH)
    assert frame.chroma.shape == (HEIGHT // 2, WIDTH // 2, 2)


def test_an_earlier_frame_is_not_changed_by_a_later_one(compositor: Compositor) -> None:
    first = compositor.frame(REST)
    kept = first.luma.copy()
    second = compositor.frame(Pose(MouthPose(open=1, rest=0), EyesPose(blink=1), np.full(7, 0.02)))
    assert np.array_equal(first.luma, kept)
    assert not np.array_equal(second.luma, kept)


def test_the_wall_stays_where_it_is(compositor: Compositor) -> None:
    still, moved = (compositor.frame(Pose(MouthPose(), EyesPose(), np.full(7, m))).luma for m in (0.0, 0.03))
    assert np.array_equal(still[:, :60], moved[:, :60])
    assert np.array_equal(still[:, -60:], moved[:, -60:])


def test_the_label_is_in_the_lower_right_corner(compositor: Compositor) -> None:
    look = look_for("Jenny_public")
    area, bare = label_area(WIDTH, HEIGHT), opaque_frame(wall(look.wall, WIDTH, HEIGHT)).luma
    change = np.abs(compositor.frame(REST).luma.astype(int) - bare)[area.luma]
    assert change.max() > 40
    assert area.left > WIDTH * 0.7
    assert area.top > HEIGHT * 0.8
    assert area.right < WIDTH


def test_a_wall_is_soft() -> None:
    luma = opaque_frame(wall("#d9d2c6", WIDTH, HEIGHT)).luma.astype(int)
    assert np.abs(np.diff(luma, axis=1)).max() <= 8
    assert np.ptp(luma) > 10
