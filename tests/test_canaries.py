"""What looks through the logs for secrets finds them, and nothing else."""

from pathlib import Path

import pytest

from tests.canaries import WRITTEN_TO, findings


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-abcdefghijkl",
        "xapp-1-abcdefghijkl",
        "Bearer abcdefghijklmnop",
        f"/runware/hooks/T1.r1.{'a' * 32}.{'b' * 64}",
    ],
)
def test_a_secret_in_a_line_is_found(secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    log.write_text(f'{{"event": "well"}}\n{{"event": "took {secret}"}}\n')
    monkeypatch.setenv(WRITTEN_TO, str(log))

    assert findings() == [f'{{"event": "took {secret}"}}']


def test_what_was_blotted_out_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    log.write_text('{"event": "took [secret]", "token": "xoxb-…", "path": "/runware/hooks/[secret]"}\n')
    monkeypatch.setenv(WRITTEN_TO, str(log))

    assert findings() == []
