"""Portraits drawn for the purpose, so that no real person's picture is needed, and what may be wrong with them."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.compose.background import wall
from playground.studio.render.face.landmarks import FaceMesh, Landmarks
from playground.studio.render.face.models import are_installed
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from tests.playground.studio.render.conftest import Order, small_order

Picture = NDArray[np.uint8]

SITTER = "Aarav_Office_Standing_Front_public"
WALL_COLOUR = (200, 170, 140)  # BGR; plain, so that it is easily told from a person

needs_face_models = pytest.mark.skipif(
    not are_installed(), reason="the face models are not installed: scripts/photo gets them"
)


def portrait(width: int = 640, height: int = 480, avatar: str = SITTER) -> Picture:
    """Somebody before a wall, in BGR."""
    look = look_for(avatar)
    presenter = DrawnRig(look, Size(width, height)).canvas
    picture = wall(look.wall, width, height) * (1 - presenter.alpha[..., None]) + presenter.colour
    return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)


def before_plain_wall(width: int = 640, height: int = 480) -> Picture:
    presenter = DrawnRig(look_for(SITTER), Size(width, height)).canvas
    picture = np.array(WALL_COLOUR) * (1 - presenter.alpha[..., None]) + presenter.colour
    return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)


def turned(picture: Picture, degrees: float) -> Picture:
    """The face turned to a side, as if it were painted on an egg."""
    points = points_in(picture)[:, :2]
    middle, (wide, tall) = (points.min(0) + points.max(0)) / 2, np.ptp(points, axis=0)
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    x, y = columns - middle[0], rows - middle[1]
    squares = (0.62 * wide) ** 2 * np.clip(1 - (y / (0.95 * tall)) ** 2, 0, 1) - x**2
    angle = np.radians(degrees)
    source = np.where(squares > 0, x * np.cos(angle) - np.sqrt(np.maximum(squares, 0)) * np.sin(angle), x)
    maps = (source + middle[0]).astype(np.float32)
    return np.asarray(cv2.remap(picture, maps, rows, cv2.INTER_LINEAR), np.uint8)


def points_in(picture: NDArray[np.uint8]) -> Landmarks:
    """The face's points, of which there must be some."""
    found = FaceMesh().landmarks(picture)
    assert found is not None
    return found


def photo_order(out: Path, picture: Picture | bytes, **changes: object) -> Order:
    """A request for a small clip of a photo."""
    path = out.with_name(f"{out.stem}-photo")
    path.write_bytes(picture if isinstance(picture, bytes) else _png(picture))
    order: Order = {
        "avatar": None,
        "image": str(path),
        "width": None,
        "height": None,
        "resolution": "360p",
        "label": False,
    }
    return small_order(out, **{**order, **changes})


def _png(picture: Picture) -> bytes:
    done, data = cv2.imencode(".png", picture)
    assert done
    return data.tobytes()
