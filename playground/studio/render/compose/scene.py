"""What stands behind the presenter: the look's own wall, a colour, a picture, or nothing at all."""

from typing import Final

import numpy as np

from playground.studio.render.compose.background import wall
from playground.studio.render.compose.planes import Frame, clear_frame, opaque_frame
from playground.studio.render.media.picture import Picture, background_picture
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.colour import bgr

FLATTENED_ON: Final = "#ffffff"


def background_for(request: RenderRequest, wall_colour: str = FLATTENED_ON) -> Frame:
    """The background of a request.

    A removed background is transparent in WEBM. H.264 knows no transparency, so MP4 and MOV show white instead; a
    colour or a picture takes the place of what was removed in every format.
    """
    width, height = request.size
    if request.background_image is not None:
        return opaque_frame(background_picture(request.background_image, request.size))
    if request.background_color is not None:
        return opaque_frame(_plain(request.background_color, request.size))
    if not request.remove_background:
        return opaque_frame(wall(wall_colour, width, height))
    if request.format == "WEBM":
        return clear_frame(width, height)
    return opaque_frame(_plain(FLATTENED_ON, request.size))


def _plain(colour: str, size: tuple[int, int]) -> Picture:
    return np.full((size[1], size[0], 3), bgr(colour), np.float32)
