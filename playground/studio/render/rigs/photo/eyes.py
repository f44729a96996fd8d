"""The eyes and brows of a photo in any pose: the upper lid is pulled over an eyeball that looks around."""

from typing import Final

import numpy as np

from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.photo.lids import Lid, Lids
from playground.studio.render.rigs.photo.masks import Mask, blurred, mixed, polygons_mask
from playground.studio.render.rigs.photo.portrait import Picture, Points, Portrait
from playground.studio.render.rigs.photo.warping import Bender, Field
from playground.studio.render.rigs.pose import EyesPose

_CLOSING: Final = 0.05
_BARE: Final = 0.65  # how much of a closed lid is plain skin
_LASH_POINTS: Final = 25
_DARKEST_LASHES: Final = (50.0, 55.0, 70.0)
_GLANCE: Final = 0.07  # of an eye's width


class EyesPainter:
    """Paints the eyes area of one portrait; `along` is the direction of the eyes' line, of length 1."""

    def __init__(self, portrait: Portrait, along: Points) -> None:
        landmarks = portrait.points
        self._along, down = along, np.array((-along[1], along[0]))
        self._lids = Lids(landmarks, -down)
        width = self._width = self._lids.width
        wanted = landmarks[[*points.BROWS, *points.RIGHT_UNDER_EYE, *points.LEFT_UNDER_EYE]]
        low, high = wanted.min(0), wanted.max(0)
        self.area = portrait.area(low - width * np.array((0.35, 0.55)), high + width * np.array((0.35, 0.25)))
        self._still = portrait.picture[self.area.luma]
        self._bender = Bender(portrait.picture, self.area, step=max(4.0, width / 10), margin=0.3 * width)
        lashes = np.vstack([lid.upper[2:7] for lid in self._lids.still])
        self._lashes = np.minimum(0.9 * portrait.colours(lashes).min(0), _DARKEST_LASHES).astype(np.float32)
        self._skin = np.median(portrait.colours(landmarks[points.RIGHT_CREASE + points.LEFT_CREASE]), axis=0)

    def painted(self, pose: EyesPose) -> Picture:
        """The area (h, w, 3) in BGR."""
        if not any(pose):
            return self._still
        lids, border = self._lids.posed(pose), self._bender.border
        upper = self._lids.upper_layer(pose, lids, border)
        lower = self._lids.lower_layer(pose, lids, border)
        picture = self._bent(self._bender.field(upper.source, upper.target))
        if pose.blink > _CLOSING:
            picture = self._with_smooth_lids(picture, lids)
        picture = mixed(picture, self._bent(self._bender.field(lower.source, lower.target)), self._below(lids))
        opened = polygons_mask([lid.outline for lid in lids], self.area, soft=0.6)
        opened *= np.float32(min(1.0, 6 * (1 - pose.blink)))
        picture = mixed(picture, self._eyeballs(pose) * (1 - 0.25 * pose.blink), opened)
        if pose.blink > _CLOSING:
            picture = self._with_lashes(picture, lids, pose.blink)
        return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)

    def _bent(self, field: Field) -> Mask:
        return self._bender.bent(field).astype(np.float32)

    def _eyeballs(self, pose: EyesPose) -> Mask:
        """The photo's own eyes, looking a little aside, up or down."""
        if not pose.gaze and not pose.lift:
            return self._still.astype(np.float32)
        glance = _GLANCE * self._width * (pose.gaze * self._along + 0.7 * pose.lift * self._lids.up)
        field = np.zeros_like(self._bender.still)
        for lid in self._lids.still:
            middle = ((lid.upper.mean(0) + lid.lower.mean(0)) / 2).astype(np.float32)
            away = ((self._bender.still - middle) ** 2).sum(-1) / (0.30 * self._width) ** 2
            field -= np.exp(-(away**2))[..., None] * glance.astype(np.float32)
        return self._bent(field)

    def _with_smooth_lids(self, picture: Mask, lids: list[Lid]) -> Mask:
        """Without the streaks that lashes and make-up leave on a lid that was stretched."""
        skin = [
            np.vstack([still.upper + 0.02 * self._width * self._lids.up, lid.upper[::-1]])
            for still, lid in zip(self._lids.still, lids, strict=True)
        ]
        mask, across, down = polygons_mask(skin, self.area), 0.10 * self._width, 0.03 * self._width
        amount = np.maximum(blurred(mask, across, down), 1e-3)
        smooth = blurred(picture * mask[..., None], across, down) / amount[..., None]
        smooth += _BARE * (self._skin - smooth)
        return mixed(picture, smooth, 0.85 * blurred(mask, max(0.8, 0.02 * self._width)))

    def _below(self, lids: list[Lid]) -> Mask:
        """One under the lower lids' edges."""
        beside, under = 0.5 * self._width * self._along, -self._width * self._lids.up
        shapes = []
        for lid in lids:
            right, left = lid.lower[0] - beside, lid.lower[-1] + beside
            shapes.append(np.vstack([lid.lower, left, left + under, right + under, right]))
        return polygons_mask(shapes, self.area, soft=max(0.7, 0.02 * self._width))

    def _with_lashes(self, picture: Mask, lids: list[Lid], blink: float) -> Mask:
        """A dark edge along lids that close."""
        mask = polygons_mask([self._lash_line(lid) for lid in lids], self.area, soft=max(0.7, 0.012 * self._width))
        colour = np.broadcast_to(self._lashes, picture.shape)
        return mixed(picture, colour, 0.70 * min(1.0, 1.6 * blink) * mask)

    def _lash_line(self, lid: Lid) -> Points:
        """A stroke along the upper lid, thickest in its middle."""
        place, known = np.linspace(0, 1, _LASH_POINTS), np.linspace(0, 1, len(lid.upper))
        curve = np.column_stack([np.interp(place, known, column) for column in lid.upper.T])
        thick = (0.012 + 0.022 * np.sin(np.pi * place) ** 0.7)[:, None] * self._width * self._lids.up
        return np.vstack([curve - 0.8 * thick, (curve + 0.6 * thick)[::-1]])
