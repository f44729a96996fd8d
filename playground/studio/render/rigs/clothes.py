"""Neck, shoulders and what is worn on them."""

from typing import Final

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.colour import darker, lighter
from playground.studio.render.rigs.gradient import Linear, Stop
from playground.studio.render.rigs.look import Look

_SHOULDERS: Final = (
    "M150,1040 C150,814 215,744 330,706 C385,688 425,670 434,644 Q500,719 566,644 "
    "C575,670 615,688 670,706 C785,744 850,814 850,1040 Z"
)


def draw_body(canvas: Canvas, look: Look) -> None:
    """Neck and clothes, down past the lower edge of the picture."""
    neck = (Stop(0.0, look.skin_deep), Stop(0.5, look.skin_shade), Stop(1.0, look.skin))
    canvas.fill(
        "M424,514 C426,594 428,624 430,660 Q500,719 570,660 C572,624 574,594 576,514 Z", Linear((0, 0), (0, 1), neck)
    )
    {"blazer": _blazer, "crew": _crew, "turtleneck": _turtleneck, "shirt": _shirt}[look.top](canvas, look)
    if look.top != "turtleneck":
        canvas.fill("M427,564 Q500,644 573,564 L571,609 Q500,689 429,609 Z", look.skin_deep, 0.38)


def _cloth(look: Look) -> Linear:
    return Linear((0.0, 0.0), (0.25, 1.0), (Stop(0.0, lighter(look.cloth, 0.10)), Stop(1.0, darker(look.cloth, 0.22))))


def _sleeves(canvas: Canvas, look: Look) -> None:
    """The folds that set the arms apart from the body."""
    for fold in ("M262,1040 C250,930 258,850 292,786", "M738,1040 C750,930 742,850 708,786"):
        canvas.stroke(fold, darker(look.cloth, 0.4), 3.5, opacity=0.35)


def _turtleneck(canvas: Canvas, look: Look) -> None:
    canvas.fill(_SHOULDERS, _cloth(look))
    canvas.fill("M418,612 Q500,655 582,612 L592,699 Q500,754 408,699 Z", lighter(look.cloth, 0.06))
    canvas.stroke("M418,614 Q500,657 582,614", lighter(look.cloth, 0.2), 5)
    canvas.stroke("M410,694 Q500,748 590,694", darker(look.cloth, 0.3), 4, opacity=0.6)
    _sleeves(canvas, look)


def _crew(canvas: Canvas, look: Look) -> None:
    canvas.fill(_SHOULDERS, _cloth(look))
    canvas.fill("M431,646 Q500,718 569,646 L584,667 Q500,760 416,667 Z", lighter(look.cloth, 0.16))
    canvas.stroke("M416,667 Q500,760 584,667", darker(look.cloth, 0.3), 3, opacity=0.5)
    _sleeves(canvas, look)


def _shirt(canvas: Canvas, look: Look) -> None:
    canvas.fill(_SHOULDERS, _cloth(look))
    canvas.fill("M424,648 Q500,736 576,648 L600,696 L530,766 L500,726 L470,766 L400,696 Z", lighter(look.cloth, 0.22))
    canvas.stroke("M400,696 L470,766 L500,726 L530,766 L600,696", darker(look.cloth, 0.3), 3, opacity=0.5)
    canvas.stroke("M500,729 L500,1040", darker(look.cloth, 0.3), 3)
    for y in (790, 856, 922):
        canvas.ellipse((500, y, 5, 5), darker(look.cloth, 0.4))
    _sleeves(canvas, look)


def _blazer(canvas: Canvas, look: Look) -> None:
    canvas.fill(_SHOULDERS, look.lining)
    canvas.fill("M436,654 Q500,729 564,654 L540,754 L500,724 L460,754 Z", darker(look.lining, 0.10))
    canvas.fill("M150,1040 C150,814 215,744 330,706 C380,689 412,676 426,654 L478,1040 Z", _cloth(look))
    canvas.fill("M850,1040 C850,814 785,744 670,706 C620,689 588,676 574,654 L522,1040 Z", _cloth(look))
    lapel = darker(look.cloth, 0.16)
    canvas.fill("M426,652 L372,724 L410,754 L392,780 L484,1040 L440,744 Z", lapel)
    canvas.fill("M574,652 L628,724 L590,754 L608,780 L516,1040 L560,744 Z", lapel)
    for edge in ("M426,652 L372,724 L410,754 L392,780 L470,1000", "M574,652 L628,724 L590,754 L608,780 L530,1000"):
        canvas.stroke(edge, darker(look.cloth, 0.45), 2.5, opacity=0.6)
    _sleeves(canvas, look)
