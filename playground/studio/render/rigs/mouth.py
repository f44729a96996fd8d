"""A mouth in any pose: the opening with teeth and tongue, then the lips around it."""

from dataclasses import dataclass

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.colour import lighter, mix
from playground.studio.render.rigs.gradient import Linear, Stop, vertical
from playground.studio.render.rigs.look import Look
from playground.studio.render.rigs.pose import MouthPose

_X, _Y = 500.0, 546.0
_BEND = 0.46


@dataclass(frozen=True)
class MouthShape:
    """The pose in user units: how far the lips part upwards and downwards, half the width, how thick the lips are."""

    gap: float
    up: float
    down: float
    half: float
    upper_lip: float
    lower_lip: float
    corner: float

    @property
    def jaw(self) -> float:
        """How far the jaw is lowered."""
        return self.down * 0.85

    @property
    def left(self) -> float:
        """The left corner."""
        return _X - self.half

    @property
    def right(self) -> float:
        """The right corner."""
        return _X + self.half

    @property
    def corner_y(self) -> float:
        """How high the corners sit: above the middle is a smile."""
        return _Y + self.corner

    def inner_curve(self, offset: float, *, leftwards: bool = False) -> str:
        """One inner edge of the lips, whose middle is `offset` below the mouth's line."""
        y = _Y + offset * 1.30 - self.corner * 0.30
        first, second = _X - self.half * _BEND, _X + self.half * _BEND
        if leftwards:
            return f"C{second},{y} {first},{y} {self.left + 3},{self.corner_y}"
        return f"C{first},{y} {second},{y} {self.right - 3},{self.corner_y}"

    def opening(self) -> str:
        """The space between the lips."""
        start = f"M{self.left + 3},{self.corner_y}"
        return f"{start} {self.inner_curve(-self.up)} {self.inner_curve(self.down, leftwards=True)} Z"


def mouth_shape(look: Look, pose: MouthPose) -> MouthShape:
    """The pose in user units; at rest everything but a faint smile is gone."""
    smiling, serious = max(0.0, pose.smile), max(0.0, -pose.smile)
    speaking = 1 - pose.rest
    opened, press, bite, teeth = (value * speaking for value in (pose.open, pose.press, pose.bite, pose.teeth))
    spread, rounded = max(0.0, pose.wide) * speaking, max(0.0, -pose.wide) * speaking
    gap = opened * 48 * (1 - 0.30 * rounded)
    up = (0.22 + 0.08 * spread - 0.16 * rounded) * gap + 1.5 * teeth
    down = gap - up + 1.5 * teeth
    return MouthShape(
        gap=gap,
        up=up + 2.5 * bite,
        down=down * (1 - 0.75 * bite),
        half=57
        * (1 + 0.10 * spread - 0.34 * rounded - 0.04 * opened + 0.08 * pose.rest * (1 - serious) + 0.09 * smiling),
        upper_lip=11.5 * look.lip_fullness * (1 + 0.28 * rounded - 0.45 * press),
        lower_lip=15 * look.lip_fullness * (1 + 0.22 * rounded - 0.38 * press - 0.35 * bite),
        corner=(-7 * (1 - 0.5 * opened) - 3 * spread - 11 * pose.rest) * (1 - serious)
        + 5 * rounded
        - 9 * smiling
        + 2 * serious,
    )


def draw_mouth(canvas: Canvas, look: Look, pose: MouthPose) -> None:
    """The whole mouth."""
    shape = mouth_shape(look, pose)
    chin_shadow = _Y + shape.down + shape.lower_lip + 13
    canvas.ellipse((_X, chin_shadow, shape.half * 0.55, 9), look.chin_fold, 0.30)
    if shape.gap > 0.8 or pose.teeth * (1 - pose.rest) > 0.1:
        _draw_inside(canvas, shape, pose)
    _draw_lips(canvas, look, shape)
    if shape.gap < 3:
        line = f"M{shape.left},{shape.corner_y} {shape.inner_curve(0.0)}"
        canvas.stroke(line, mix(mix(look.lip, "#5a1420", 0.35), "#2a070c", 0.45), 3.2)
    for side in (-1, 1):
        x, y = _X + side * (shape.half + 3), shape.corner_y - 3
        canvas.stroke(f"M{x},{y} Q{x + side * 4},{y + 4} {x + side},{y + 9}", look.chin_fold, 3.2, opacity=0.6)


def _draw_inside(canvas: Canvas, shape: MouthShape, pose: MouthPose) -> None:
    left, right = shape.left - 5, shape.right + 5
    edge = _Y + 5.2 - 5.5 * max(0.0, -pose.wide)
    with canvas.clipped(shape.opening()):
        cavity = f"M{left},{_Y - 60} L{right},{_Y - 60} L{right},{_Y + 90} L{left},{_Y + 90} Z"
        canvas.fill(cavity, vertical("#24090d", "#5a1a22"))
        _draw_tongue(canvas, shape, pose.tongue)
        if shape.down > 3:
            _draw_lower_teeth(canvas, shape, pose.teeth)
        _draw_upper_teeth(canvas, shape, edge)
        if pose.tongue > 0.4 and shape.gap > 2:
            tip = (_X, edge + 1.5, shape.half * 0.30, 3.5 + 4 * pose.tongue)
            canvas.ellipse(tip, "#cf686f", min(1.0, pose.tongue))
        canvas.fill(_lip_shadow(shape), "#1a0508", 0.38)


