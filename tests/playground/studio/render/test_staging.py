"""One renderer for several films: what was drawn is kept for the next, and changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.studio.render.request import RenderRequest
from playground.studio.render.staging import Staging
from tests.playground.studio.render import samples
from tests.playground.studio.render.conftest import Order, small_order, start_renderer


def rendered(*orders: Order) -> list[dict[str, Any]]:
    """The last line about each of some orders given to one renderer, which then ends by itself."""
    with start_renderer() as process:
        output, _ = process.communicate("".join(json.dumps(order) + "\n" for order in orders), timeout=60)
    return [word for line in output.splitlines() if "progress" not in (word := json.loads(line))]


def test_a_film_is_the_same_bytes_after_another_as_alone(tmp_path: Path) -> None:
    orders = [small_order(tmp_path / f"{name}.mp4", seed=seed) for name, seed in (("a", 1), ("b", 2), ("c", 1))]
    assert ["done" in last for last in rendered(*orders)] == [True] * 3
    rendered(small_order(tmp_path / "alone.mp4", seed=2))
    a, b, c, alone = ((tmp_path / f"{name}.mp4").read_bytes() for name in ("a", "b", "c", "alone"))
    assert a == c != b == alone


def test_a_refused_order_ends_the_renderer(tmp_path: Path) -> None:
    (last,) = rendered(small_order(tmp_path / "a.mp4", "🎉"), small_order(tmp_path / "b.mp4"))
    assert last["error"]["code"] == "invalidText"
    assert not (tmp_path / "b.mp4").exists()


def test_a_renderer_without_an_order_says_so() -> None:
    with start_renderer() as process:
        output, _ = process.communicate("", timeout=60)
    assert json.loads(output.splitlines()[-1])["error"]["code"] == "invalidRequest"
    assert process.returncode == 1


def request(**changes: object) -> RenderRequest:
    return RenderRequest.model_validate({**small_order(Path("a.mp4")), **changes})


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"seed": 5}, True),
        ({"script": "Other words.", "voice": "john_male_english"}, True),
        ({"format": "WEBM"}, True),
        ({"avatar": "Jenny_public"}, False),
        ({"width": 640, "height": 360}, False),
        ({"background_color": "#00ff00"}, False),
        ({"remove_background": True}, False),
        ({"label": False}, False),
    ],
)
def test_what_was_drawn_is_kept_while_the_same_is_shown(change: dict[str, object], kept: bool) -> None:
    staging = Staging()
    first = staging.stage_for(request())
    assert (staging.stage_for(request(**change)).composer is first.composer) is kept


def test_a_background_is_known_by_what_it_shows_and_not_by_its_name(tmp_path: Path) -> None:
    for name, picture in (("a", samples.halves(64, 64)), ("b", samples.halves(64, 64)), ("c", samples.halves(80, 64))):
        (tmp_path / name).write_bytes(samples.encoded(picture, ".png"))
    staging = Staging()
    first, same, other = (
        staging.stage_for(request(background_image=str(tmp_path / name))).composer for name in ("a", "b", "c")
    )
    assert first is same
    assert first is not other


def test_transparency_is_not_kept_for_a_film_that_has_none() -> None:
    staging = Staging()
    assert staging.stage_for(request(remove_background=True, format="WEBM")).composer.transparent
    assert not staging.stage_for(request(remove_background=True, format="MP4")).composer.transparent
