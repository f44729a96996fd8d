"""Files that are no usable photos; whether the face models are installed does not matter to them."""

from pathlib import Path

import pytest

from tests.playground.studio.render import samples
from tests.playground.studio.render.conftest import Render
from tests.playground.studio.render.photo.portraits import photo_order

SMALL = samples.halves(160, 160)
UNUSABLE = {
    "text": (b"not a picture at all", "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "gif": (samples.encoded(SMALL, ".gif"), "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "animated": (samples.animated_png(SMALL), "unsupportedMedia", "animated PNG"),
    "cmyk": (samples.cmyk_jpeg(SMALL), "unsupportedMedia", "CMYK"),
    "bomb": (samples.png_bomb(60_000, 60_000), "invalidImage", "60000 x 60000"),
    "tiny": (samples.encoded(SMALL[:100, :100], ".png"), "invalidImage", "at least 128"),
    "cut jpeg": (samples.encoded(SMALL, ".jpg")[:-40], "invalidImage", "its end is missing"),
    "hollow": (samples.png_bomb(2000, 2000), "invalidImage", "damaged"),
}


@pytest.mark.parametrize("name", list(UNUSABLE))
def test_a_file_that_is_no_usable_photo_is_refused(render: Render, tmp_path: Path, name: str) -> None:
    data, code, words = UNUSABLE[name]
    answer = render(photo_order(tmp_path / "a.mp4", data))
    error = answer.last["error"]
    assert (answer.status, error["code"], error["parameter"]) == (1, code, "inputs.image")
    assert error["message"].startswith("The photo")
    assert words in error["message"]
    assert not (tmp_path / "a.mp4").exists()
