"""The renderer as a child process: the contract between it and the service."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest

from tests.playground.studio.render.conftest import Render, small_order, start_renderer


def test_progress_rises_from_the_beginning_to_the_whole(render: Render, tmp_path: Path) -> None:
    answer = render(small_order(tmp_path / "a.mp4"))
    shares = [line["progress"] for line in answer.lines[:-1]]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.01, 1.0)


def test_a_finished_render_tells_the_facts_of_the_file(render: Render, tmp_path: Path) -> None:
    answer = render(small_order(tmp_path / "a.mp4"))
    with av.open(str(tmp_path / "a.mp4")) as container:
        frames = container.streams.video[0].frames
    facts = {"duration_seconds": frames / 25, "width": 320, "height": 180, "format": "MP4", "frames": frames}
    assert (answer.status, answer.last) == (0, {"done": facts})


def test_the_same_request_gives_the_same_bytes(render: Render, tmp_path: Path) -> None:
    for name in ("one.mp4", "two.mp4", "three.mp4"):  # enough of them to see a clock that ticks in seconds
        render(small_order(tmp_path / name, seed=7))
    assert len({path.read_bytes() for path in tmp_path.glob("*.mp4")}) == 1


def test_another_seed_gives_another_film(render: Render, tmp_path: Path) -> None:
    for seed in (1, 2):
        render(small_order(tmp_path / f"{seed}.mp4", seed=seed))
    assert (tmp_path / "1.mp4").read_bytes() != (tmp_path / "2.mp4").read_bytes()


@pytest.mark.parametrize("script", ["", "   \n", "🎉🎉", "?!… —", "\u200b\ufe0f", "𓀀𓀁", "***"])
def test_a_script_with_nothing_to_say_is_refused(render: Render, tmp_path: Path, script: str) -> None:
    answer = render(small_order(tmp_path / "a.mp4", script=script))
    error = answer.last["error"]
    assert (answer.status, error["code"], error["parameter"]) == (1, "invalidText", "speech.text")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "script",
    [
        "Done 🎉 — 12,345 people & 3.5 % more!",
        "One.\n\nTwo.\r\nThree\tfour.",
        "<b>Bold</b> *text* `code` [[phonemes]]",
        "Ciao, 你好, مرحبا, 👩‍👩‍👧‍👦.",
        "\x00\x07Hi\x1b there",
        "Hello 𓀀 team, привет 你好 שלום नमस्ते.",
        "\u202eright to left\u202c مرحبا",
        "On 2026-11-23 at 14:30, Dr. Smith paid $5.99 (3.5 %) for no. 12, e.g. by card.",
    ],
)
def test_an_untidy_script_is_spoken(render: Render, tmp_path: Path, script: str) -> None:
    answer = render(small_order(tmp_path / "a.mp4", script=script, width=160, height=128))
    assert answer.status == 0, answer.last


def test_a_script_that_takes_too_long_to_say_is_refused(render: Render, tmp_path: Path) -> None:
    error = render(small_order(tmp_path / "a.mp4", script="A word or two. " * 1500)).last["error"]
    assert (error["code"], error["parameter"]) == ("invalidText", "speech.text")
    assert "more than 10 minutes" in error["message"]


def test_a_full_hd_render_needs_less_than_400_megabytes(tmp_path: Path) -> None:
    measure = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'playground.studio.render'], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    order = json.dumps(small_order(tmp_path / "a.mp4", "Good morning, team.", width=1920, height=1080))
    done = subprocess.run([sys.executable, "-c", measure], input=order, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 400 * 1024  # kilobytes


@pytest.mark.parametrize(
    ("field", "value", "code", "parameter"),
    [
        ("voice", "nobody_male_english", "invalidVoice", "speech.voice"),
        ("language", "xx-XX", "invalidLanguage", "speech.language"),
        ("width", 321, "invalidRequest", "width"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_by_name(
    render: Render, tmp_path: Path, field: str, value: object, code: str, parameter: str
) -> None:
    error = render({**small_order(tmp_path / "a.mp4"), field: value}).last["error"]
    assert (error["code"], error["parameter"]) == (code, parameter)


def test_a_folder_that_is_not_there_is_an_error_and_not_a_crash(render: Render, tmp_path: Path) -> None:
    answer = render(small_order(tmp_path / "missing" / "a.mp4"))
    assert (answer.status, answer.last["error"]["code"]) == (1, "renderFailed")


def test_termination_leaves_no_partial_file(tmp_path: Path) -> None:
    script = "This takes a while. " * 60
    with start_renderer() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(small_order(tmp_path / "a.mp4", script=script)))
        process.stdin.close()
        next(line for line in process.stdout if json.loads(line)["progress"] > 0.06)
        assert os.listdir(tmp_path) == ["a.mp4.part"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 128 + signal.SIGTERM
    assert os.listdir(tmp_path) == []
