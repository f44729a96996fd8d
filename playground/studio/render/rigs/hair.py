"""Hair: what lies behind the head, and what falls over the forehead. Coordinates are user units, the face at 500."""

from typing import Final

from playground.studio.render.rigs.canvas import Canvas, Ellipse
from playground.studio.render.rigs.gradient import Linear, Paint, Stop, vertical
from playground.studio.render.rigs.look import HairStyle, Look

_CLOSE_CROPPED: Final = "M340,420 C330,270 400,195 500,195 C600,195 670,270 660,420 L640,440 L360,440 Z"
_BACK: Final[dict[HairStyle, str]] = {
    "short": _CLOSE_CROPPED,
    "side": _CLOSE_CROPPED,
    "crop": _CLOSE_CROPPED,
    "curls": _CLOSE_CROPPED,
    "long": "M330,400 C310,230 400,165 500,165 C600,165 690,230 670,400 C672,520 700,640 690,760 "
    "C640,790 600,760 575,720 L425,720 C400,760 360,790 310,760 C300,640 328,520 330,400 Z",
    "bob": "M326,400 C310,225 400,160 500,160 C600,160 690,225 674,400 C682,480 690,560 660,622 "
    "C620,650 590,620 570,600 L430,600 C410,620 380,650 340,622 C310,560 318,480 326,400 Z",
    "wavy": "M328,380 C305,225 400,158 500,158 C600,158 695,225 672,380 C700,440 668,490 700,545 "
    "C722,600 680,640 700,700 C650,745 600,715 575,680 L425,680 C400,715 350,745 300,700 "
    "C320,640 278,600 300,545 C332,490 300,440 328,380 Z",
    "bun": "M340,400 C325,235 405,180 500,180 C595,180 675,235 660,400 Z",
}
_FRINGE: Final = (
    "M338,455 C325,300 372,190 500,182 C628,190 675,300 662,455 C655,395 640,345 610,305 "
    "C560,320 470,312 430,270 C400,320 352,365 338,455 Z"
)
_FRONT: Final[dict[HairStyle, str]] = {
    "long": _FRINGE,
    "bob": _FRINGE,
    "wavy": "M336,470 C318,300 370,185 505,180 C640,185 682,300 664,470 C660,400 640,355 600,318 "
    "C575,290 548,268 520,250 C500,300 420,330 382,352 C355,380 345,420 336,470 Z",
    "bun": "M346,400 C338,275 395,190 500,188 C605,190 662,275 654,400 C640,330 605,285 560,262 "
    "C520,250 480,250 440,262 C395,285 360,330 346,400 Z",
    "short": "M344,395 C332,270 395,176 505,172 C620,172 672,268 656,395 C650,360 642,335 628,312 "
    "C590,300 560,285 540,262 C500,295 420,300 378,312 C360,335 350,360 344,395 Z",
    "side": "M346,400 C335,330 345,270 375,235 C420,170 590,150 640,235 C668,275 668,340 654,400 "
    "C650,365 642,335 630,315 C560,318 470,300 425,245 C405,290 365,320 346,400 Z",
    "crop": "M346,392 C336,268 400,190 500,188 C600,190 664,268 654,392 C648,345 634,310 610,284 "
    "C570,262 430,262 390,284 C366,310 352,345 346,392 Z",
}
_STRANDS: Final[dict[HairStyle, tuple[str, ...]]] = {
    "long": (
        "M440,262 C470,225 540,215 590,240",
        "M365,340 C380,280 410,235 450,212",
        "M470,292 C520,306 560,304 596,292",
    ),
    "bob": (
        "M440,262 C470,225 540,215 590,240",
        "M365,340 C380,280 410,235 450,212",
        "M470,292 C520,306 560,304 596,292",
    ),
    "wavy": (
        "M520,250 C480,262 430,290 395,325",
        "M540,232 C590,250 625,290 642,335",
        "M505,215 C460,222 415,250 388,290",
    ),
    "bun": ("M400,275 C430,225 480,205 500,202", "M600,275 C570,225 520,205 500,202"),
    "short": ("M420,285 C470,275 510,255 530,230", "M400,250 C440,235 480,220 500,200"),
    "side": ("M430,235 C480,275 560,295 620,295", "M450,215 C500,250 570,270 625,268"),
}
_CURLY_BACK: Final[tuple[Ellipse, ...]] = (
    (500, 345, 168, 172), (352, 300, 58, 58), (648, 300, 58, 58), (398, 232, 60, 60), (602, 232, 60, 60),
    (460, 192, 60, 60), (540, 192, 60, 60), (326, 372, 56, 58), (674, 372, 56, 58), (320, 446, 54, 58),
    (680, 446, 54, 58), (330, 520, 54, 56), (670, 520, 54, 56), (352, 582, 48, 48), (648, 582, 48, 48),
)  # fmt: skip
_CURLY_FRONT: Final[tuple[Ellipse, ...]] = (
    (400, 262, 46, 44), (450, 232, 48, 46), (505, 222, 48, 46), (560, 232, 48, 46), (608, 264, 44, 44),
    (362, 312, 36, 40), (642, 314, 36, 40), (346, 366, 24, 34), (656, 366, 24, 34),
)  # fmt: skip
_CURLS_FRONT: Final[tuple[Ellipse, ...]] = (
    (372, 296, 34, 36), (398, 250, 42, 40), (450, 217, 46, 42), (505, 206, 48, 42), (560, 217, 46, 42),
    (606, 250, 42, 40), (632, 296, 34, 36), (352, 348, 18, 34), (650, 348, 18, 34), (430, 258, 36, 32),
    (500, 252, 40, 32), (572, 258, 36, 32),
)  # fmt: skip


