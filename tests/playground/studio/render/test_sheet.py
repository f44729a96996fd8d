"""The sheets to look at."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from playground.studio.render import sheet
from playground.studio.render.sheet import SENTENCE, make_sheets
from tests.playground.studio.render.photo.portraits import needs_face_models

DRAWN = ("avatars", "mouths", "sentence")
OF_A_PHOTO = ("photo", "photo-mouths", "photo-sentence")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets") / "made"
    make_sheets(folder, lambda share: None)
    return folder


def tiles(path: Path, across: int, down: int) -> list[np.ndarray]:
    """The pictures of a sheet, without what is written under them."""
    picture = cv2.imread(str(path))
    assert picture is not None
    wide, tall = picture.shape[1] // across, picture.shape[0] // down
    return [
        picture[row * tall :, column * wide :][: tall - 40, :wide] for row in range(down) for column in range(across)
    ]


def differ(pictures: list[np.ndarray]) -> bool:
    """Whether no two of them are alike."""
    return len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_two_dozen_avatars_are_all_somebody_else(folder: Path) -> None:
    assert differ(tiles(folder / "avatars.png", 6, 4))


@pytest.mark.parametrize("name", ["mouths", pytest.param("photo-mouths", marks=needs_face_models)])
def test_a_mouth_has_twelve_shapes(folder: Path, name: str) -> None:
    assert differ(tiles(folder / f"{name}.png", 6, 2))


@pytest.mark.parametrize("name", ["sentence", pytest.param("photo-sentence", marks=needs_face_models)])
def test_a_sentence_has_a_frame_for_each_word(folder: Path, name: str) -> None:
    assert differ(tiles(folder / f"{name}.png", len(SENTENCE.split()), 1))


def test_a_photo_is_left_out_where_it_cannot_be_animated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "are_installed", lambda: False)
    assert [path.stem for path in make_sheets(tmp_path, lambda share: None)] == list(DRAWN)


@needs_face_models
def test_a_photo_has_sheets_of_its_own(folder: Path) -> None:
    assert {path.stem for path in folder.iterdir()} == {*DRAWN, *OF_A_PHOTO}
