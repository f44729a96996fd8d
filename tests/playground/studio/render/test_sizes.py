"""The picture's size, the film's quality, and orders that contradict themselves."""

from pathlib import Path

import av
import pytest

from playground.studio.render.request import RenderRequest
from tests.playground.studio.render.conftest import Order, Render, RenderAll, small_order

RESOLUTIONS = {
    "360p": (640, 360),
    "480p": (854, 480),
    "540p": (960, 540),
    "720p": (1280, 720),
    "1080p": (1920, 1080),
}


@pytest.mark.parametrize("resolution", list(RESOLUTIONS))
def test_a_resolution_is_a_size_at_16_to_9(render: Render, tmp_path: Path, resolution: str) -> None:
    order = small_order(tmp_path / "a.mp4", "Hi.", width=None, height=None, resolution=resolution)
    done = render(order).last["done"]
    with av.open(str(tmp_path / "a.mp4")) as container:
        picture = container.streams.video[0]
        assert (picture.width, picture.height) == (done["width"], done["height"]) == RESOLUTIONS[resolution]


def test_a_picture_is_720p_if_nothing_else_is_asked_for() -> None:
    order = small_order(Path("a.mp4"), width=None, height=None)
    assert RenderRequest.model_validate(order).size == RESOLUTIONS["720p"]


@pytest.mark.parametrize("size", [(180, 320), (256, 256), (640, 128)])
def test_a_picture_has_the_size_that_is_asked_for(render: Render, tmp_path: Path, size: tuple[int, int]) -> None:
    assert render(small_order(tmp_path / "a.webm", width=size[0], height=size[1], format="WEBM")).status == 0
    with av.open(str(tmp_path / "a.webm")) as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == size


@pytest.mark.parametrize("container", ["MP4", "WEBM", "MOV"])
def test_more_quality_takes_more_bytes(render_all: RenderAll, tmp_path: Path, container: str) -> None:
    qualities = (20, 50, 80, 99)
    render_all([small_order(tmp_path / f"{quality}", format=container, quality=quality) for quality in qualities])
    sizes = [(tmp_path / f"{quality}").stat().st_size for quality in qualities]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] > 1.5 * sizes[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"script": None, "voice": None}, "either a script or audio"),
        ({"audio": "a.wav"}, "either a script or audio"),
        ({"voice": None}, "a script needs a voice"),
        ({"avatar": None}, "either an avatar or an image"),
        ({"image": "a.png"}, "either an avatar or an image"),
        ({"height": None}, "width and height go together"),
        ({"resolution": "720p"}, "either a resolution or width and height"),
        ({"background_color": "#ffffff", "background_image": "a.png"}, "either a background colour or"),
    ],
)
def test_an_order_that_contradicts_itself_is_refused(
    render: Render, tmp_path: Path, changes: Order, words: str
) -> None:
    error = render({**small_order(tmp_path / "a.mp4"), **changes}).last["error"]
    assert (error["code"], error["parameter"]) == ("invalidRequest", None)
    assert words in error["message"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("background_color", "blue"),
        ("background_color", "#12345"),
        ("expressiveness", "wild"),
        ("resolution", "4k"),
        ("quality", 100),
        ("format", "AVI"),
        ("speed", 0.4),
        ("pitch", 51),
        ("unknown", 1),
    ],
)
def test_a_value_out_of_range_is_named(render: Render, tmp_path: Path, field: str, value: object) -> None:
    error = render({**small_order(tmp_path / "a.mp4"), field: value}).last["error"]
    assert (error["code"], error["parameter"]) == ("invalidRequest", field)
