"""The order in which a presenter is painted, from the hair behind to the glasses in front."""

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.clothes import draw_body
from playground.studio.render.rigs.eyes import draw_eyes
from playground.studio.render.rigs.face import (
    draw_beard,
    draw_ears,
    draw_glasses,
    draw_lines,
    draw_nose,
    draw_skin,
    face_outline,
)
from playground.studio.render.rigs.hair import draw_hair_behind, draw_hair_in_front, draw_hair_shadow
from playground.studio.render.rigs.headwear import (
    draw_headwear_behind,
    draw_headwear_in_front,
    draw_headwear_shadow,
)
from playground.studio.render.rigs.look import Look
from playground.studio.render.rigs.mouth import draw_mouth
from playground.studio.render.rigs.pose import EyesPose, MouthPose


def draw_behind_face(canvas: Canvas, look: Look) -> None:
    """Everything that the face covers."""
    draw_hair_behind(canvas, look)
    draw_body(canvas, look)
    if look.headwear != "scarf":
        draw_ears(canvas, look)
    draw_headwear_behind(canvas, look)


def draw_bare_face(canvas: Canvas, look: Look, jaw: float) -> None:
    """The face without eyes, brows and mouth."""
    draw_skin(canvas, look, jaw)
    draw_lines(canvas, look, jaw)
    draw_beard(canvas, look, jaw)
    draw_nose(canvas, look)


def draw_in_front_of_face(canvas: Canvas, look: Look) -> None:
    """Everything that covers the face."""
    with canvas.clipped(face_outline(look, 0.0)), canvas.moved_down(9.0):
        draw_hair_shadow(canvas, look)
        draw_headwear_shadow(canvas, look)
    draw_hair_in_front(canvas, look)
    draw_headwear_in_front(canvas, look)
    draw_glasses(canvas, look)


def draw_presenter(canvas: Canvas, look: Look) -> None:
    """The whole presenter at rest."""
    draw_behind_face(canvas, look)
    draw_bare_face(canvas, look, 0.0)
    draw_eyes(canvas, look, EyesPose())
    draw_mouth(canvas, look, MouthPose())
    draw_in_front_of_face(canvas, look)
