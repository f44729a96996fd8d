"""Pictures as the encoder wants them: BT.709 luma and chroma in limited range, premultiplied by their alpha."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

# Rows: Y, U, V; columns: blue, green, red (0 to 255), alpha (0 to 1).
_BT709: Final = np.array(
    [
        [0.0722 * 219 / 255, 0.7152 * 219 / 255, 0.2126 * 219 / 255, 16.0],
        [0.5 * 224 / 255, -0.3854 * 224 / 255, -0.1146 * 224 / 255, 128.0],
        [-0.0458 * 224 / 255, -0.4542 * 224 / 255, 0.5 * 224 / 255, 128.0],
    ],
    np.float32,
)


@dataclass(frozen=True)
class Planes:
    """Luma (h, w) and chroma (h/2, w/2, 2) times alpha; alpha (h, w), and once more at the chroma's size."""

    luma: Bytes
    chroma: Bytes
    alpha: Bytes
    chroma_alpha: Bytes


@dataclass(frozen=True)
class Frame:
    """A finished, opaque picture: luma (h, w) and chroma (h/2, w/2, 2)."""

    luma: Bytes
    chroma: Bytes


def planes_of(colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> Planes:
    """Planes of a premultiplied picture (h, w, 3) in BGR with its alpha (h, w); both sizes even."""
    height, width = alpha.shape
    half = (width // 2, height // 2)
    yuv = cv2.transform(cv2.merge([colour, alpha]), _BT709)
    chroma = cv2.resize(yuv[..., 1:], half, interpolation=cv2.INTER_AREA)
    shrunk = cv2.resize(alpha, half, interpolation=cv2.INTER_AREA)
    return Planes(_rounded(yuv[..., 0]), _rounded(chroma), _rounded(alpha * 255), _rounded(shrunk * 255))


def opaque_frame(colour: NDArray[np.float32]) -> Frame:
    """The frame of an opaque picture (h, w, 3) in BGR."""
    planes = planes_of(colour, np.ones(colour.shape[:2], np.float32))
    return Frame(planes.luma, planes.chroma)


def _rounded(values: NDArray[Any]) -> Bytes:
    return np.ascontiguousarray(np.clip(values + 0.5, 0, 255).astype(np.uint8))
