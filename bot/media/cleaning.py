"""A person's file made anew: what is seen and heard in it, and nothing that it tells of its owner besides.

Hostile files go through here, so it is run in a process of its own: see `bot.media.workshop`.
"""

import struct
import warnings
from contextlib import suppress
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms

from bot.media.checking import MOST_PIXELS, check_picture, check_recording
from bot.media.cleaned import Cleaned
from bot.media.stripping import strip_recording

LONGEST_SIDE: Final = 4096
"""No video is larger; what a camera has more of would only be sent and thrown away."""
QUALITY: Final = 92
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a camera was held: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, table 4."""
_BROKEN: Final = (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, struct.error)
"""What is raised at notes that are not what they say."""


def clean_picture(content: bytes) -> Cleaned:
    """The picture decoded and encoded anew, upright, in sRGB, without any notes.

    Raises FileRefused; whatever else a decoder raises says that the picture is damaged.
    """
    kind = check_picture(content).media_type.rpartition("/")[2].upper()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _encoded(_decoded(content, kind))


def clean_recording(content: bytes) -> Cleaned:
    """The recording with its sound as it was, without titles, covers and remarks; raises as above."""
    checked = check_recording(content)
    return Cleaned(strip_recording(content, checked.media_type), checked.media_type, checked.length)


def _decoded(content: bytes, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    with Image.open(BytesIO(content), formats=(kind,)) as opened:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a very large JPEG at less than its full size
        opened.load()  # before its notes: asked for these, Pillow decodes a PNG, and only the first time complains
        turn, profile = _orientation(opened), opened.info.get("icc_profile")
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        colours = _in_screen_colours(_in_eight_bits(opened), profile)
    return colours if turn is None else colours.transpose(turn)


def _orientation(picture: Image.Image) -> Image.Transpose | None:
    """How the picture is to be turned; notes that make no sense are as good as none."""
    with suppress(*_BROKEN):
        return _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    return None


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """As RGB; or as RGBA where something can be seen through."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off, not scale
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    return picture.convert("RGB") if picture.getchannel("A").getextrema() == (255, 255) else picture


def _in_screen_colours(picture: Image.Image, profile: object) -> Image.Image:
    """In sRGB, by the profile of the screen or camera that it comes from, which is then not needed any more."""
    if not isinstance(profile, bytes):
        return picture
    with suppress(ImageCms.PyCMSError, *_BROKEN):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
        return picture if converted is None else converted
    return picture


def _encoded(picture: Image.Image) -> Cleaned:
    file = BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # whatever else was read stays behind
    if bare.mode == "RGBA":
        bare.save(file, "PNG", compress_level=1)
        return Cleaned(file.getvalue(), "image/png")
    bare.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return Cleaned(file.getvalue(), "image/jpeg")
