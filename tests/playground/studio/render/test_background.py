"""What is seen behind the presenter, in the finished file."""

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.playground.studio.render import samples
from tests.playground.studio.render.conftest import Order, Render, small_order

WHITE, RED, GREEN, BLUE = (255, 255, 255), (230, 0, 0), (0, 230, 0), (0, 0, 255)


def rgb(path: Path, *, decoder: str | None = None) -> NDArray[np.int64]:
    """The last frame, in which the presenter has moved; with its alpha if the decoder keeps it."""
    with av.open(str(path)) as container:
        packets = list(container.demux(container.streams.video[0]))
        context: Any = container.streams.video[0].codec_context
        if decoder is not None:
            context = av.CodecContext.create(decoder, "r")
        frames = [frame for packet in packets for frame in context.decode(packet)]
    layout = "rgba" if frames[-1].format.name == "yuva420p" else "rgb24"
    return np.asarray(frames[-1].to_ndarray(format=layout, src_colorspace="ITU709"), np.int64)


def film(render: Render, order: Order) -> NDArray[np.int64]:
    answer = render(order)
    assert answer.status == 0, answer.last
    return rgb(Path(order["out"]))


def is_about(pixel: NDArray[np.int64], colour: tuple[int, int, int], within: int = 6) -> bool:
    return bool(np.abs(pixel[:3] - colour).max() <= within)


def test_a_background_colour_fills_the_picture(render: Render, tmp_path: Path) -> None:
    picture = film(render, small_order(tmp_path / "a.mp4", background_color="#0000ff"))
    assert is_about(picture[5, 5], BLUE)
    assert is_about(picture[5, -5], BLUE)
    assert not is_about(picture[90, 160], BLUE, within=60)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp"])
def test_a_background_picture_is_shown(render: Render, tmp_path: Path, ending: str) -> None:
    (tmp_path / "back").write_bytes(samples.encoded(samples.halves(640, 360), ending))
    order = small_order(tmp_path / "a.mp4", background_image=str(tmp_path / "back"), quality=99)
    picture = film(render, order)
    assert is_about(picture[5, 5], RED, within=16)
    assert is_about(picture[5, -5], GREEN, within=16)


def shown(render: Render, tmp_path: Path, data: bytes) -> NDArray[np.int64]:
    (tmp_path / "back").write_bytes(data)
    return film(render, small_order(tmp_path / "a.mp4", background_image=str(tmp_path / "back"), label=False))


def test_a_background_covers_the_frame_and_is_not_stretched(render: Render, tmp_path: Path) -> None:
    tall = np.zeros((400, 200, 3), np.uint8)
    tall[150:250] = (255, 0, 0)  # of 400 rows the middle 112 are seen
    picture = shown(render, tmp_path, samples.encoded(tall, ".png"))
    assert is_about(picture[90, 5], BLUE, within=12)
    assert is_about(picture[30, 5], BLUE, within=12)
    assert is_about(picture[2, 5], (0, 0, 0), within=12)


def test_a_photo_stands_as_its_camera_held_it(render: Render, tmp_path: Path) -> None:
    lying = np.ascontiguousarray(np.rot90(samples.halves(640, 360)))
    picture = shown(render, tmp_path, samples.rotated_jpeg(lying, orientation=6))
    assert is_about(picture[5, 5], RED, within=16)
    assert is_about(picture[5, -5], GREEN, within=16)


def test_a_picture_of_sixteen_bits_keeps_its_colours(render: Render, tmp_path: Path) -> None:
    deep = samples.halves(640, 360).astype(np.uint16) * 257
    assert is_about(shown(render, tmp_path, samples.encoded(deep, ".png"))[5, 5], RED, within=12)


def test_transparent_parts_of_a_background_are_white(render: Render, tmp_path: Path) -> None:
    clear = cv2.merge([*cv2.split(samples.halves(640, 360)), np.zeros((360, 640), np.uint8)])
    assert is_about(shown(render, tmp_path, samples.encoded(clear, ".png"))[5, 5], WHITE)


def test_bytes_after_a_picture_are_not_looked_at(render: Render, tmp_path: Path) -> None:
    data = samples.encoded(samples.halves(640, 360), ".png") + b"PK\x03\x04<script>alert(1)</script>"
    assert is_about(shown(render, tmp_path, data)[5, 5], RED, within=12)


