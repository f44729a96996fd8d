"""Pixels from where the maps of a movement say that they come from."""

from typing import Final

import cv2
import numpy as np

from playground.studio.render.compose.planes import Bytes, Planes
from playground.studio.render.motion.headfield import Maps

_NO_SECOND_MAP: Final = np.empty(0, np.float32)


def packed(planes: Planes) -> Bytes:
    """Chroma and its alpha in one plane of three channels: OpenCV moves two far more slowly."""
    return np.asarray(cv2.merge([planes.chroma, planes.chroma_alpha]), np.uint8)


def unpacked(shades: Bytes) -> tuple[Bytes, Bytes]:
    """Chroma and its alpha each for itself again."""
    chroma, alpha = np.empty((*shades.shape[:2], 2), np.uint8), np.empty(shades.shape[:2], np.uint8)
    cv2.mixChannels([shades], [chroma, alpha], [0, 0, 1, 1, 2, 2])
    return chroma, alpha


def moved(plane: Bytes, maps: Maps) -> Bytes:
    """The pixels of a plane, of which only those outside of the picture are made up.

    OpenCV rounds to a thirty-second of a pixel in any case; of one channel it moves more when that is done before.
    """
    where, part = cv2.convertMaps(maps, _NO_SECOND_MAP, cv2.CV_16SC2) if plane.ndim == 2 else (maps, _NO_SECOND_MAP)
    pixels = cv2.remap(plane, where, part, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(pixels, np.uint8)