def _draw_tongue(canvas: Canvas, shape: MouthShape, raised: float) -> None:
    y = _Y + shape.down - 14 * raised
    canvas.ellipse((_X, y + 6, shape.half * 0.60, 13 + 7 * raised), "#c45a62")
    canvas.ellipse((_X, y + 2, shape.half * 0.34, 6 + 3 * raised), "#d9767c", 0.8)


def _draw_lower_teeth(canvas: Canvas, shape: MouthShape, together: float) -> None:
    y, half = _Y + shape.down - 5.5 - 2 * together, shape.half * 0.62
    row = f"M{_X - half},{y + 3} Q{_X},{y - 3} {_X + half},{y + 3} L{_X + half},{y + 30} L{_X - half},{y + 30} Z"
    canvas.fill(row, "#ddd6d0")


def _draw_upper_teeth(canvas: Canvas, shape: MouthShape, edge: float) -> None:
    wide, narrow, half = shape.half * 0.86, shape.half * 0.84, shape.half * 0.5
    row = (
        f"M{_X - wide},{_Y - 50} L{_X + wide},{_Y - 50} L{_X + narrow},{edge - 7} "
        f"Q{_X + half},{edge + 1.5} {_X},{edge + 1.8} Q{_X - half},{edge + 1.5} {_X - narrow},{edge - 7} Z"
    )
    canvas.fill(row, Linear((0, 0), (0, 1), (Stop(0, "#cfc9c4"), Stop(0.5, "#f6f2ee"), Stop(1, "#fdfbf8"))))
    for x in (0, 15, -15, 29, -29):
        canvas.stroke(f"M{_X + x},{_Y - 30} L{_X + x},{edge + 1 - abs(x) * 0.1}", "#b9b0aa", 1.2, opacity=0.38)


def _lip_shadow(shape: MouthShape) -> str:
    y = _Y - shape.up * 1.3 - shape.corner * 0.3 + 7
    first, second = _X - shape.half * _BEND, _X + shape.half * _BEND
    return (
        f"M{shape.left},{shape.corner_y - 30} L{shape.right},{shape.corner_y - 30} "
        f"L{shape.right - 3},{shape.corner_y} "
        f"C{second},{y} {first},{y} {shape.left + 3},{shape.corner_y} Z"
    )


def _draw_lips(canvas: Canvas, look: Look, shape: MouthShape) -> None:
    dark = mix(look.lip, "#5a1420", 0.35)
    below = (Stop(0, look.lip), Stop(0.4, lighter(look.lip, 0.14)), Stop(1, mix(look.lip, look.skin_shade, 0.25)))
    canvas.fill(_upper_lip(shape), vertical(mix(look.lip, look.skin, 0.15), dark))
    canvas.fill(_lower_lip(shape), Linear((0, 0), (0, 1), below))
    gloss = (496.0, _Y + shape.down + shape.lower_lip * 0.42, shape.half * 0.30, max(1.2, shape.lower_lip * 0.16))
    canvas.ellipse(gloss, "#ffffff", 0.22)


def _upper_lip(shape: MouthShape) -> str:
    bow, top, half, corner = 13 * shape.half / 56, _Y - shape.up - shape.upper_lip, shape.half, shape.corner_y
    slope = corner - shape.upper_lip * 0.55 - shape.up * 0.45
    left = f"M{shape.left},{corner} C{_X - half * 0.72},{slope} {_X - bow * 1.9},{top - 1} {_X - bow},{top}"
    right = f"C{_X + bow * 1.9},{top - 1} {_X + half * 0.72},{slope} {shape.right},{corner}"
    inside = f"L{shape.right - 3},{corner} {shape.inner_curve(-shape.up, leftwards=True)}"
    return f"{left} Q{_X},{top + 6} {_X + bow},{top} {right} {inside} Z"


def _lower_lip(shape: MouthShape) -> str:
    bottom, half, corner = _Y + shape.down + shape.lower_lip, shape.half, shape.corner_y
    slope, middle = bottom + shape.lower_lip * 0.12 + 2, bottom + 1.5
    inside = (
        f"M{shape.left},{corner} L{shape.left + 3},{corner} {shape.inner_curve(shape.down)} L{shape.right},{corner}"
    )
    right = f"C{_X + half * 0.66},{slope} {_X + half * 0.3},{middle} {_X},{middle}"
    return f"{inside} {right} C{_X - half * 0.3},{middle} {_X - half * 0.66},{slope} {shape.left},{corner} Z"