def test_a_large_jpeg_is_shown(render: Render, tmp_path: Path) -> None:
    picture = shown(render, tmp_path, samples.encoded(samples.halves(6000, 4000), ".jpg"))
    assert is_about(picture[5, 5], RED, within=16)


SMALL = samples.halves(64, 64)
UNUSABLE = {
    "text": (b"not a picture at all", "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "nothing": (b"", "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "gif": (samples.encoded(SMALL, ".gif"), "unsupportedMedia", "not a JPEG, PNG or WEBP"),
    "animated": (samples.animated_png(SMALL), "unsupportedMedia", "animated PNG"),
    "cmyk": (samples.cmyk_jpeg(SMALL), "unsupportedMedia", "CMYK"),
    "bomb": (samples.png_bomb(60_000, 60_000), "invalidImage", "60000 x 60000"),
    "hollow": (samples.png_bomb(2000, 2000), "invalidImage", "damaged"),
    "tiny": (samples.encoded(SMALL[:2, :2], ".png"), "invalidImage", "2 x 2"),
    "cut jpeg": (samples.encoded(SMALL, ".jpg")[:-40], "invalidImage", "its end is missing"),
    "cut png": (samples.encoded(SMALL, ".png")[:-20], "invalidImage", "its end is missing"),
    "cut webp": (samples.encoded(SMALL, ".webp")[:-20], "invalidImage", "its end is missing"),
    "only a start": (b"\xff\xd8\xff\xe0", "unsupportedMedia", "not a JPEG, PNG or WEBP"),
}


@pytest.mark.parametrize("name", list(UNUSABLE))
def test_a_picture_that_cannot_be_used_is_refused(render: Render, tmp_path: Path, name: str) -> None:
    data, code, words = UNUSABLE[name]
    (tmp_path / "back").write_bytes(data)
    answer = render(small_order(tmp_path / "a.mp4", background_image=str(tmp_path / "back")))
    error = answer.last["error"]
    assert (answer.status, error["code"], error["parameter"]) == (1, code, "inputs.background")
    assert words in error["message"]
    assert not (tmp_path / "a.mp4").exists()


def test_a_background_that_is_not_there_is_named(render: Render, tmp_path: Path) -> None:
    error = render(small_order(tmp_path / "a.mp4", background_image=str(tmp_path / "none"))).last["error"]
    assert (error["code"], error["parameter"]) == ("invalidImage", "inputs.background")


@pytest.fixture(scope="module")
def cut_out(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A presenter without a background."""
    out = tmp_path_factory.mktemp("alpha") / "a.webm"
    answer = render(small_order(out, format="WEBM", remove_background=True, width=480, height=270))
    assert answer.status == 0, answer.last
    return out


def test_a_removed_background_is_transparent_in_webm(cut_out: Path) -> None:
    alpha = rgb(cut_out, decoder="libvpx-vp9")[..., 3]
    assert max(alpha[:40, :40].max(), alpha[:40, -40:].max()) <= 2
    assert alpha[100:160, 225:255].min() >= 253
    assert 0.2 < (alpha > 128).mean() < 0.6


def test_a_cut_out_presenter_fits_any_background(cut_out: Path, render: Render, tmp_path: Path) -> None:
    picture = rgb(cut_out, decoder="libvpx-vp9")
    share = picture[..., 3:] / 255
    laid = picture[..., :3] * share + np.array(BLUE) * (1 - share)
    order = small_order(tmp_path / "a.mp4", background_color="#0000ff", width=480, height=270)
    error = float(np.mean((laid - film(render, order)) ** 2))
    assert 10 * np.log10(255**2 / error) > 30


def test_the_file_says_that_it_is_transparent(cut_out: Path) -> None:
    with av.open(str(cut_out)) as container:
        assert container.streams.video[0].metadata["alpha_mode"] == "1"


@pytest.mark.parametrize("container", ["MP4", "MOV"])
def test_a_removed_background_is_white_where_nothing_can_be_transparent(
    render: Render, tmp_path: Path, container: str
) -> None:
    order = small_order(tmp_path / "a.mp4", remove_background=True, format=container)
    assert is_about(film(render, order)[5, 5], WHITE)


def test_a_colour_takes_the_place_of_a_removed_background(render: Render, tmp_path: Path) -> None:
    order = small_order(tmp_path / "a.webm", remove_background=True, background_color="#0000ff", format="WEBM")
    picture = film(render, order)
    assert picture.shape[2] == 3
    assert is_about(picture[5, 5], BLUE)
