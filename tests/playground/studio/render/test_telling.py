"""How the renderer's process answers."""

import json
from typing import Any

import pytest

from playground.studio.render.errors import RenderError
from playground.studio.render.telling import answered


def test_what_was_made_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(lambda: {"width": 64}) == 0
    assert json.loads(capsys.readouterr().out) == {"done": {"width": 64}}


@pytest.mark.parametrize(
    ("problem", "code", "message"),
    [
        (RenderError("invalidImage", "There is no face.", parameter="inputs.image"), "invalidImage", "no face"),
        (FileNotFoundError(2, "No such file or directory"), "renderFailed", "could not be written: No such file"),
        (OSError("the disk is full"), "renderFailed", "could not be written: the disk is full"),
    ],
    ids=["refused", "no folder", "full"],
)
def test_what_could_not_be_made_is_explained(
    problem: Exception, code: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def make() -> dict[str, Any]:
        raise problem

    assert answered(make) == 1
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == code
    assert message in told["message"]


def test_nothing_is_told_where_nobody_listens(capsys: pytest.CaptureFixture[str]) -> None:
    def make() -> dict[str, Any]:
        raise BrokenPipeError

    assert answered(make) == 1
    assert capsys.readouterr().out == ""
