"""What is worn on the head: a scarf, a turban or a knitted cap, partly behind the face and partly before it."""

from typing import Final

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.colour import darker, lighter
from playground.studio.render.rigs.gradient import Linear, Paint, Stop, vertical
from playground.studio.render.rigs.look import Headwear, Look

_SCARF_BEHIND: Final = (
    "M318,420 C300,240 390,162 500,160 C610,162 700,240 682,420 C684,520 690,600 716,690 "
    "C742,742 760,772 772,800 C690,830 600,850 500,852 C400,850 310,830 228,800 "
    "C240,772 258,742 284,690 C310,600 316,520 318,420 Z"
)
_SCARF_FOLDS: Final = (
    "M330,640 C380,720 470,770 560,778",
    "M300,706 C370,780 470,816 590,818",
    "M672,640 C640,716 570,762 506,776",
    "M700,712 C650,772 590,800 520,812",
)
_SCARF_BEFORE: Final = (
    "M318,424 C300,240 390,162 500,160 C610,162 700,240 682,424 C682,500 676,560 664,612 L622,610 "
    "C646,560 650,500 646,430 C642,330 606,272 500,268 C394,272 358,330 354,430 C350,500 354,560 378,610 "
    "L336,612 C324,560 318,500 318,424 Z"
)
_SCARF_EDGE: Final = (
    "M378,610 C354,560 350,500 354,430 C358,330 394,272 500,268 C606,272 642,330 646,430 C650,500 646,560 622,610"
)
_TURBAN: Final = (
    "M330,330 C300,210 380,112 505,108 C630,112 700,210 670,330 C664,352 650,362 640,352 C610,312 560,282 500,246 "
    "C440,282 390,312 360,352 C350,362 336,352 330,330 Z"
)
_TURBAN_FOLDS: Final = (
    "M348,340 C392,262 448,214 520,150",
    "M336,300 C380,232 430,190 492,140",
    "M340,252 C380,196 420,164 460,138",
    "M652,340 C608,262 556,220 500,190",
    "M664,300 C620,236 580,204 536,176",
    "M660,252 C628,200 590,172 556,150",
)
_CAP: Final = (
    "M336,322 C322,196 396,128 500,124 C604,128 678,196 664,322 C664,338 656,346 644,344 C600,318 400,318 356,344 "
    "C344,346 336,338 336,322 Z"
)
_CAP_BRIM: Final = (
    "M330,300 C324,284 332,274 346,270 C440,246 560,246 654,270 C668,274 676,284 670,300 L666,340 "
    "C664,354 652,360 640,354 C560,326 440,326 360,354 C348,360 336,354 334,340 Z"
)
_FRONT: Final[dict[Headwear, tuple[str, ...]]] = {
    "none": (),
    "scarf": (_SCARF_BEFORE,),
    "turban": (_TURBAN,),
    "cap": (_CAP, _CAP_BRIM),
}


def draw_headwear_behind(canvas: Canvas, look: Look) -> None:
    """A scarf around head and neck, over the clothes; the chin moves before it."""
    if look.headwear != "scarf":
        return
    canvas.fill(_SCARF_BEHIND, vertical(look.headwear_colour, darker(look.headwear_colour, 0.24)))
    for fold in _SCARF_FOLDS:
        canvas.stroke(fold, darker(look.headwear_colour, 0.32), 4, opacity=0.4)
    canvas.fill("M398,600 Q500,716 602,600 L612,630 Q500,760 388,630 Z", darker(look.headwear_colour, 0.4), 0.45)


def draw_headwear_in_front(canvas: Canvas, look: Look) -> None:
    """What lies over forehead and hair; its shadow on the skin is drawn by `draw_headwear_shadow`."""
    for path in _FRONT[look.headwear]:
        canvas.fill(path, _cloth(look))
    if look.headwear == "scarf":
        canvas.stroke(_SCARF_EDGE, darker(look.headwear_colour, 0.3), 3, opacity=0.5)
        canvas.stroke("M352,300 C386,222 440,196 500,194", lighter(look.headwear_colour, 0.22), 5, opacity=0.4)
    elif look.headwear == "turban":
        for fold in _TURBAN_FOLDS:
            canvas.stroke(fold, darker(look.headwear_colour, 0.34), 4, opacity=0.45)
    elif look.headwear == "cap":
        _draw_knitting(canvas, look)


def draw_headwear_shadow(canvas: Canvas, look: Look) -> None:
    """The shape of what lies over the forehead in a shade of skin; the caller moves it down."""
    for path in _FRONT[look.headwear]:
        canvas.fill(path, look.skin_deep, 0.2)


def _cloth(look: Look) -> Paint:
    colour = look.headwear_colour
    return Linear((0, 0), (0.35, 1), (Stop(0, lighter(colour, 0.14)), Stop(0.5, colour), Stop(1, darker(colour, 0.2))))


def _draw_knitting(canvas: Canvas, look: Look) -> None:
    """The ribs of the brim, and its upper edge."""
    with canvas.clipped(_CAP_BRIM):
        for x in range(344, 668, 18):
            canvas.stroke(f"M{x},240 L{x},360", darker(look.headwear_colour, 0.3), 4, opacity=0.35)
    edge = "M334,292 C340,276 440,250 500,250 C560,250 660,276 666,292"
    canvas.stroke(edge, darker(look.headwear_colour, 0.35), 4, opacity=0.5)
