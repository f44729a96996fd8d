"""Sheets to look at: two dozen avatars, twelve shapes of a mouth, a sentence in frames, and a photo doing the same."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.catalogue import avatar_ids
from playground.studio.render.clip import Report, render_clip
from playground.studio.render.compose.compositor import Pose
from playground.studio.render.compose.planes import picture_of
from playground.studio.render.face.models import are_installed
from playground.studio.render.narration import narrate
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.drawn import Size
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.sample_photo import sample_photo
from playground.studio.render.staging import Staging
from playground.studio.render.stills import still
from playground.studio.render.telling import Progress, answered
from playground.studio.render.timing.coarticulation import shape_of
from playground.studio.render.timing.ipa import VOWELS, Viseme
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

SENTENCE: Final = "Good morning, everybody! Our new product is here."
_PRESENTER: Final = "Anastasia_public"
_VOICE: Final = "jenny_female_english"
_AVATARS: Final = 24
_FIRST_LOOK: Final = "_public"
_PER_ROW: Final = 6
_TILE: Final = Size(320, 280)
_FILM: Final = Size(480, 540)
_PHOTO: Final = Size(720, 810)
_MOUTHS: Final[tuple[tuple[str, Viseme | None], ...]] = (
    ("at rest", None), ("p b m", "PP"), ("f v", "FF"), ("th", "TH"), ("l", "LL"), ("s z", "SS"), ("sh ch", "CH"),
    ("r", "RR"), ("ah", "aa"), ("eh", "E"), ("ee", "ii"), ("oo", "ou"),
)  # fmt: skip
_BAND: Final = 34
_PAPER, _INK = 255, (70, 60, 50)
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX

Picture = NDArray[np.uint8]
Tile = tuple[str, Picture]


def main(folder: Path) -> int:
    """Write the sheets and JSON lines about them, as the renderer does; 0, or 1 when an error was written."""
    return answered(lambda: {"files": [str(path) for path in make_sheets(folder, Progress())]})


def make_sheets(folder: Path, report: Report) -> list[Path]:
    """Write all sheets into a folder; those of a photo only where the face models are installed."""
    folder.mkdir(parents=True, exist_ok=True)
    staging, drawn = Staging(), {"avatar": _PRESENTER}
    made = [
        _write(folder / "avatars.png", _sheet([("", still(avatar, _TILE)) for avatar in _choice()], _PER_ROW)),
        _write(folder / "mouths.png", _mouths(drawn, staging)),
        _write(folder / "sentence.png", _sentence(drawn, staging)),
    ]
    report(0.6)
    if are_installed():
        photo = _write(folder / "photo.png", sample_photo(_PHOTO))
        taken = {"image": str(photo)}
        mouths = _write(folder / "photo-mouths.png", _mouths(taken, staging))
        made += [photo, mouths, _write(folder / "photo-sentence.png", _sentence(taken, staging))]
    report(1.0)
    return made


def _choice() -> list[str]:
    """So many avatars from the whole catalogue, each another person."""
    people = [avatar for avatar in avatar_ids() if avatar.endswith(_FIRST_LOOK) and avatar.count("_") == 1]
    pairs = len(people) // 2  # women and men take turns
    return [people[number * pairs // _AVATARS * 2 + number % 2] for number in range(_AVATARS)]


def _mouths(who: dict[str, str], staging: Staging) -> Picture:
    """The lower face in each shape, held."""
    composer = staging.stage_for(_request(who, Path("unused.mp4"))).composer
    anatomy = composer.anatomy
    half, middle = round(0.48 * anatomy.width), round(anatomy.centre[0])
    top, bottom = round(anatomy.nose[1] - 0.2 * anatomy.height), round(anatomy.chin + 0.14 * anatomy.height)
    tiles = []
    for name, viseme in _MOUTHS:
        mouth = MouthPose() if viseme is None else MouthPose._make([*shape_of(viseme), 0.0, 0.0])
        frame = picture_of(composer.frame(Pose(mouth, EyesPose(), np.zeros(7))))
        tiles.append((name, frame[max(0, top) : bottom, max(0, middle - half) : middle + half]))
    return _sheet(tiles, _PER_ROW)


def _sentence(who: dict[str, str], staging: Staging) -> Picture:
    """The frames of a finished film in the vowels of its words."""
    with tempfile.TemporaryDirectory(prefix="herald-sheet-") as folder:
        request = _request(who, Path(folder) / "film.mp4")
        render_clip(request, lambda _: None, staging)
        with av.open(str(request.out)) as film:
            frames = [frame.to_ndarray(format="bgr24", src_colorspace="ITU709") for frame in film.decode(video=0)]
    words = _words(narrate(request))
    half = (_FILM.width // 2, _FILM.height // 2)
    tiles = [(word, cv2.resize(frames[number], half, interpolation=cv2.INTER_AREA)) for word, number in words]
    return _sheet([(word, np.asarray(tile, np.uint8)) for word, tile in tiles], len(tiles))


def _words(timeline: Timeline) -> list[tuple[str, int]]:
    """Each word with the frame in the middle of its first vowel."""
    ends = [*(word.place for word in timeline.words[1:]), len(timeline.text)]
    found = []
    for word, end in zip(timeline.words, ends, strict=True):
        vowels = (s.centre for s in timeline.segments if s.viseme in VOWELS and s.centre > word.start)
        moment = next(vowels, word.start)
        found.append((timeline.text[word.place : end].strip(), int(moment * FRAMES_PER_SECOND)))
    return found


def _request(who: dict[str, str], out: Path) -> RenderRequest:
    order = {"script": SENTENCE, "voice": _VOICE, "width": _FILM.width, "height": _FILM.height, "label": False}
    return RenderRequest.model_validate({**order, **who, "quality": 99, "expressiveness": "medium", "out": out})


def _sheet(tiles: Sequence[Tile], per_row: int) -> Picture:
    """Tiles of one size in rows, each over its name if it has one."""
    named = [_over_name(name, picture) if name else picture for name, picture in tiles]
    rows = [np.hstack(named[first : first + per_row]) for first in range(0, len(named), per_row)]
    return np.asarray(np.vstack(rows), np.uint8)


def _over_name(name: str, picture: Picture) -> Picture:
    wide = picture.shape[1]
    band = np.full((_BAND, wide, 3), _PAPER, np.uint8)
    (text_wide, _), _ = cv2.getTextSize(name, _FONT, 0.6, 1)
    cv2.putText(band, name, ((wide - text_wide) // 2, 23), _FONT, 0.6, _INK, 1, cv2.LINE_AA)
    return np.asarray(np.vstack([picture, band]), np.uint8)


def _write(path: Path, picture: Picture) -> Path:
    if not cv2.imwrite(str(path), picture):
        raise OSError(f"{path} could not be written")
    return path
