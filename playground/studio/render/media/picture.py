"""A picture from a person, decoded within limits and fitted to a frame."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.errors import RenderError
from playground.studio.render.media.headers import PictureHeader, read_header

_MOST_BYTES: Final = 30_000_000
_MOST_PIXELS: Final[dict[str, int]] = {"JPEG": 40_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
_REDUCED: Final = ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2))

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Purpose:
    """What a picture is for: how it is called, in which parameter it came, how long its shorter side is at least."""

    name: str
    parameter: str
    shortest_side: int

    def invalid(self, message: str) -> RenderError:
        """A picture that is wanted in another shape."""
        return RenderError("invalidImage", message, parameter=self.parameter)

    def unsupported(self, message: str) -> RenderError:
        """A file of a kind that is not taken."""
        return RenderError("unsupportedMedia", message, parameter=self.parameter)


_BACKGROUND: Final = Purpose("background", "inputs.background", 16)


def background_picture(path: Path, size: tuple[int, int]) -> Picture:
    """The picture as (h, w, 3) in BGR, cropped to cover `size`; raises RenderError for what is no usable picture."""
    return _covering(read_picture(path, _BACKGROUND, size), size)


def read_picture(path: Path, purpose: Purpose, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Eight bits a channel in BGR, turned as its EXIF data say; transparent parts lie on white.

    It need not be larger than what fills `size`. Raises RenderError for what is no usable picture.
    """
    data = _content(path, purpose)
    header = read_header(data)
    if header is None:
        raise purpose.unsupported(f"The {purpose.name} is not a JPEG, PNG or WEBP picture.")
    _check(header, purpose)
    try:
        return _decoded(data, header, size)
    except (cv2.error, _NotDecodedError) as error:
        damaged = f"The {purpose.name} {header.kind} is damaged and cannot be shown. Send the file again."
        raise purpose.invalid(damaged) from error


class _NotDecodedError(Exception):
    """OpenCV made nothing of the bytes."""


def _content(path: Path, purpose: Purpose) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise purpose.invalid(f"The {purpose.name} could not be read.") from error
    if len(data) > _MOST_BYTES:
        raise purpose.invalid(f"The {purpose.name} has more than {_MOST_BYTES // 1_000_000} MB. Send a smaller file.")
    return data


def _check(header: PictureHeader, purpose: Purpose) -> None:
    """Refuse what must not or cannot be decoded."""
    name = f"The {purpose.name}"
    if header.animated:
        raise purpose.unsupported(f"{name} is an animated {header.kind}. Send a still picture.")
    if header.channels == 4:
        raise purpose.unsupported(f"{name} is a CMYK picture for printing. Save it as RGB and send it again.")
    if not header.whole:
        raise purpose.invalid(f"{name} {header.kind} is incomplete: its end is missing. Send the file again.")
    measures = f"{name} has {header.width} x {header.height} pixels"
    if min(header.width, header.height) < purpose.shortest_side:
        raise purpose.invalid(f"{measures}; the shorter side needs at least {purpose.shortest_side}.")
    most = _MOST_PIXELS[header.kind]
    if header.width * header.height > most:
        raise purpose.invalid(f"{measures}; a {header.kind} may have {most // 1_000_000} million. Send a smaller one.")


def _decoded(data: bytes, header: PictureHeader, size: tuple[int, int]) -> NDArray[np.uint8]:
    encoded = np.frombuffer(data, np.uint8)
    picture = cv2.imdecode(encoded, _flag(header, size))
    clear = None if header.kind == "JPEG" else _transparent(encoded)
    if picture is None:
        raise _NotDecodedError
    return np.asarray(picture if clear is None else clear, np.uint8)


def _flag(header: PictureHeader, size: tuple[int, int]) -> int:
    """A large JPEG is decoded at a half, a quarter or an eighth, if that still fills the frame either way round."""
    if header.kind == "JPEG":
        room = min(header.width, header.height) // max(size)
        for divisor, flag in _REDUCED:
            if room >= divisor:
                return int(flag)
    return int(cv2.IMREAD_COLOR)


def _transparent(encoded: NDArray[np.uint8]) -> NDArray[Any] | None:
    """The picture laid on white, if it has an alpha channel."""
    picture = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4:
        return None
    if picture.dtype == np.uint16:
        picture = cv2.convertScaleAbs(picture, alpha=255 / 65535)
    colour, alpha = picture[..., :3], cv2.merge([picture[..., 3]] * 3)
    return cv2.add(cv2.multiply(colour, alpha, scale=1 / 255), cv2.bitwise_not(alpha))


def _covering(picture: NDArray[np.uint8], size: tuple[int, int]) -> Picture:
    """The middle of the picture, scaled so that it fills the frame without being stretched."""
    width, height = size
    tall, wide = picture.shape[:2]
    scale = max(width / wide, height / tall)
    kept_wide, kept_tall = min(wide, round(width / scale)), min(tall, round(height / scale))
    left, top = (wide - kept_wide) // 2, (tall - kept_tall) // 2
    kept = picture[top : top + kept_tall, left : left + kept_wide]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(kept, size, interpolation=method), np.float32)
