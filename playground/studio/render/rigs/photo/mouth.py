"""The lower face of a photo in any pose: two bent layers that meet along the lips, and the mouth's inside between."""

from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.photo.cavity import Cavity, Opening
from playground.studio.render.rigs.photo.lips import Lips, Mouth
from playground.studio.render.rigs.photo.masks import Mask, blurred, mixed, polygons_mask
from playground.studio.render.rigs.photo.portrait import Picture, Points, Portrait
from playground.studio.render.rigs.photo.skin import Moved, Skin
from playground.studio.render.rigs.photo.warping import Bender
from playground.studio.render.rigs.pose import MouthPose
from playground.studio.render.rigs.rig import Area

_AT_REST: Final = 0.999
_TOUCHING: Final = 0.004  # mouth widths
_LINE_UP_TO: Final = 0.06
_EDGE_POINTS: Final = 41
_ROOM: Final = 4
_BRIGHT_SKIN: Final = 165.0
_LUMA: Final = np.array([0.114, 0.587, 0.299])


class MouthPainter:
    """Paints the mouth area of one portrait."""

    def __init__(self, portrait: Portrait) -> None:
        landmarks = portrait.points
        self._mouth = Mouth(landmarks)
        self._skin = Skin(landmarks, self._mouth)
        self.area = _area(portrait, self._mouth)
        self._still = portrait.picture[self.area.luma]
        width = self._mouth.frame.width
        self._bender = Bender(portrait.picture, self.area, step=max(4.0, width / 16), margin=0.12 * width)
        self._x, self._y = np.moveaxis(
            self._mouth.frame.local(self._bender.still.astype(np.float64)).astype(np.float32), -1, 0
        )
        self._cavity = Cavity(self._mouth, _light(portrait))
        self._lip_colour = _lip_colour(portrait)

    def painted(self, pose: MouthPose) -> Picture:
        """The area (h, w, 3) in BGR."""
        if pose.rest >= _AT_REST and not pose.smile:
            return self._still
        lips = self._mouth.posed(pose)
        upper, lower = self._layers(lips)
        line = self._line(lips)
        picture = mixed(lower.astype(np.float32), upper.astype(np.float32), self._above(lips, line))
        if self._mouth.is_open and lips.gap < _LINE_UP_TO:
            picture = self._with_contact(picture, lips, line)
        if lips.gap > _TOUCHING:
            self._open(picture, lips, pose)
        return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)

    def _layers(self, lips: Lips) -> tuple[Picture, Picture]:
        """The picture bent with the upper lip and with the lower lip and jaw."""
        still, skin = self._mouth.still, self._skin.moved(lips)
        inset = 0.06 if self._mouth.is_open else 0.0  # without it the teeth leave white fringes on the lips
        upper, lower = still.inner_upper.copy(), still.inner_lower.copy()
        upper[1:-1, 1] -= inset * self._mouth.upper_lip
        lower[1:-1, 1] += inset * self._mouth.lower_lip
        return (
            self._bent(
                Moved(np.vstack([upper, still.outer_upper]), np.vstack([lips.inner_upper, lips.outer_upper])), skin
            ),
            self._bent(
                Moved(np.vstack([lower, still.outer_lower]), np.vstack([lips.inner_lower, lips.outer_lower])), skin
            ),
        )

    def _bent(self, contours: Moved, skin: Moved) -> Picture:
        pixels, border = self._mouth.frame.pixels, self._bender.border
        source = np.vstack([pixels(np.vstack([contours.source, skin.source])), border])
        target = np.vstack([pixels(np.vstack([contours.target, skin.target])), border])
        return self._bender.bent(self._bender.field(source, target))

    def _line(self, lips: Lips) -> Mask:
        """How high the lips meet, for each pixel."""
        middle = (lips.inner_upper[:, 1] + lips.inner_lower[:, 1]) / 2
        return _interpolated(self._x, lips.inner_upper[:, 0], middle)

    def _above(self, lips: Lips, line: Mask) -> Mask:
        """One where the upper layer is seen; beside the mouth both run into each other."""
        left, right = lips.inner_upper[0, 0], lips.inner_upper[-1, 0]
        beside = np.maximum(0, np.maximum(left - self._x, self._x - right))
        softness = 1.2 / self._mouth.frame.width + 0.8 * beside
        return np.asarray(np.clip((line - self._y) / softness + 0.5, 0, 1), np.float32)

    def _with_contact(self, picture: Mask, lips: Lips, line: Mask) -> Mask:
        """The dark line between lips that are parted in the photo and closed now."""
        left, right = lips.inner_upper[0, 0], lips.inner_upper[-1, 0]
        inside = (self._x > left) & (self._x < right)
        share = 0.62 * (1 - lips.gap / _LINE_UP_TO) * np.exp(-(((self._y - line) / 0.016) ** 2)) * inside
        soft = blurred(share.astype(np.float32), 0.01 * self._mouth.frame.width)
        return mixed(picture, np.broadcast_to(self._lip_colour, picture.shape), soft)

    def _open(self, picture: Mask, lips: Lips, pose: MouthPose) -> None:
        """Paint the mouth's inside between the lips."""
        x = np.linspace(lips.inner_upper[0, 0], lips.inner_upper[-1, 0], _EDGE_POINTS)
        upper = _smooth(x, lips.inner_upper)
        lower = np.maximum(_smooth(x, lips.inner_lower), upper)
        outline = np.vstack([np.column_stack([x, upper]), np.column_stack([x, lower])[::-1]])
        corners = self._mouth.frame.pixels(outline)
        part, rows, columns = self._part(corners)
        if part.right <= part.left or part.bottom <= part.top:
            return
        across, down = self._x[rows, columns], self._y[rows, columns]
        edges = (_interpolated(across, x, upper), _interpolated(across, x, lower))
        opening = Opening(across, down, *edges, drop=self._skin.drop(lips))
        mask = polygons_mask([corners], part, soft=max(0.5, 0.006 * self._mouth.frame.width))
        inside = self._inside(opening, pose, (rows, columns))
        picture[rows, columns] = mixed(picture[rows, columns], inside, mask)

    def _inside(self, opening: Opening, pose: MouthPose, part: tuple[slice, slice]) -> Mask:
        """The drawn inside; where the photo shows the person's own teeth, those."""
        drawn = self._cavity.painted(opening, pose)
        return (
            mixed(drawn, self._still[part].astype(np.float32), self._own_teeth[part]) if self._mouth.is_open else drawn
        )

    @cached_property
    def _own_teeth(self) -> Mask:
        still = self._mouth.still
        outline = np.vstack([still.inner_upper, still.inner_lower[::-1]])
        return polygons_mask([self._mouth.frame.pixels(outline)], self.area, soft=0.008 * self._mouth.frame.width)

    def _part(self, corners: Points) -> tuple[Area, slice, slice]:
        """The box around some points, in the picture and in the area."""
        low = np.maximum(corners.min(0) - _ROOM, (self.area.left, self.area.top)).astype(int)
        high = np.minimum(corners.max(0) + _ROOM, (self.area.right, self.area.bottom)).astype(int)
        part = Area(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        rows = slice(part.top - self.area.top, part.bottom - self.area.top)
        return part, rows, slice(part.left - self.area.left, part.right - self.area.left)


def _area(portrait: Portrait, mouth: Mouth) -> Area:
    """All that moves with the jaw: from the tip of the nose to below the chin."""
    landmarks, width = portrait.points, portrait.anatomy.width
    sides = landmarks[points.JAW_SIDES, 0]
    low = (sides.min() - 0.02 * width, landmarks[points.NOSE_TIP, 1] - 0.05 * mouth.frame.width)
    high = (sides.max() + 0.02 * width, landmarks[points.CHIN, 1] + 0.62 * mouth.frame.width)
    return portrait.area(np.array(low), np.array(high))


def _light(portrait: Portrait) -> float:
    """How bright the photo is, 1 for a well-lit one; dark skin counts as less than half of dim light."""
    skin = np.median(portrait.colours(portrait.points[points.SKIN]), axis=0)
    return float(np.clip(0.35 + 0.65 * float(skin @ _LUMA) / _BRIGHT_SKIN, 0.45, 1.15))


def _lip_colour(portrait: Portrait) -> NDArray[np.float32]:
    """The colour of the line between closed lips."""
    outer = portrait.points[points.OUTER_UPPER_LIP[4:7] + points.OUTER_LOWER_LIP[4:7]]
    inner = portrait.points[points.INNER_UPPER_LIP[4:7] + points.INNER_LOWER_LIP[4:7]]
    return np.asarray(0.42 * np.median(portrait.colours(0.6 * outer + 0.4 * inner), axis=0), np.float32)


def _interpolated(values: Mask, x: Points, y: Points) -> Mask:
    """A curve's height at each value."""
    table = np.linspace(float(values.min()), float(values.max()), 1024)
    heights = np.interp(table, x, y).astype(np.float32)
    places = (values - table[0]) * ((len(table) - 1) / max(1e-6, table[-1] - table[0]))
    return np.asarray(heights[np.round(places).astype(np.int32)])


def _smooth(x: Points, curve: Points) -> Points:
    """A smooth curve through the points (Catmull and Rom's), at each x."""
    knots, heights = curve.T
    slopes = np.gradient(heights, knots)
    index = np.clip(np.searchsorted(knots, x) - 1, 0, len(knots) - 2)
    length = knots[index + 1] - knots[index]
    t = (x - knots[index]) / length
    start = (2 * t**3 - 3 * t**2 + 1) * heights[index] + (t**3 - 2 * t**2 + t) * length * slopes[index]
    end = (-2 * t**3 + 3 * t**2) * heights[index + 1] + (t**3 - t**2) * length * slopes[index + 1]
    return np.asarray(start + end)
