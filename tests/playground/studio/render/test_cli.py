"""Rendering from a terminal."""

from pathlib import Path

import av
import pytest

from playground.studio.render.cli import RenderOptions, run_render
from tests.playground.studio.render import samples
from tests.playground.studio.render.photo.portraits import needs_face_models, portrait

SMALL = RenderOptions(width=160, height=128)


def test_a_file_is_rendered_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "hello.mp4"
    assert run_render("Hello.", "Jenny_public", "jenny_female_english", out, SMALL) == 0
    with av.open(str(out)) as container:
        assert container.streams.video[0].width == 160
    assert "160x128" in capsys.readouterr().err


def test_the_ending_of_the_name_chooses_the_format(tmp_path: Path) -> None:
    out = tmp_path / "hello.webm"
    assert run_render("Hello.", "Jenny_public", "jenny_female_english", out, SMALL) == 0
    assert out.read_bytes()[:4] == b"\x1a\x45\xdf\xa3"


def test_a_refused_script_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_render("🎉", "Jenny_public", "jenny_female_english", tmp_path / "a.mp4", SMALL) == 1
    assert "nothing in it that can be spoken" in capsys.readouterr().err


@needs_face_models
def test_a_photo_is_rendered_in_its_own_shape(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(samples.encoded(portrait(400, 500), ".jpg"))
    out = tmp_path / "hello.mp4"
    assert run_render("Hi.", tmp_path / "photo.jpg", "jenny_female_english", out) == 0
    with av.open(str(out)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (720, 900)


def test_a_photo_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_render("Hi.", tmp_path / "none.jpg", "jenny_female_english", tmp_path / "a.mp4") == 1
    assert "The photo could not be read" in capsys.readouterr().err
