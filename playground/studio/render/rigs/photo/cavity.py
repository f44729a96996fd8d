"""The inside of an open mouth: dark, with a tongue, lower teeth on the jaw and upper teeth on the skull."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.photo.lips import Mouth
from playground.studio.render.rigs.photo.masks import Mask, mixed
from playground.studio.render.rigs.pose import MouthPose

_DARK, _DEEP = np.array([22.0, 16.0, 38.0]), np.array([40.0, 34.0, 88.0])
_TONGUE, _TOOTH = np.array([96.0, 84.0, 178.0]), np.array([206.0, 222.0, 232.0])
_UPPER_TEETH: Final = ((-0.40, 0.05), (-0.315, 0.06), (-0.205, 0.065), (-0.078, 0.08))
_UPPER_GAPS: Final = (0.0, 0.148, -0.148, 0.262, -0.262, 0.36, -0.36, 0.44, -0.44)
_LOWER_GAPS: Final = (0.0, 0.085, -0.085, 0.17, -0.17, 0.26, -0.26)

Values = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Opening:
    """The pixels to fill, by their places in the mouth's frame; the lips' inner edges above and below each of them."""

    x: Values
    y: Values
    upper: Values
    lower: Values
    drop: float

    @property
    def pixel(self) -> float:
        """The length of a pixel's side."""
        return float(np.hypot(self.x[0, 1] - self.x[0, 0], self.y[0, 1] - self.y[0, 0]))


class Cavity:
    """The inside of one person's mouth, in the light of the photo."""

    def __init__(self, mouth: Mouth, light: float) -> None:
        self._mouth = mouth
        self._light = light
        self._bite = float(np.interp(0.0, mouth.still.inner_lower[:, 0], mouth.contact))

    def painted(self, opening: Opening, pose: MouthPose) -> Mask:
        """The pixels (h, w, 3) in BGR."""
        depth = np.clip((opening.y - opening.upper) / np.maximum(opening.lower - opening.upper, 1e-3), 0, 1)
        picture = self._coloured(_DARK, _DEEP - _DARK, 0.8 * depth**1.5)
        picture = self._tongue(picture, opening, pose)
        picture = self._lower_teeth(picture, opening, pose)
        picture = self._upper_teeth(picture, opening)
        return np.asarray(picture * self.shadow(opening)[..., None], np.float32)

    def shadow(self, opening: Opening) -> Values:
        """What the lips leave of the light."""
        below = 0.42 + 0.58 * np.clip((opening.y - opening.upper) / 0.055, 0, 1)
        above = 0.75 + 0.25 * np.clip((opening.lower - opening.y) / 0.03, 0, 1)
        corners = 1 - 0.45 * np.clip((np.abs(self._across(opening)) - 0.55) / 0.45, 0, 1) ** 1.5
        return np.asarray(below * above * corners, np.float32)

    def _tongue(self, picture: Mask, opening: Opening, pose: MouthPose) -> Mask:
        top = float(opening.lower.max()) - 0.02 - 0.10 * pose.tongue
        tall, wide = 0.13 + 0.05 * pose.tongue, 0.30 * self._mouth.stretch(pose)
        x = opening.x - self._mouth.middle
        inside = np.clip(3 * (1 - (x / wide) ** 2 - ((opening.y - top - 0.05) / tall) ** 2), 0, 1)
        lit = 0.72 + 0.28 * np.clip(1 - (opening.y - top + 0.02) / tall, 0, 1)
        rounded = 0.85 + 0.15 * np.cos(np.clip(6 * x, -1.5, 1.5))
        return mixed(picture, self._shaded(_TONGUE, lit * rounded), inside * inside * (3 - 2 * inside))

    def _lower_teeth(self, picture: Mask, opening: Opening, pose: MouthPose) -> Mask:
        across = self._across(opening)
        in_photo = 0.68 * self._mouth.gap if self._mouth.is_open else 0.0
        edge = self._bite + 0.96 * max(0.0, opening.drop + in_photo) - 0.018 + 0.05 * across**2 - 0.02 * pose.teeth
        seen = _edge(opening.y - edge, opening.pixel) * np.clip((0.86 - np.abs(across)) / 0.2, 0, 1)
        gaps = _gaps(opening.x - self._mouth.middle, _LOWER_GAPS, 0.006)
        shade = (0.80 - 0.45 * across**2) * (1 - 0.22 * gaps)
        shade *= 0.70 + 0.30 * np.clip((opening.y - edge) / 0.03, 0, 1)
        return mixed(picture, self._shaded(_TOOTH, shade), seen * (0.75 + 0.25 * pose.teeth))

    def _upper_teeth(self, picture: Mask, opening: Opening) -> Mask:
        across, x = self._across(opening), opening.x - self._mouth.middle
        edge = self._bite + 0.052 - 0.085 * across**2 - 0.25 * np.clip(np.abs(across) - 0.8, 0, 1)
        edge -= 0.012 * (1 - _scallops(x))
        seen = _edge(edge - opening.y, opening.pixel) * np.clip((0.97 - np.abs(across)) / 0.12, 0, 1)
        shade = (1.0 - 0.42 * across**2) * (1 - 0.20 * _gaps(x, _UPPER_GAPS, 0.005))
        shade *= 0.82 + 0.18 * np.clip((edge - opening.y) / 0.05, 0, 1)
        return mixed(picture, self._shaded(_TOOTH, shade), seen)

    def _across(self, opening: Opening) -> Values:
        """-1 in the right corner, 1 in the left."""
        return np.asarray((opening.x - self._mouth.middle) / self._mouth.half, np.float32)

    def _shaded(self, colour: NDArray[np.float64], shade: Values) -> Mask:
        return self._coloured(np.zeros(3), np.minimum(colour * self._light, 245) / self._light, shade)

    def _coloured(self, base: NDArray[np.float64], more: NDArray[np.float64], share: Values) -> Mask:
        return np.asarray((base + more * share[..., None]) * self._light, np.float32)


def _edge(distance: Values, pixel: float) -> Values:
    """A step at nothing, softened over two pixels."""
    return np.asarray(np.clip(distance / (2.2 * pixel) + 0.5, 0, 1), np.float32)


def _gaps(x: Values, places: tuple[float, ...], width: float) -> Values:
    """One between two teeth."""
    lines = sum(np.exp(-(((x - place) / width) ** 2)) for place in places)
    return np.asarray(np.clip(lines, 0, 1), np.float32)


def _scallops(x: Values) -> Values:
    """The rounded lower ends of single teeth, the same on both sides."""
    found = np.zeros_like(x)
    for place, wide in _UPPER_TEETH:
        away = np.abs(np.abs(x) + place) / wide
        np.maximum(found, np.where(away < 1, 1 - away**4, 0), out=found)
    return found
