"""Whole runs of `python -m playground play`, with the real bot, local Slack and studio."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from playground.launcher.environment import ROOT

PLAY = [sys.executable, "-P", "-m", "playground", "play"]


def play(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], dict[str, object]]:
    """Run it in a folder to its end; returns the run and its report."""
    report = folder / "report.json"
    command = [*PLAY, *arguments, "--report", str(report)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=180)
    return run, json.loads(report.read_text())


def test_one_journey_ends_with_a_video_in_the_thread(tmp_path: Path) -> None:
    run, report = play(tmp_path, "--once", "Good morning, team.", "--out", "videos", "--field", "destination=launch")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (report["outcome"], report["error"]) == ("delivered", None)
    assert report["counts"] == {"tasks_submitted": 1, "final_posts": 1}
    saved = sorted((tmp_path / "videos").iterdir())
    assert [path.suffix for path in saved] == [".mp4", ".txt", ".vtt"]
    video = saved[0]
    assert f"saved as {video}" in run.stdout


def test_an_error_beside_a_field_ends_the_journey(tmp_path: Path) -> None:
    run, report = play(tmp_path, "--once", "")
    assert run.returncode == 1
    assert report["outcome"] == "failed"
    assert report["error"] == {"code": "errors", "text": "script: Please complete this required field."}
    assert report["counts"] == {"tasks_submitted": 0, "final_posts": 0}


def test_a_bot_that_does_not_start_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERALD_TTL_SECONDS", "5")
    run, report = play(tmp_path, "--once", "Good morning.")
    assert run.returncode == 1
    assert "Herald ended by itself" in run.stdout
    assert "HERALD_TTL_SECONDS" in json.dumps(report["error"])


def test_sigterm_stops_everything_within_five_seconds(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(PLAY, env=environment, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        line = next(line for line in launcher.stdout if "Open" in line)
        page = line.split()[1]
        assert httpx.get(page, trust_env=False).is_success
        began = time.monotonic()
        launcher.send_signal(signal.SIGTERM)
        assert launcher.wait(timeout=30) == 128 + signal.SIGTERM
        assert time.monotonic() - began < 5
    assert list(tmp_path.iterdir()) == []
    assert [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(tmp_path) in _command(path)] == []


def _command(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
