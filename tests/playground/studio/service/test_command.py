"""`python -m playground.studio serve`, as a process."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVE = (sys.executable, "-m", "playground.studio", "serve")


@contextmanager
def serving(*arguments: str, temporary: str | None = None) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """A running studio with its folder for temporary files, and what it printed."""
    environment = os.environ | ({"TMPDIR": temporary} if temporary else {})
    with subprocess.Popen(
        [*SERVE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.terminate()


def test_printed_addresses_and_key_can_be_used(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path / "data"), "--api-key", "chosen") as (_, told):
        assert (told["api_key"], told["api_url"]) == ("chosen", f"{told['url']}/v1")
        with urllib.request.urlopen(told["schema_url"]) as answer:
            assert answer.status == 200
    assert (tmp_path / "data" / "studio.sqlite3").exists()


def test_studio_stops_cleanly_and_leaves_no_temporary_folder(tmp_path: Path) -> None:
    with serving(temporary=str(tmp_path)) as (process, told):
        assert len(told["api_key"]) >= 24
        assert len(list(tmp_path.glob("herald-studio-*/videos"))) == 1
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints, list(tmp_path.iterdir())) == (0, "", [])


@pytest.mark.parametrize(
    "command", [("serve",), ("render", "--script", "a", "--avatar", "a", "--voice", "a", "--out", "a")]
)
def test_label_is_on_or_off(command: tuple[str, ...]) -> None:
    environment = {**os.environ, "HERALD_STUDIO_LABEL": "maybe"}
    asked = [sys.executable, "-m", "playground.studio", *command]
    done = subprocess.run(asked, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert done.returncode == 2
    assert "HERALD_STUDIO_LABEL is on or off, not 'maybe'" in done.stderr


def test_second_studio_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)):
        second = subprocess.run(
            [*SERVE, "--data", str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
        )
    assert second.returncode == 1
    assert "another studio" in second.stderr
    assert "Traceback" not in second.stderr


def test_ready_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    answer = subprocess.run(
        [*SERVE, "--ready", str(text), "--after", "1"], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 1
    assert "is not a video" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_balance_can_be_chosen(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--balance", "12.50") as (_, told):
        state = json.loads(urllib.request.urlopen(f"{told['url']}/_control/state").read())
    assert state["balance"]["amount"] == 12.5


@pytest.mark.parametrize("amount", ["much", "-1", "nan", "1e30"])
def test_balance_that_is_no_amount_is_refused(amount: str) -> None:
    answer = subprocess.run([*SERVE, f"--balance={amount}"], capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 2
    assert "--balance" in answer.stderr
