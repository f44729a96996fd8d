"""Finding a face and judging it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from playground.studio.render.errors import RenderError
from playground.studio.render.face.landmarks import POINTS, RIGHT_EYE, FaceMesh, face_width, turn_degrees
from playground.studio.render.face.models import are_installed
from playground.studio.render.rigs.photo import points
from tests.playground.studio.render.photo.portraits import needs_face_models, points_in, portrait, turned


def test_missing_models_are_told_with_the_way_to_get_them(tmp_path: Path) -> None:
    assert not are_installed(tmp_path)
    with pytest.raises(RenderError, match="scripts/photo") as raised:
        FaceMesh(tmp_path)
    assert (raised.value.code, raised.value.parameter) == ("unsupportedMedia", "inputs.image")


def test_a_damaged_model_is_told_like_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "face_detection_short_range.tflite").write_bytes(b"TFL3 is not all of it")
    with pytest.raises(RenderError, match="scripts/photo"):
        FaceMesh(tmp_path)


@pytest.mark.parametrize("degrees", [-40.0, -10.0, 0.0, 25.0])
def test_a_turn_is_measured_from_the_depth_of_the_cheeks(degrees: float) -> None:
    cheeks = np.array([[-50.0, 0.0, 0.0], [50.0, 0.0, 0.0]])
    angle, tilt = np.radians(degrees), np.radians(20.0)
    turn = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
    lean = np.array([[np.cos(tilt), np.sin(tilt), 0], [-np.sin(tilt), np.cos(tilt), 0], [0, 0, 1]])
    landmarks = np.zeros((POINTS, 3))
    landmarks[[234, 454]] = cheeks @ turn @ lean
    assert turn_degrees(landmarks) == pytest.approx(degrees, abs=1e-6)


@needs_face_models
def test_the_eyes_and_the_mouth_are_where_they_were_drawn() -> None:
    found = points_in(portrait(640, 480)) / (480 / 830)
    across = found[:, 0] - 640 / (480 / 830) / 2
    assert across[RIGHT_EYE] == pytest.approx(-78, abs=20)
    assert across[[points.RIGHT_CORNER, points.LEFT_CORNER]] == pytest.approx([-60, 60], abs=12)


@needs_face_models
def test_the_points_lean_with_the_head() -> None:
    upright = portrait(640, 640)
    leaning = cv2.warpAffine(upright, cv2.getRotationMatrix2D((320, 320), 30, 1.0), (640, 640))
    across = np.diff(points_in(np.asarray(leaning, np.uint8))[[234, 454], :2], axis=0)[0]
    assert np.degrees(np.arctan2(-across[1], across[0])) == pytest.approx(30, abs=4)


@needs_face_models
def test_the_largest_of_several_faces_is_taken() -> None:
    picture = np.zeros((480, 1100, 3), np.uint8)
    picture[200:480, :280] = portrait(280, 280, "Daria_public_2")
    picture[:, 380:860] = portrait(480, 480)
    picture[200:480, 820:] = portrait(280, 280, "Daria_public_2")
    found = points_in(picture)
    assert 560 < found[:, 0].mean() < 680
    assert face_width(found) > 110


@needs_face_models
def test_a_small_face_in_a_large_picture_is_found() -> None:
    picture = np.full((900, 1600, 3), 180, np.uint8)
    picture[500:740, 1200:1440] = portrait(240, 240)
    found = points_in(picture)
    assert 1260 < found[:, 0].mean() < 1380
    assert 540 < found[:, 1].mean() < 680


@needs_face_models
def test_nobody_is_found_where_nobody_is() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    assert FaceMesh().landmarks(noise) is None
    assert FaceMesh().landmarks(np.zeros((200, 300, 3), np.uint8)) is None


@needs_face_models
def test_a_turned_face_is_seen_as_turned_to_its_side() -> None:
    front = portrait(640, 640)
    left, ahead, right = (turn_degrees(points_in(turned(front, degrees))) for degrees in (-30.0, 0.0, 30.0))
    assert left > 10 > abs(ahead)
    assert right < -10
