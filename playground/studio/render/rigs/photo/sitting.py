"""From a person's file to a portrait: read within limits, the face found and judged, the frame chosen around it."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from playground.studio.render.face.landmarks import FaceMesh, Landmarks, face_width, turn_degrees
from playground.studio.render.media.picture import Purpose, read_picture
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.photo.portrait import Picture, Portrait

_PHOTO: Final = Purpose("photo", "inputs.image", 128)
_SMALLEST_FACE: Final = 64
_FURTHEST_TURN: Final = 25
_SHORTEST_SIDE: Final = 128


@dataclass(frozen=True)
class Sitter:
    """A photo in BGR, and the points (468, 3) of the largest face in it."""

    picture: Picture
    landmarks: Landmarks


def read_sitter(request: RenderRequest) -> Sitter:
    """The photo of a request; raises RenderError when it shows nobody who could be animated."""
    assert request.image is not None
    picture = read_picture(request.image, _PHOTO, request.size)
    landmarks = FaceMesh().landmarks(picture)
    if landmarks is None:
        raise _PHOTO.invalid("No face was found in the photo. Send one that shows a face from the front, well lit.")
    width, turn = face_width(landmarks), abs(turn_degrees(landmarks))
    if width < _SMALLEST_FACE:
        small = f"The face in the photo is only {width:.0f} pixels wide; it needs at least {_SMALLEST_FACE}."
        raise _PHOTO.invalid(f"{small} Send a larger photo, or one taken from nearer.")
    if turn > _FURTHEST_TURN:
        turned = f"The face in the photo is turned {turn:.0f}° to the side; {_FURTHEST_TURN}° can be animated."
        raise _PHOTO.invalid(f"{turned} Send one in which it looks into the camera.")
    return Sitter(picture, landmarks)


def film_size(request: RenderRequest, picture: Picture) -> tuple[int, int]:
    """Width and height of the film: those asked for, or the photo's shape within the resolution, either way round."""
    if request.width is not None:
        return request.size
    height, width = picture.shape[:2]
    longer, shorter = request.size
    box = (longer, shorter) if width >= height else (shorter, longer)
    scale = min(box[0] / width, box[1] / height)
    return _even(width * scale), _even(height * scale)


def portrait_of(sitter: Sitter, size: tuple[int, int]) -> Portrait:
    """The photo scaled to cover a frame; what must be cut off is cut off far from the face."""
    height, width = sitter.picture.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    wide, tall = min(width, size[0] / scale), min(height, size[1] / scale)
    middle = sitter.landmarks[:, :2].mean(0)
    left, top = (
        round(min(max(0.0, at - length / 2), whole - length))
        for at, length, whole in zip(middle, (wide, tall), (width, height), strict=True)
    )
    kept = sitter.picture[top : top + round(tall), left : left + round(wide)]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = np.asarray(cv2.resize(kept, size, interpolation=method), np.uint8)
    ratio = np.array(size) / (kept.shape[1], kept.shape[0])
    return Portrait(fitted, (sitter.landmarks[:, :2] - (left, top) + 0.5) * ratio - 0.5)


def _even(length: float) -> int:
    return max(_SHORTEST_SIDE, round(length / 2) * 2)
