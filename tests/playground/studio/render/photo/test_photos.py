"""A photo that talks, in the finished file."""

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.face.landmarks import FaceMesh
from playground.studio.render.narration import narrate
from playground.studio.render.request import RenderRequest
from playground.studio.render.timing.segments import Segment, Timeline
from tests.playground.studio.render import samples
from tests.playground.studio.render.conftest import Order, Render, decoded_luma
from tests.playground.studio.render.photo.portraits import (
    WALL_COLOUR,
    before_plain_wall,
    needs_face_models,
    photo_order,
    points_in,
    portrait,
    turned,
)
from tests.playground.studio.render.test_background import BLUE, is_about, rgb

pytestmark = needs_face_models

SCRIPT = "Papa and mama, my happy bob. Palm trees are far apart. Maybe, perhaps. Father bought a map."

Clip = tuple[Timeline, list[NDArray[np.uint8]]]


@pytest.fixture(scope="module")
def clip(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """The speech of a clip and its frames in BGR."""
    out = tmp_path_factory.mktemp("talk") / "a.mp4"
    order = photo_order(out, portrait(), script=SCRIPT, resolution="480p", quality=99)
    assert render(order).status == 0
    with av.open(str(out)) as container:
        frames = [np.asarray(f.to_ndarray(format="bgr24"), np.uint8) for f in container.decode(video=0)]
    return narrate(RenderRequest.model_validate(order)), frames


def gap(mesh: FaceMesh, frame: NDArray[np.uint8]) -> float:
    """How far the lips are apart, in face widths, as the network sees the finished frame."""
    found = mesh.landmarks(frame)
    assert found is not None
    return float((found[14, 1] - found[13, 1]) / np.linalg.norm(found[454] - found[234]))


def opening_at(clip: Clip, segments: list[Segment]) -> float:
    mesh = FaceMesh()
    moments = [min(len(clip[1]) - 1, round(segment.centre * 25 - 0.5)) for segment in segments]
    assert len(moments) >= 3
    return float(np.median([gap(mesh, clip[1][moment]) for moment in moments]))


def test_the_mouth_opens_in_vowels_and_closes_in_bilabials(clip: Clip) -> None:
    spoken = clip[0].segments
    vowels = [s for s in spoken if s.viseme in ("aa", "ah", "oh") and s.stressed and s.end - s.start > 0.08]
    opened = opening_at(clip, vowels)
    assert opened > 0.04
    assert opening_at(clip, [s for s in spoken if s.viseme == "PP"]) <= 0.15 * opened


def test_the_eyes_close_now_and_then(clip: Clip) -> None:
    mesh = FaceMesh()
    lids = []
    for frame in clip[1]:
        found = mesh.landmarks(frame)
        assert found is not None
        lids.append((found[145, 1] - found[159, 1]) / np.linalg.norm(found[133] - found[33]))
    assert min(lids) < 0.6 * np.median(lids)


def test_the_first_frame_is_the_photo(render: Render, tmp_path: Path) -> None:
    photo = portrait(960, 720)
    out = tmp_path / "a.mp4"
    assert render(photo_order(out, photo, resolution="720p")).status == 0
    with av.open(str(out)) as container:
        first = next(container.decode(video=0)).to_ndarray(format="bgr24", src_colorspace="ITU709")
    blue_green_red = np.array([0.0722, 0.7152, 0.2126])
    error = np.mean((first @ blue_green_red - photo @ blue_green_red) ** 2)
    assert 10 * np.log10(255**2 / error) >= 40


def test_the_head_moves_and_the_corners_do_not(clip: Clip) -> None:
    noses = np.array([points_in(frame)[1, :2] for frame in clip[1][10::25]])
    assert np.ptp(noses, axis=0).max() > 1.0
    corners = np.array([frame[:30, :30] for frame in clip[1]], float)
    assert np.abs(corners - corners[0]).mean() < 1.5


@pytest.mark.parametrize(
    ("shape", "size"),
    [((640, 480), (480, 360)), ((480, 640), (360, 480)), ((500, 500), (360, 360)), ((900, 400), (640, 284))],
)
def test_a_film_has_the_shape_of_its_photo(
    render: Render, tmp_path: Path, shape: tuple[int, int], size: tuple[int, int]
) -> None:
    done = render(photo_order(tmp_path / "a.mp4", portrait(*shape), script="Hi.")).last["done"]
    assert (done["width"], done["height"]) == size
    assert decoded_luma(tmp_path / "a.mp4")[0].shape == size[::-1]


def test_a_frame_of_another_shape_is_filled_around_the_face(render: Render, tmp_path: Path) -> None:
    wide = np.full((480, 1400, 3), 128, np.uint8)
    wide[:, 900:] = portrait(500, 480)
    order = photo_order(tmp_path / "a.mp4", wide, script="Hi.", resolution=None, width=360, height=480)
    assert render(order).status == 0
    picture = rgb(tmp_path / "a.mp4")[..., ::-1].astype(np.uint8)
    middle = points_in(np.ascontiguousarray(picture))[:, 0].mean()
    assert 150 < middle < 210


def test_a_photo_stands_as_its_camera_held_it(render: Render, tmp_path: Path) -> None:
    lying = samples.rotated_jpeg(np.ascontiguousarray(np.rot90(portrait())), orientation=6)
    done = render(photo_order(tmp_path / "a.mp4", lying, script="Hi.")).last["done"]
    assert (done["width"], done["height"]) == (480, 360)


def test_a_photo_of_sixteen_bits_is_animated(render: Render, tmp_path: Path) -> None:
    deep = samples.encoded(portrait().astype(np.uint16) * 257, ".png")
    assert render(photo_order(tmp_path / "a.mp4", deep, script="Hi.")).status == 0


def film(render: Render, order: Order) -> Path:
    answer = render(order)
    assert answer.status == 0, answer.last
    return Path(order["out"])


def test_a_colour_stands_behind_a_person_cut_out_of_a_photo(render: Render, tmp_path: Path) -> None:
    order = photo_order(tmp_path / "a.mp4", before_plain_wall(), script="Hi.", background_color="#0000ff")
    picture = rgb(film(render, order))
    assert is_about(picture[5, 5], BLUE)
    assert is_about(picture[5, -5], BLUE)
    assert picture[330, 240, 0] > 120  # the clothes are still there


def test_a_removed_background_is_transparent_in_webm(render: Render, tmp_path: Path) -> None:
    changes = {"script": "Hi.", "remove_background": True, "format": "WEBM"}
    out = film(render, photo_order(tmp_path / "a.webm", before_plain_wall(), **changes))
    picture = rgb(out, decoder="libvpx-vp9")
    alpha = picture[..., 3]
    assert max(alpha[:40, :40].max(), alpha[:40, -40:].max()) <= 3
    assert alpha[120:200, 220:260].min() >= 250
    wall = np.array(WALL_COLOUR[::-1])
    rim = (alpha > 30) & (alpha < 200)
    assert np.median(np.abs(picture[rim][:, :3] - wall).max(1)) > 60  # nothing of the wall clings to the person


def test_a_photo_without_a_face_is_refused(render: Render, tmp_path: Path) -> None:
    refused(render, photo_order(tmp_path / "a.mp4", samples.halves(640, 480)), "No face was found")


def test_a_face_turned_away_is_refused(render: Render, tmp_path: Path) -> None:
    aside = turned(portrait(640, 640), -60)
    refused(render, photo_order(tmp_path / "a.mp4", aside), "to the side; 25° can be animated")


def test_a_face_turned_a_little_is_animated(render: Render, tmp_path: Path) -> None:
    film(render, photo_order(tmp_path / "a.mp4", turned(portrait(640, 640), 20), script="Hi."))


def test_a_small_face_is_refused_with_the_limit(render: Render, tmp_path: Path) -> None:
    refused(render, photo_order(tmp_path / "a.mp4", portrait(150, 150)), "needs at least 64")


def refused(render: Render, order: Order, words: str) -> None:
    answer = render(order)
    error = answer.last["error"]
    assert (answer.status, error["code"], error["parameter"]) == (1, "invalidImage", "inputs.image")
    assert words in error["message"]
    assert not Path(order["out"]).exists()
