"""The small mark in the corner that says that this is only a preview."""

import cv2
import numpy as np

from playground.studio.render.compose.planes import Planes, planes_of
from playground.studio.render.rigs.canvas import Canvas, View
from playground.studio.render.rigs.rig import Area

TEXT = "preview"


def label_area(width: int, height: int) -> Area:
    """Where the label stands: in the lower right corner."""
    tall = max(12, round(min(width, height) * 0.045 / 2) * 2)
    wide, margin = round(tall * 3.4 / 2) * 2, round(tall * 0.6 / 2) * 2
    return Area(width - margin - wide, height - margin - tall, width - margin, height - margin)


def label_planes(area: Area) -> Planes:
    """Light letters on a dark, half transparent pill."""
    wide, tall = area.right - area.left, area.bottom - area.top
    canvas = Canvas(View(0.0, 0.0, 1.0, wide, tall))
    half = tall / 2
    canvas.stroke(f"M{half},{half} L{wide - half},{half}", "#1c1f26", tall - 1, opacity=0.42)
    letters = _letters(wide, tall)
    canvas.colour = canvas.colour * (1 - letters[..., None]) + 255.0 * letters[..., None]
    canvas.alpha = canvas.alpha * (1 - letters) + letters
    return planes_of(canvas.colour, canvas.alpha)


def _letters(wide: int, tall: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """How much of each pixel the text covers, drawn large and made smaller."""
    large, scale = 4, tall * 4 / 44
    thickness = max(1, round(scale * 2))
    (text_wide, text_tall), _ = cv2.getTextSize(TEXT, cv2.FONT_HERSHEY_SIMPLEX, scale, thickness)
    mask = np.zeros((tall * large, wide * large), np.uint8)
    place = ((wide * large - text_wide) // 2, (tall * large + round(text_tall * 0.72)) // 2)
    cv2.putText(mask, TEXT, place, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thickness, cv2.LINE_AA)
    return np.asarray(cv2.resize(mask, (wide, tall), interpolation=cv2.INTER_AREA), np.float32) / 255.0
