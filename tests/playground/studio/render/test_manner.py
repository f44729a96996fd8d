"""How lively a presenter is, and what a prompt asks of face and head."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.motion.manner import Manner, manner_for
from playground.studio.render.motion.tracks import Motion, motion_for
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.timing.segments import Timeline
from tests.playground.studio.render.conftest import Render, RenderAll, decoded_luma, small_order

AVATAR = "Jenny_public"
SCRIPT = "Papa and mama, my happy bob. Father bought a map of the park. Palm trees are far apart."
SIZE = Size(320, 240)
LEVELS = ("low", "medium", "high")


def head_travel(frames: list[NDArray[np.uint8]]) -> float:
    """How far the head wanders, as the mean distance of its centre from where that is on average, in pixels.

    The wall is white and nothing else is, so the head is what is darker, above the shoulders.
    """
    bottom = int(DrawnRig(look_for(AVATAR), SIZE).anatomy.chin)
    masks = [luma[:bottom] < 200 for luma in frames]
    centres = np.array([[axis.mean() for axis in np.nonzero(mask)] for mask in masks])
    return float(np.linalg.norm(centres - centres.mean(0), axis=1).mean())


def mouth_opening(frames: list[NDArray[np.uint8]]) -> float:
    """The mean share of the mouth's area that is darker than any lip."""
    area = DrawnRig(look_for(AVATAR), SIZE).mouth_area
    wide = (area.right - area.left) // 4
    return float(np.mean([luma[area.top : area.bottom, area.left + wide : area.right - wide] < 60 for luma in frames]))


@pytest.fixture(scope="module")
def measures(render_all: RenderAll, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, float]]:
    """For each level the head's travel and the mouth's opening in the finished file, the mean of three seeds."""
    folder = tmp_path_factory.mktemp("levels")
    look = {"avatar": AVATAR, "width": SIZE.width, "height": SIZE.height, "background_color": "#ffffff", "label": False}
    render_all(
        [
            small_order(folder / f"{level}{seed}.mp4", SCRIPT, expressiveness=level, seed=seed, **look)
            for level in LEVELS
            for seed in range(3)
        ]
    )

    def measured(level: str, seed: int) -> tuple[float, float]:
        frames = decoded_luma(folder / f"{level}{seed}.mp4")
        return head_travel(frames), mouth_opening(frames)

    means = {level: np.mean([measured(level, seed) for seed in range(3)], axis=0) for level in LEVELS}
    return {level: (float(travel), float(opening)) for level, (travel, opening) in means.items()}


@pytest.mark.parametrize("measure", [0, 1], ids=["head travel", "mouth opening"])
def test_the_levels_of_expressiveness_differ(measures: dict[str, tuple[float, float]], measure: int) -> None:
    low, medium, high = (measures[level][measure] for level in LEVELS)
    assert low * 1.1 < medium
    assert medium * 1.05 < high


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        (None, Manner()),
        ("", Manner()),
        ("A sunny office with a view of the sea", Manner()),
        ("Smile, please!", Manner(smile=1.0)),
        ("she is SMILING warmly", Manner(smile=1.0)),
        ("don't smile", Manner()),
        ("Never nod", Manner()),
        ("not looking to the left", Manner()),
        ("nod now and then", Manner(nodding=1.0)),
        ("shake your head", Manner(shaking=1.0)),
        ("a firm handshake", Manner()),
        ("looks slightly to the left", Manner(turn=-1.0)),
        ("turn your head right", Manner(turn=1.0)),
        ("look right at the camera", Manner()),
        ("glance up", Manner(lift=1.0)),
        ("gazing down, head tilted", Manner(lift=-1.0, tilt=1.0)),
        ("left-hand traffic", Manner()),
        ("raise your eyebrows", Manner(raised=0.7)),
        ("a serious look", Manner(smile=-1.0, raised=-0.35)),
        ("keep still", Manner(head=0.5, nod=0.5, glance=0.5)),
    ],
)
def test_a_prompt_is_obeyed_where_a_drawing_can(prompt: str | None, asked: Manner) -> None:
    assert manner_for("low", prompt) == asked


def test_a_prompt_and_a_level_go_together() -> None:
    manner = manner_for("high", "smile")
    assert (manner.smile, manner.head) == (1.0, manner_for("high", None).head)


def moved(prompt: str) -> Motion:
    """Six seconds of silence in the manner of a prompt."""
    timeline = Timeline(np.zeros(6 * 8000, np.int16), 8000, 150, ())
    return motion_for(timeline, [], seed=1, manner=manner_for("low", prompt))


PLAIN = moved("")


@pytest.mark.parametrize(("prompt", "sign"), [("look left", -1), ("look right", 1)])
def test_looking_aside_turns_head_and_eyes(prompt: str, sign: int) -> None:
    turned = moved(prompt)
    assert sign * np.mean(turned.head[20:, 0] - PLAIN.head[20:, 0]) > np.radians(3)
    assert sign * np.mean(turned.gaze[20:] - PLAIN.gaze[20:]) > 0.4


@pytest.mark.parametrize(("prompt", "sign"), [("look up", 1), ("look down", -1)])
def test_looking_up_or_down_moves_head_and_eyes(prompt: str, sign: int) -> None:
    lifted = moved(prompt)
    assert -sign * np.mean(lifted.head[20:, 1] - PLAIN.head[20:, 1]) > np.radians(3)
    assert np.all(sign * lifted.lift[20:] == 1.0)


def test_nodding_and_shaking_move_the_head_to_and_fro() -> None:
    nods, shakes = moved("nod").head[:, 1] - PLAIN.head[:, 1], moved("shake your head").head[:, 0] - PLAIN.head[:, 0]
    assert np.ptp(nods) > np.radians(2)
    assert np.ptp(shakes) > np.radians(5)
    assert (np.abs(np.diff(np.sign(shakes[np.abs(shakes) > 0.01]))) > 0).sum() >= 4


def test_every_prompt_starts_in_the_resting_pose() -> None:
    first = moved("look left, look up, nod, tilt, shake your head, surprised")
    assert not first.head[0].any()
    assert first.gaze[0] == first.lift[0] == first.brow[0] == 0.0


def test_a_smile_is_wider_and_its_corners_are_higher() -> None:
    rig = DrawnRig(look_for(AVATAR), Size(960, 540))
    serious, smiling = (rig.mouth_patch(MouthPose(rest=0.0, smile=smile)).luma.astype(int) for smile in (-1.0, 1.0))
    line = [np.argmin(patch[20:120, [90, 107, 124]], axis=0) for patch in (serious, smiling)]
    assert line[1][0] < line[1][1] > line[1][2]
    assert line[1][1] - line[1][0] > line[0][1] - line[0][0]


def test_eyes_that_look_down_are_half_closed() -> None:
    rig = DrawnRig(look_for(AVATAR), Size(960, 540))
    ahead, down = (rig.eyes_patch(EyesPose(lift=lift)).luma for lift in (0.0, -1.0))
    assert (down > 225).sum() < 0.8 * (ahead > 225).sum()


def test_a_prompt_can_be_seen_in_the_film(render: Render, tmp_path: Path) -> None:
    for name, prompt in {"plain": None, "told": "look left and smile"}.items():
        render(small_order(tmp_path / name, prompt=prompt, quality=99))
    plain, told = (decoded_luma(tmp_path / name)[30].astype(int) for name in ("plain", "told"))
    assert np.abs(plain - told)[20:110, 120:200].mean() > 2
    assert np.abs(plain - told)[:, :60].mean() < 1
