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
_ROWS_AT_ONCE: Final = 256  # even; keeps what is needed on the way small
_BLACK: Final = np.uint8(16)
_COLOURLESS: Final = np.uint8(128)


@dataclass(frozen=True)
class Planes:
    """Luma (h, w) and chroma (h/2, w/2, 2) times alpha; alpha (h, w), and once more at the chroma's size."""

    luma: Bytes
    chroma: Bytes
    alpha: Bytes
    chroma_alpha: Bytes

    @property
    def nbytes(self) -> int:
        """How much memory they take; a view of other planes takes none."""
        planes = (self.luma, self.chroma, self.alpha, self.chroma_alpha)
        return sum(plane.nbytes for plane in planes if plane.base is None)


@dataclass(frozen=True)
class Frame:
    """A picture: luma (h, w) and chroma (h/2, w/2, 2); one that is not opaque has its alpha at both sizes too.

    While it is being composed it is premultiplied like all planes; `straight` makes of it what a file holds.
    """

    luma: Bytes
    chroma: Bytes
    alpha: Bytes | None = None
    chroma_alpha: Bytes | None = None

    def copy(self) -> "Frame":
        """One that can be painted over."""
        planes = (self.luma, self.chroma, self.alpha, self.chroma_alpha)
        luma, chroma, alpha, chroma_alpha = (None if plane is None else plane.copy() for plane in planes)
        assert luma is not None
        assert chroma is not None
        return Frame(luma, chroma, alpha, chroma_alpha)

    def straight(self) -> "Frame":
        """With colours at full strength beside their alpha, and black where nothing can be seen."""
        if self.alpha is None or self.chroma_alpha is None:
            return self
        luma = np.maximum(cv2.divide(self.luma, self.alpha, scale=255.0), _BLACK)
        chroma = cv2.divide(self.chroma, cv2.merge([self.chroma_alpha] * 2), scale=255.0)
        unseen = np.equal(self.chroma_alpha, 0).view(np.uint8) * _COLOURLESS
        chroma = cv2.add(chroma, cv2.merge([unseen] * 2))
        return Frame(np.asarray(luma, np.uint8), np.asarray(chroma, np.uint8), self.alpha, self.chroma_alpha)


def planes_of(colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> Planes:
    """Planes of a premultiplied picture (h, w, 3) in BGR with its alpha (h, w); both sizes even."""
    height, width = alpha.shape
    luma, shades = np.empty((height, width), np.uint8), np.empty((height // 2, width // 2, 2), np.uint8)
    planes = Planes(luma, shades, np.empty_like(luma), np.empty(shades.shape[:2], np.uint8))
    for top in range(0, height, _ROWS_AT_ONCE):
        rows, half_rows = slice(top, top + _ROWS_AT_ONCE), slice(top // 2, (top + _ROWS_AT_ONCE) // 2)
        cover = alpha[rows]
        half = (width // 2, cover.shape[0] // 2)
        yuv = cv2.transform(cv2.merge([colour[rows], cover]), _BT709)
        planes.luma[rows] = _rounded(yuv[..., 0])
        planes.chroma[half_rows] = _rounded(cv2.resize(yuv[..., 1:], half, interpolation=cv2.INTER_AREA))
        planes.alpha[rows] = _rounded(cover * 255)
        planes.chroma_alpha[half_rows] = _rounded(cv2.resize(cover, half, interpolation=cv2.INTER_AREA) * 255)
    return planes


def opaque_frame(colour: NDArray[np.float32]) -> Frame:
    """The frame of an opaque picture (h, w, 3) in BGR."""
    planes = planes_of(colour, np.broadcast_to(np.float32(1), colour.shape[:2]))
    return Frame(planes.luma, planes.chroma)


def clear_frame(width: int, height: int) -> Frame:
    """A frame in which nothing can be seen."""
    luma, chroma = np.zeros((height, width), np.uint8), np.zeros((height // 2, width // 2, 2), np.uint8)
    return Frame(luma, chroma, np.zeros_like(luma), np.zeros(chroma.shape[:2], np.uint8))


def picture_of(frame: Frame) -> Bytes:
    """The picture (h, w, 3) in BGR of an opaque frame."""
    size = (frame.luma.shape[1], frame.luma.shape[0])
    chroma = cv2.resize(frame.chroma, size, interpolation=cv2.INTER_LINEAR)
    yuv = cv2.merge([frame.luma, *cv2.split(chroma)]).astype(np.float32) - _BT709[:, 3]
    return _rounded(cv2.transform(yuv, np.linalg.inv(_BT709[:, :3])))


def _rounded(values: NDArray[Any]) -> Bytes:
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
