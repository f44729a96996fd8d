"""The three small networks that find faces and people; they come apart from Herald and may be missing."""

import sys
from pathlib import Path
from typing import Any, Final

import cv2

from playground.studio.render.errors import RenderError

FOLDER: Final = Path(sys.prefix) / "photo"
DETECTION: Final = "face_detection_short_range.tflite"
LANDMARKS: Final = "face_landmark.tflite"
PERSON: Final = "selfie_segmentation.tflite"
_MISSING: Final = (
    "This studio cannot animate photos yet: the face models are not installed. "
    "Run scripts/photo once to get them, or choose an avatar."
)


def are_installed(folder: Path = FOLDER) -> bool:
    """Whether photos can be animated here."""
    return all((folder / name).is_file() for name in (DETECTION, LANDMARKS, PERSON))


def load_network(name: str, folder: Path = FOLDER) -> Any:
    """One of the networks; raises RenderError, which says how to get it, when it is missing or unreadable."""
    try:
        return cv2.dnn.readNetFromTFLite(str(folder / name))
    except cv2.error as error:
        raise RenderError("unsupportedMedia", _MISSING, parameter="inputs.image") from error
