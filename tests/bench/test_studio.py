"""What the studio's benchmark reads out of finished films."""

from pathlib import Path

import numpy as np
import pytest

from bench.studio_films import AVATAR, Seen, make, order, spoken


def seen(head: list[tuple[float, float]]) -> Seen:
    places = np.array(head)
    return Seen(np.zeros((2, 2, 3), np.uint8), np.zeros(len(head)), places, 1.0, 1.0)


def test_a_head_travels_by_its_mean_distance_from_its_usual_place() -> None:
    assert seen([(5.0, 5.0)] * 4).head_travel == 0.0
    assert seen([(0.0, 0.0), (0.0, 2.0), (0.0, 0.0), (0.0, 2.0)]).head_travel == pytest.approx(1.0)


def test_an_order_changes_what_it_is_told_to() -> None:
    made = order(Path("a.mp4"), {"avatar": AVATAR}, script="Hi.", seed=3)
    assert (made["script"], made["seed"], made["avatar"], made["out"]) == ("Hi.", 3, AVATAR, "a.mp4")


def test_speech_is_as_long_as_its_frames() -> None:
    said = spoken("Good morning.")
    assert said.seconds == pytest.approx(said.frames / 25)
    assert any(segment.viseme in ("oh", "ou") for segment in said.segments)


def test_making_a_film_tells_its_time_and_memory(tmp_path: Path) -> None:
    made = make([order(tmp_path / "a.mp4", {"avatar": AVATAR}, script="Hi.", width=160, height=128)])
    assert (tmp_path / "a.mp4").exists()
    assert made.seconds > 0
    assert made.megabytes > 50


def test_a_film_that_cannot_be_made_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="did not make"):
        make([order(tmp_path / "a.mp4", {"avatar": AVATAR}, script="🎉")])
