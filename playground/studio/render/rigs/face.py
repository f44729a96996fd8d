"""The head without eyes and mouth: skin, ears, nose, beard, glasses."""

from playground.studio.render.rigs.canvas import Canvas
from playground.studio.render.rigs.colour import mix
from playground.studio.render.rigs.gradient import Linear, Radial, Stop
from playground.studio.render.rigs.look import Look

HALF_FACE = 147.0


def face_outline(look: Look, jaw: float) -> str:
    """The outline of the face with the jaw lowered by `jaw` units."""
    width, chin = HALF_FACE * look.face_width, look.jaw
    left, right, bottom = 500 - width, 500 + width, 620 + jaw
    cheek, corner = 540 + 0.45 * jaw, 590 + 0.85 * jaw
    crown = 100 * look.face_width
    return (
        f"M{left},385 C{left - 4},285 {500 - crown},222 500,222 C{500 + crown},222 {right + 4},285 {right},385 "
        f"C{right},452 {right - 3},500 {right - 20},{cheek} "
        f"C{right - 42 - chin * 0.4},{corner} {556 + chin},{bottom} 500,{bottom} "
        f"C{444 - chin},{bottom} {left + 42 + chin * 0.4},{corner} {left + 20},{cheek} "
        f"C{left + 3},500 {left},452 {left},385 Z"
    )


def draw_ears(canvas: Canvas, look: Look) -> None:
    """Both ears, with earrings where the look has them."""
    for side in (-1, 1):
        x = 500 + side * (HALF_FACE * look.face_width + 6)
        canvas.ellipse((x, 424, 25, 42), look.skin_shade)
        fold = f"M{x - side * 4},400 Q{x + side * 10},420 {x - side * 6},446"
        canvas.stroke(fold, look.skin_deep, 5)
        if look.earrings:
            canvas.ellipse((x + side * 4, 470, 8, 8), "#e8c35a")
            canvas.ellipse((x + side * 4 - 2, 467, 3, 3), "#fff4cf", 0.9)


def draw_skin(canvas: Canvas, look: Look, jaw: float) -> None:
    """The face itself, lit from the upper left, with a little colour on the cheeks."""
    light = (Stop(0.0, look.skin_light), Stop(0.55, look.skin), Stop(1.0, look.skin_shade))
    width = HALF_FACE * look.face_width
    box = (500 - width, 222.0, 2 * width, 398.0)  # fixed, so that the light stays when the jaw moves
    canvas.fill(face_outline(look, jaw), Radial((0.42, 0.36), 0.75, light, box))
    blush = mix(look.skin, "#d8453f", 0.45)
    for x in (408, 592):
        canvas.ellipse((x, 490, 52, 38), Radial((0.5, 0.5), 0.5, (Stop(0.0, blush, 0.36), Stop(1.0, blush, 0.0))))


def draw_lines(canvas: Canvas, look: Look, jaw: float) -> None:
    """The lines of an older face: on the forehead, under the eyes, and from the nose to the mouth."""
    if not look.elder:
        return
    for y, half in ((296, 58), (314, 66)):
        canvas.stroke(f"M{500 - half},{y + 4} Q500,{y - 8} {500 + half},{y + 4}", look.skin_deep, 3, opacity=0.35)
    for side in (-1, 1):
        eye, outer, nose = 500 + side * 68, 500 + side * 112, 500 + side * 46
        canvas.stroke(f"M{eye - 26},438 Q{eye},452 {eye + 26},438", look.skin_deep, 3, opacity=0.4)
        for lower in (0, 9):
            end = f"{outer + side * 17},{396 + 2.2 * lower}"
            canvas.stroke(f"M{outer + side * 3},{404 + lower} L{end}", look.skin_deep, 2.5, opacity=0.35)
        down = f"{nose + side * 27},{515 + 0.2 * jaw} {nose + side * 23},{548 + 0.4 * jaw}"
        canvas.stroke(f"M{nose},488 Q{down}", look.skin_deep, 3.5, opacity=0.42)


def draw_nose(canvas: Canvas, look: Look) -> None:
    """The nose, in shadow on the right."""
    shade = Linear((0.0, 0.0), (1.0, 0.0), (Stop(0.0, look.skin_deep, 0.0), Stop(1.0, look.skin_deep, 0.42)))
    canvas.fill("M508,392 C512,430 526,455 530,478 C526,494 512,496 500,496 C505,470 503,430 508,392 Z", shade)
    nostril = mix(look.skin_deep, "#5a1a12", 0.35)
    canvas.stroke("M474,488 Q480,500 490,495", nostril, 5)
    canvas.stroke("M526,488 Q520,500 510,495", nostril, 5)
    canvas.stroke("M486,499 Q500,507 514,499", look.skin_deep, 4, opacity=0.6)
    canvas.ellipse((494, 470, 8, 12), "#ffffff", 0.16)


def draw_beard(canvas: Canvas, look: Look, jaw: float) -> None:
    """A full beard or a shadow of one; it follows the jaw."""
    if look.beard == "none":
        return
    width, chin = HALF_FACE * look.face_width, look.jaw
    left, right, bottom = 500 - width, 500 + width, 626 + jaw
    cheek, corner = 541 + 0.45 * jaw, 593 + 0.85 * jaw
    outline = (
        f"M{left + 3},440 C{left + 8},500 {left + 10},520 {left + 20},{cheek} "
        f"C{left + 42 + chin * 0.4},{corner} {444 - chin},{bottom} 500,{bottom} "
        f"C{556 + chin},{bottom} {right - 42 - chin * 0.4},{corner} {right - 20},{cheek} "
        f"C{right - 14},520 {right - 8},500 {right - 3},440 C{right - 26},500 {right - 46},522 560,517 "
        f"C536,508 516,511 500,514 C484,511 464,508 440,517 C{left + 46},522 {left + 26},500 {left + 3},440 Z"
    )
    full = look.beard == "full"
    with canvas.clipped(face_outline(look, jaw + 5 if full else jaw)):
        canvas.fill(outline, look.hair, 1.0 if full else 0.26)


def draw_glasses(canvas: Canvas, look: Look) -> None:
    """Round or square glasses."""
    if look.glasses == "none":
        return
    frame = mix(look.hair_dark, "#16161a", 0.5)
    for x in (432, 568):
        lens = _round_lens(x) if look.glasses == "round" else _square_lens(x)
        canvas.fill(lens, "#ffffff", 0.08)
        canvas.stroke(lens, frame, 7)
    canvas.stroke("M486,402 Q500,392 514,402", frame, 7)
    canvas.stroke("M376,398 L350,392", frame, 7)
    canvas.stroke("M624,398 L650,392", frame, 7)


def _round_lens(x: float) -> str:
    bend = 54 * 0.5523
    return (
        f"M{x},354 C{x + bend},354 {x + 54},{408 - bend} {x + 54},408 C{x + 54},{408 + bend} {x + bend},462 {x},462 "
        f"C{x - bend},462 {x - 54},{408 + bend} {x - 54},408 C{x - 54},{408 - bend} {x - bend},354 {x},354 Z"
    )


def _square_lens(x: float) -> str:
    left, right = x - 56, x + 56
    top = f"M{left + 18},368 L{right - 18},368 Q{right},368 {right},386"
    bottom = f"L{right - 4},430 Q{right - 6},448 {right - 24},448 L{left + 24},448 Q{left + 6},448 {left + 4},430"
    return f"{top} {bottom} L{left},386 Q{left},368 {left + 18},368 Z"
