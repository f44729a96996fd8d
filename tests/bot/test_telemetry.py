"""No secret gets into a log, wherever in an event it stands."""

import json
import logging
from collections.abc import Callable

import pytest
import structlog

from bot.telemetry import configure_logs, redact

SECRETS = [
    ("xoxb-123456789012-abcDEF", "123456789012"),
    ("xoxp-1-canary", "canary"),
    ("xoxe.xoxp-1-canary", "canary"),
    ("xoxe-1-canary", "canary"),
    ("xapp-1-A012-canary", "canary"),
    ("Authorization: Bearer canary", "canary"),
    ("authorization: bearer canary.x/y+z==", "canary"),
    ("wss://wss.slack.example/link/?app_id=A1&ticket=canary", "canary"),
    ("https://files.slack.com/f.mp4?token=canary&x=1", "canary"),
    ("redis://user:canary@127.0.0.1:6379/0", "canary"),
    ("rediss://:canary@redis.example", "canary"),
    ("https://hooks.slack.com/commands/T1/2/canary", "canary"),
    ("https://herald.example/runware/hooks/T1.r1.canary", "canary"),
]
Logged = Callable[[Callable[[], None]], str]


class Odd:
    """Something whose text holds a token."""

    def __repr__(self) -> str:
        return "<Odd xoxb-canary>"


@pytest.fixture(params=["console", "json"])
def logged(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Logged:
    """What is logged while something runs, in each format."""

    def listen(run: Callable[[], None]) -> str:
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        configure_logs("INFO", request.param)
        try:
            run()
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
            structlog.reset_defaults()
        return capsys.readouterr().err

    return listen


def fail(message: str, log: Callable[[str], None]) -> None:
    """Log an error that was caused by another."""
    try:
        try:
            raise ValueError(message)
        except ValueError as error:
            raise RuntimeError("wrapped") from error
    except RuntimeError:
        log("failed")


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_in_the_event_or_a_value_is_blotted_out(logged: Logged, text: str, secret: str) -> None:
    said = logged(lambda: structlog.get_logger("herald.test").info(f"before {text} after", value=text))

    assert secret not in said
    assert said.count("[secret]") == 2
    assert "before" in said


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_in_an_exception_and_its_cause_is_blotted_out(logged: Logged, text: str, secret: str) -> None:
    said = logged(lambda: fail(text, structlog.get_logger("herald.test").exception))

    assert secret not in said
    assert "ValueError" in said


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_from_another_library_is_blotted_out(logged: Logged, text: str, secret: str) -> None:
    said = logged(lambda: fail(text, lambda event: logging.getLogger("library").exception("%s with %s", event, text)))

    assert secret not in said
    assert "failed with" in said
    assert "ValueError" in said


@pytest.mark.parametrize(
    "value",
    [
        {"Authorization": "Bearer canary"},
        ["xapp-1-canary"],
        {"deep": [{"er": "xoxb-canary"}]},
        Odd(),
        ValueError(Odd()),
    ],
)
def test_a_secret_inside_a_value_is_blotted_out(logged: Logged, value: object) -> None:
    said = logged(lambda: structlog.get_logger("herald.test").warning("odd", value=value))

    assert "canary" not in said
    assert "[secret]" in said


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_line_of_json_stays_one(text: str, secret: str) -> None:
    line = json.dumps({"a": f'he said "{text}"', "b": {"c": text}, "d": "kept"})

    read = json.loads(redact(line))

    assert secret not in str(read)
    assert read["d"] == "kept"


@pytest.mark.parametrize(
    "text",
    ["https://vm.runware.ai/video/5f.mp4", "unix:///data/redis.sock", "task 4f is ready", "@here", "render=r1&token"],
)
def test_what_is_no_secret_is_left_as_it_is(text: str) -> None:
    assert redact(text) == text


def test_what_is_below_the_level_is_not_logged(logged: Logged) -> None:
    def run() -> None:
        structlog.get_logger("herald.test").debug("not shown")
        logging.getLogger("slack_bolt").warning("a whole request")

    assert logged(run) == ""
