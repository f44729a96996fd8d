"""Cutting a person out of a photo: a coarse network's answer, sharpened along the photo's own edges."""

from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.face.detection import Picture
from playground.studio.render.face.models import FOLDER, PERSON, load_network
from playground.studio.render.motion.noise import eased

_SIDE: Final = 256
_REACH: Final = 0.06  # how far an edge may be off, in face widths
_SMOOTHNESS: Final = 1e-4
_SURE: Final = 0.9
_CORE: Final = 0.97
_SPREADS: Final = (0.0075, 0.02, 0.05, 0.12)  # face widths

Cover = NDArray[np.float32]


def person_cover(picture: Picture, face: tuple[float, float], width: float, folder: Path = FOLDER) -> Cover:
    """How much of each pixel is the person whose face is at a point and so many pixels wide, shape (h, w)."""
    network = load_network(PERSON, folder)
    network.setInput(cv2.dnn.blobFromImage(picture, 1 / 255, (_SIDE, _SIDE), swapRB=True))
    coarse = network.forward().reshape(_SIDE, _SIDE)
    size = (picture.shape[1], picture.shape[0])
    rough = np.clip(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), 0, 1)
    cover = _connected(np.asarray(rough, np.float32), face)
    soft = eased((_along_edges(picture, cover, max(2, int(_REACH * width))) - 0.12) / 0.76)
    kernel = np.ones((3, 3), np.uint8)
    sure = cv2.erode((cover > _SURE).astype(np.float32), kernel, iterations=max(1, int(0.03 * width)))
    return np.asarray(np.maximum(soft, cv2.GaussianBlur(sure, (0, 0), 1.5)), np.float32)


def clean_colours(picture: Picture, cover: Cover, width: float) -> Picture:
    """The picture with the person's colours continued outwards, so that no rim of the old background stays."""
    colours, core = picture.astype(np.float32), (cover > _CORE).astype(np.float32)[..., None]
    found, continued = core.copy(), colours * core
    for spread in _SPREADS:
        weight = cv2.GaussianBlur(core, (0, 0), spread * width)[..., None]
        near = cv2.GaussianBlur(colours * core, (0, 0), spread * width) / np.maximum(weight, 1e-4)
        missing = np.clip(1 - found, 0, 1) * (weight > 1e-3)
        continued += near * missing
        found = np.clip(found + missing, 0, 1)
    continued = np.where(found > 0.5, continued / np.maximum(found, 1e-3), colours)
    own = cover[..., None] ** 2
    return np.asarray(np.clip(colours * own + continued * (1 - own) + 0.5, 0, 255), np.uint8)


def _connected(cover: Cover, face: tuple[float, float]) -> Cover:
    """Only the part that hangs together with the face; everything, when the face is in none of the parts."""
    _, parts = cv2.connectedComponents((cover > 0.5).astype(np.uint8))
    x, y = np.clip(np.array(face).astype(int), 0, (cover.shape[1] - 1, cover.shape[0] - 1))
    if not parts[y, x]:
        return cover
    kept = cv2.dilate((parts == parts[y, x]).astype(np.uint8), np.ones((9, 9), np.uint8))
    return np.asarray(cover * kept, np.float32)


def _along_edges(picture: Picture, cover: Cover, reach: int) -> NDArray[Any]:
    """The cover, changing only where the picture does (He and others' guided filter, for each colour in turn)."""
    mean = np.zeros_like(cover)
    for channel in range(3):
        guide = picture[..., channel].astype(np.float32) / 255
        average, cover_average = _boxed(guide, reach), _boxed(cover, reach)
        slope = _boxed(guide * cover, reach) - average * cover_average
        slope /= _boxed(guide * guide, reach) - average * average + _SMOOTHNESS
        offset = cover_average - slope * average
        mean += (_boxed(slope, reach) * guide + _boxed(offset, reach)) / 3
    return mean


def _boxed(values: NDArray[Any], reach: int) -> Cover:
    return np.asarray(cv2.boxFilter(values, -1, (2 * reach + 1, 2 * reach + 1)), np.float32)