def draw_hair_behind(canvas: Canvas, look: Look) -> None:
    """Hair behind the head and neck."""
    paint = vertical(look.hair, look.hair_dark)
    if look.hair_style == "curly":
        canvas.ellipses(_CURLY_BACK, paint)
        _draw_curls(canvas, look, _CURLY_BACK[1:])
    if look.hair_style == "bun":
        canvas.ellipse((500, 158, 64, 60), paint)
        canvas.stroke("M456,150 C470,118 520,108 546,132", look.hair_light, 4, opacity=0.4)
    if look.hair_style in _BACK:
        canvas.fill(_BACK[look.hair_style], paint)


def draw_hair_in_front(canvas: Canvas, look: Look) -> None:
    """Hair over the forehead, with its shadow on the skin drawn by `draw_hair_shadow`."""
    light = Linear(
        (0.0, 0.0), (0.3, 1.0), (Stop(0.0, look.hair_light), Stop(0.5, look.hair), Stop(1.0, look.hair_dark))
    )
    _fill_front(canvas, look, paint=light, opacity=1.0)
    for strand in _STRANDS.get(look.hair_style, ()):
        canvas.stroke(strand, look.hair_light, 4, opacity=0.45)
    if look.hair_style in ("curly", "curls"):
        _draw_curls(canvas, look, _CURLY_FRONT if look.hair_style == "curly" else _CURLS_FRONT)


def draw_hair_shadow(canvas: Canvas, look: Look) -> None:
    """The shape of the front hair in a shade of skin; the caller moves it down and keeps it inside the face."""
    _fill_front(canvas, look, paint=look.skin_deep, opacity=0.2)


def _fill_front(canvas: Canvas, look: Look, *, paint: Paint, opacity: float) -> None:
    if look.hair_style in _FRONT:
        canvas.fill(_FRONT[look.hair_style], paint, opacity)
    elif look.hair_style in ("curly", "curls"):
        canvas.ellipses(_CURLY_FRONT if look.hair_style == "curly" else _CURLS_FRONT, paint, opacity)


def _draw_curls(canvas: Canvas, look: Look, places: tuple[Ellipse, ...]) -> None:
    """A light arc above and a dark one below on each lock."""
    for x, y, rx, ry in places:
        above = f"{x - rx * 0.5},{y - ry * 0.65} {x + rx * 0.2},{y - ry * 0.8} {x + rx * 0.5},{y - ry * 0.4}"
        below = f"{x + rx * 0.3},{y + ry * 0.6} {x + rx * 0.6},{y + ry * 0.3} {x + rx * 0.6},{y}"
        canvas.stroke(f"M{x - rx * 0.6},{y - ry * 0.05} C{above}", look.hair_light, 4, opacity=0.4)
        canvas.stroke(f"M{x - rx * 0.1},{y + ry * 0.5} C{below}", look.hair_dark, 3.5, opacity=0.4)
