"""The painter, the looks and the drawn presenter."""

import numpy as np
import pytest

from playground.studio.catalogue import avatar_ids
from playground.studio.render.rigs.canvas import Canvas, View
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.gradient import vertical
from playground.studio.render.rigs.look import Look, look_for, person_of
from playground.studio.render.rigs.outline import outlines
from playground.studio.render.rigs.pose import EyesPose, MouthPose

SQUARE = "M10,10 L30,10 L30,30 L10,30 Z"


def canvas(size: int = 40) -> Canvas:
    return Canvas(View(0.0, 0.0, 1.0, size, size))


def test_a_filled_square_covers_its_area() -> None:
    drawn = canvas()
    drawn.fill(SQUARE, "#ff0000")
    assert drawn.alpha.sum() == pytest.approx(400, rel=0.1)
    assert drawn.colour[20, 20].tolist() == [0.0, 0.0, 255.0]


def test_a_shape_out_of_view_leaves_no_trace() -> None:
    drawn = canvas()
    drawn.fill("M100,100 L120,100 L120,120 Z", "#ff0000")
    assert not drawn.alpha.any()


def test_overlapping_ellipses_leave_no_hole() -> None:
    drawn = canvas()
    drawn.ellipses([(16, 20, 9, 9), (24, 20, 9, 9)], "#ffffff")
    assert drawn.alpha[20, 20] == 1.0


def test_nothing_is_painted_outside_a_clip() -> None:
    drawn = canvas()
    with drawn.clipped("M10,10 L20,10 L20,30 L10,30 Z"):
        drawn.fill(SQUARE, "#ffffff")
    assert drawn.alpha[20, 15] == 1.0
    assert drawn.alpha[20, 25] == 0.0


def test_a_gradient_runs_from_top_to_bottom() -> None:
    drawn = canvas()
    drawn.fill(SQUARE, vertical("#000000", "#ffffff"))
    column = drawn.colour[11:29, 20, 0]
    assert (np.diff(column) > 0).all()


def test_a_path_knows_curves_and_whether_it_is_closed() -> None:
    closed, open_ = outlines("M0,0 C0,10 10,10 10,0 Z M0,0 Q5,5 10,0")
    assert (closed.closed, open_.closed) == (True, False)
    assert closed.points[-1].tolist() == open_.points[-1].tolist() == [10.0, 0.0]


def test_an_avatar_always_has_the_same_look() -> None:
    assert look_for("Jenny_public") == look_for("Jenny_public")


def test_looks_of_one_person_share_the_face_and_differ_in_clothes() -> None:
    looks = [look_for(avatar) for avatar in avatar_ids() if person_of(avatar) == "jenny"]
    assert len({(look.skin, look.hair, look.hair_style, look.face_width) for look in looks}) == 1
    assert len({(look.top, look.cloth, look.wall) for look in looks}) > 1


@pytest.mark.parametrize(
    ("avatar", "person"),
    [
        ("Aditya_public_4", "aditya"),
        ("Brandon_Office_Standing_Front_public", "brandon"),
        ("chef_rufus_0a1b2c3d", "rufus"),
    ],
)
def test_the_person_is_read_from_the_avatar_id(avatar: str, person: str) -> None:
    assert person_of(avatar) == person


def test_a_business_look_wears_a_blazer() -> None:
    assert look_for("Caroline_Business_Standing_Front_public").top == "blazer"


def test_the_presenters_are_a_varied_crowd() -> None:
    crowd = [look_for(avatar) for avatar in avatar_ids()]
    for trait, kinds in {
        "skin": 8,
        "hair_style": 11,
        "glasses": 3,
        "beard": 3,
        "top": 4,
        "wall": 13,
        "headwear": 4,
        "elder": 2,
    }.items():
        assert len({getattr(look, trait) for look in crowd}) == kinds


@pytest.fixture(scope="module")
def rig() -> DrawnRig:
    return DrawnRig(look_for("Jenny_public"), Size(480, 270))


@pytest.mark.parametrize("size", [Size(640, 360), Size(360, 640), Size(128, 128)])
def test_the_head_is_in_the_picture_at_every_aspect(size: Size) -> None:
    anatomy = DrawnRig(look_for("Jenny_public"), size).anatomy
    assert anatomy.width / 2 < anatomy.centre[0] < size.width - anatomy.width / 2
    assert anatomy.height / 2 < anatomy.centre[1] < size.height - anatomy.height / 2


def test_the_resting_patches_are_the_resting_picture(rig: DrawnRig) -> None:
    mouth, eyes = rig.mouth_patch(MouthPose()), rig.eyes_patch(EyesPose())
    for patch, area in ((mouth, rig.mouth_area), (eyes, rig.eyes_area)):
        shift = np.abs(patch.luma.astype(int) - rig.picture.luma[area.luma])
        assert shift.max() <= 8
        assert (shift > 2).mean() < 0.005


def test_an_open_mouth_is_darker_than_a_closed_one(rig: DrawnRig) -> None:
    shut, wide = (rig.mouth_patch(MouthPose(open=opened, rest=0.0)).luma[5:30, 40:68] for opened in (0.0, 1.0))
    assert (wide < 60).sum() > (shut < 60).sum() + 20


def test_closed_eyes_hide_the_white(rig: DrawnRig) -> None:
    awake, asleep = (rig.eyes_patch(EyesPose(blink=blink)).luma for blink in (0.0, 1.0))
    assert (awake > 225).sum() > (asleep > 225).sum() + 20


def test_every_look_can_be_drawn_in_every_pose() -> None:
    looks: dict[tuple[object, ...], Look] = {}
    for look in map(look_for, avatar_ids()):
        looks[(look.hair_style, look.top)] = look
    for look in looks.values():
        drawn = DrawnRig(look, Size(160, 128))
        patches = [drawn.mouth_patch(MouthPose(1, -1, 1, 1, 1, 1, 0.5)), drawn.eyes_patch(EyesPose(0.5, 1, -1))]
        assert all(patch.alpha.max() == 255 for patch in patches)
