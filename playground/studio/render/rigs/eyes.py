"""Eyes and brows in any pose."""

from dataclasses import dataclass

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.colour import darker, lighter, mix
from playground.studio.render.rigs.gradient import Linear, Radial, Stop
from playground.studio.render.rigs.look import Look
from playground.studio.render.rigs.pose import EyesPose

_Y = 406.0
_CENTRES = ((432.0, -1), (568.0, 1))
_LOWERED_LID = 0.3


@dataclass(frozen=True)
class _Lids:
    """One eye, `side` -1 on the left: its corners, the upper lid as it is and when open, the lower lid."""

    x: float
    side: int
    blink: float
    half: float
    left_y: float
    right_y: float
    upper: float
    highest: float
    lower: float

    @property
    def left(self) -> float:
        return self.x - self.half

    @property
    def right(self) -> float:
        return self.x + self.half

    def upper_curve(self, height: float) -> str:
        bend = self.half * 0.55
        start, end, y = f"M{self.left},{self.left_y}", f"{self.right},{self.right_y}", _Y + height
        return f"{start} C{self.x - bend},{y} {self.x + bend},{y} {end}"

    def opening(self, height: float) -> str:
        bend, low = self.half * 0.5, _Y + self.lower
        return f"{self.upper_curve(height)} C{self.x + bend},{low} {self.x - bend},{low} {self.left},{self.left_y} Z"


def draw_eyes(canvas: Canvas, look: Look, pose: EyesPose) -> None:
    """Both eyes and both brows."""
    for x, side in _CENTRES:
        lids = _lids(look, x, side, blink=max(pose.blink, _LOWERED_LID * max(0.0, -pose.lift)))
        _draw_lid(canvas, look, lids)
        if pose.blink < 0.98:
            _draw_ball(canvas, look, lids, pose)
        _draw_lashes(canvas, look, lids)
        _draw_brow(canvas, look, side, pose.brow)


def _lids(look: Look, x: float, side: int, *, blink: float) -> _Lids:
    high, low = 28 * look.eye_size, 17 * look.eye_size
    inner, outer = _Y + 3, _Y - 2
    return _Lids(
        x=x,
        side=side,
        blink=blink,
        half=36 * look.eye_size,
        left_y=outer if side < 0 else inner,
        right_y=inner if side < 0 else outer,
        upper=-high + (high + low * 0.82) * blink,
        highest=-high,
        lower=low * (1 - 0.18 * blink),
    )


def _draw_lid(canvas: Canvas, look: Look, lids: _Lids) -> None:
    bend, crease = lids.half * 0.5, _Y + lids.highest - 13
    start, end = f"M{lids.left - 2},{lids.left_y - 4}", f"{lids.right + 2},{lids.right_y - 4}"
    fold = f"{start} C{lids.x - bend},{crease} {lids.x + bend},{crease} {end}"
    canvas.stroke(fold, look.skin_deep, 4, opacity=0.55)
    canvas.fill(lids.opening(lids.highest), mix(look.skin_shade, look.skin_deep, 0.35))


def _draw_ball(canvas: Canvas, look: Look, lids: _Lids, pose: EyesPose) -> None:
    white = Linear((0, 0), (0, 1), (Stop(0, "#c9c6cc"), Stop(0.45, "#f7f5f4"), Stop(1, "#ffffff")))
    iris = (Stop(0, lighter(look.iris, 0.32)), Stop(0.7, look.iris), Stop(1, darker(look.iris, 0.5)))
    x, y, size = lids.x + pose.gaze * 7, _Y - 4 - pose.lift * 7, look.eye_size
    with canvas.clipped(lids.opening(lids.upper)):
        canvas.fill(lids.opening(lids.highest), white)
        canvas.ellipse((x, y, 18.5 * size, 18.5 * size), Radial((0.5, 0.62), 0.6, iris))
        canvas.ellipse((x, y, 8.6 * size, 8.6 * size), "#140c0a")
        canvas.ellipse((x - 6, y - 7, 5, 5), "#ffffff", 0.95)
        canvas.ellipse((x + 6, y + 6, 2.6, 2.6), "#ffffff", 0.5)
        canvas.fill(_lid_shadow(lids), "#3a2a33", 0.22)


def _lid_shadow(lids: _Lids) -> str:
    top, low, bend = _Y + lids.upper - 14, _Y + lids.upper + 12, lids.half * 0.55
    return (
        f"M{lids.left},{top} L{lids.right},{top} L{lids.right},{lids.right_y} "
        f"C{lids.x + bend},{low} {lids.x - bend},{low} {lids.left},{lids.left_y} Z"
    )


def _draw_lashes(canvas: Canvas, look: Look, lids: _Lids) -> None:
    colour, female = mix(look.hair_dark, "#1a0f10", 0.6), look.gender == "female"
    canvas.stroke(lids.upper_curve(lids.upper), colour, 6.5 if female else 4.8)
    if female:
        canvas.fill(_outer_lashes(lids), colour)
    bend, low = lids.half * 0.5, _Y + lids.lower + 4
    start, end = f"M{lids.left + 6},{lids.left_y + 6}", f"{lids.right - 6},{lids.right_y + 6}"
    lower_lid = f"{start} C{lids.x - bend},{low} {lids.x + bend},{low} {end}"
    canvas.stroke(lower_lid, look.skin_deep, 2.5, opacity=0.5)


def _outer_lashes(lids: _Lids) -> str:
    """The swept lashes at the outer corner, which sink as the eye closes."""
    side = lids.side
    x, y = (lids.left, lids.left_y) if side < 0 else (lids.right, lids.right_y)
    tip = f"{x + side * 11},{y - 9 + 10 * lids.blink}"
    above, below = f"{x + side * 4},{y - 5}", f"{x + side * 6},{y + 2}"
    return f"M{x - side * 7},{y - 8} Q{above} {tip} Q{below} {x - side * 3},{y + 3} Z"


def _draw_brow(canvas: Canvas, look: Look, side: int, raised: float) -> None:
    thick = 9.0 if look.gender == "female" else 13.0
    inner, middle, outer = 500 + side * 34, 500 + side * 74, 500 + side * 104
    inner_y, middle_y, outer_y = 352 - 12 * raised, 338 - 17 * raised, 354 - 12 * raised
    hair = "#2f2220" if look.hair_style == "bald" and not look.elder else look.hair
    start = f"M{inner},{inner_y + thick * 0.45} Q{inner},{inner_y - thick * 0.5}"
    above = f"{inner + side * 8},{inner_y - thick * 0.55} Q{middle},{middle_y - thick * 0.75} {outer},{outer_y}"
    below = f"Q{middle},{middle_y + thick * 0.35} {inner},{inner_y + thick * 0.45} Z"
    canvas.fill(f"{start} {above} {below}", mix(hair, look.skin_deep, 0.18))
