"""Why a person's file could not be used, in words: which file, what is wrong with it, how to mend it."""

from typing import Final

from bot.media.limits import PICTURE_KINDS, RECORDING_KINDS
from bot.rendering.render import Failure
from bot.slack.surfaces.explanations import LATER, Explanation

_PARTS: Final = {"background": "background picture", "image": "picture", "audio": "recording"}
_ANEW: Final = "Press Render again and give the file once more."
_SMALLER: Final = "Make a smaller copy, then press Render again and give that one."
_SHORTER: Final = "Cut it, then press Render again and give the shorter one."
_ITSELF: Final = "Press Render again and give the picture itself as a file."
_OTHER: Final = "Press Render again and give another file."
_MENDS: Final = {
    "file_deleted": _ANEW,
    "file_hidden": "Press Render again and give your own file in the form itself.",
    "file_scope": "Ask an admin of the workspace to install Herald again with all its permissions (`files:read`), "
    "then press Render again; or make the video without the file.",
    "file_elsewhere": "Download it, then press Render again and upload it in the form.",
    "file_empty": _OTHER,
    "file_cut_off": "Press Render again and give the file once more; if that does not help, save it anew first.",
    "file_animated": "Save one still of it, then press Render again and give that one.",
    "file_print_colours": "Save it as RGB, then press Render again and give that one.",
    "file_too_large": _SMALLER,
    "file_too_many_pixels": _SMALLER,
    "file_too_small": "Press Render again and give a larger picture.",
    "file_too_long": _SHORTER,
    "file_too_short": "Press Render again and give one in which somebody speaks for longer.",
    "file_longer_than_told": "Save it as WAV or with a higher quality, then press Render again and give that one.",
    "file_stuck": LATER,
    "file_address_off": _ITSELF,
    "file_address_not_own": "Press Render again and give the file itself, from your own device.",
    "file_address_wrong": _ITSELF,
    "file_address_hidden": _ITSELF,
    "file_address_gone": _ITSELF,
}


def explain_file(failure: Failure) -> Explanation | None:
    """What was wrong with a file, and how to mend it; None for a failure that is not about one."""
    part = _PARTS.get(failure.parameter or "")
    if part is None or not failure.code.startswith("file_"):
        return None
    kinds = RECORDING_KINDS if failure.parameter == "audio" else PICTURE_KINDS
    mend = _MENDS.get(failure.code, f"Save it as {kinds}, then press Render again and give that one.")
    return Explanation(f"Your {part} {failure.message}.", mend)
