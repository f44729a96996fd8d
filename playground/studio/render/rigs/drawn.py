"""A drawn presenter at one size, with mouth and eye patches drawn anew for each pose."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from playground.studio.render.compose.planes import Planes, planes_of
from playground.studio.render.rigs.canvas import Canvas, View
from playground.studio.render.rigs.eyes import draw_eyes
from playground.studio.render.rigs.face import HALF_FACE
from playground.studio.render.rigs.figure import (
    draw_bare_face,
    draw_behind_face,
    draw_in_front_of_face,
    draw_presenter,
)
from playground.studio.render.rigs.look import Look
from playground.studio.render.rigs.mouth import draw_mouth, mouth_shape
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Anatomy, Area

_VISIBLE_HEIGHT: Final = 830.0
_VISIBLE_WIDTH: Final = 640.0
_HIGHEST_BOTTOM: Final = 890.0
_LOWEST_BOTTOM: Final = 1030.0  # the clothes end a little further down
_JAW_STEP: Final = 2.0
_BARE_MOUTHS: Final = 12
_MOUTH: Final = (335.0, 500.0, 665.0, 690.0)
_EYES: Final = (365.0, 300.0, 635.0, 450.0)


@dataclass(frozen=True)
class Size:
    """The picture's size in pixels, both even."""

    width: int
    height: int


class DrawnRig:
    """A look at a size; implements `Rig`."""

    def __init__(self, look: Look, size: Size) -> None:
        self._look = look
        scale = min(size.height / _VISIBLE_HEIGHT, size.width / _VISIBLE_WIDTH)
        left, top = 500 - size.width / scale / 2, _bottom(size.height / scale) - size.height / scale
        self._view = View(left, top, scale, size.width, size.height)
        self.mouth_area = self._area(_MOUTH)
        self.eyes_area = self._area(_EYES)
        self._bare_mouths: dict[int, Canvas] = {}

    @cached_property
    def picture(self) -> Planes:
        """The presenter at rest."""
        return _planes(self.canvas)

    @property
    def canvas(self) -> Canvas:
        """The presenter at rest, drawn anew in colour."""
        canvas = Canvas(self._view)
        draw_presenter(canvas, self._look)
        return canvas

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is."""
        scale = self._view.scale
        return Anatomy(
            centre=self._pixel(500, 421),
            width=2 * HALF_FACE * self._look.face_width * scale,
            height=400 * scale,
            nose=self._pixel(500, 478),
            chin=self._pixel(500, 620)[1],
        )

    def mouth_patch(self, pose: MouthPose) -> Planes:
        """The lower face with the mouth and jaw in a pose."""
        canvas = Canvas(self._mouth_view, self._bare_mouth(round(mouth_shape(self._look, pose).jaw / _JAW_STEP)))
        draw_mouth(canvas, self._look, pose)
        canvas.put_over(self._mouth_front)
        return _planes(canvas)

    def eyes_patch(self, pose: EyesPose) -> Planes:
        """Eyes and brows in a pose, behind the glasses."""
        canvas = Canvas(self._eyes_view, self._bare_eyes)
        draw_eyes(canvas, self._look, pose)
        canvas.put_over(self._eyes_front)
        return _planes(canvas)

    def _bare_mouth(self, steps: int) -> Canvas:
        """The mouth area without a mouth, kept for the steps the jaw was last lowered by."""
        if steps not in self._bare_mouths:
            canvas = Canvas(self._mouth_view, self._behind_mouth)
            draw_bare_face(canvas, self._look, steps * _JAW_STEP)
            self._bare_mouths[steps] = canvas
            if len(self._bare_mouths) > _BARE_MOUTHS:
                del self._bare_mouths[next(iter(self._bare_mouths))]
        return self._bare_mouths[steps]

    @cached_property
    def _behind_mouth(self) -> Canvas:
        canvas = Canvas(self._mouth_view)
        draw_behind_face(canvas, self._look)
        return canvas

    @cached_property
    def _mouth_front(self) -> Canvas:
        canvas = Canvas(self._mouth_view)
        draw_in_front_of_face(canvas, self._look)
        return canvas

    @cached_property
    def _bare_eyes(self) -> Canvas:
        canvas = Canvas(self._eyes_view)
        draw_behind_face(canvas, self._look)
        draw_bare_face(canvas, self._look, 0.0)
        return canvas

    @cached_property
    def _eyes_front(self) -> Canvas:
        canvas = Canvas(self._eyes_view)
        draw_in_front_of_face(canvas, self._look)
        return canvas

    @property
    def _mouth_view(self) -> View:
        return self._part(self.mouth_area)

    @property
    def _eyes_view(self) -> View:
        return self._part(self.eyes_area)

    def _part(self, area: Area) -> View:
        """The view of one area of the picture."""
        scale = self._view.scale
        left, top = self._view.x + area.left / scale, self._view.y + area.top / scale
        return View(left, top, scale, area.right - area.left, area.bottom - area.top)

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._view.x) * self._view.scale, (y - self._view.y) * self._view.scale

    def _area(self, corners: tuple[float, float, float, float]) -> Area:
        left, top = self._pixel(*corners[:2])
        right, bottom = self._pixel(*corners[2:])
        width, height = self._view.width, self._view.height
        return Area(_even(left, width), _even(top, height), _even(right, width), _even(bottom, height))


def _bottom(visible_height: float) -> float:
    """Where the picture is cut off: a tall one shows more of the clothes before it shows more of the wall."""
    return min(_LOWEST_BOTTOM, _HIGHEST_BOTTOM + max(0.0, visible_height - _VISIBLE_HEIGHT) / 2)


def _even(position: float, limit: int) -> int:
    return min(limit, max(0, round(position / 2) * 2))


def _planes(canvas: Canvas) -> Planes:
    return planes_of(canvas.colour, canvas.alpha)
