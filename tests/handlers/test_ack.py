"""No ack waits for anything on the network but Redis."""

import json
import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.handlers.counter import Counter, in_time, open_counter
from tests.handlers.payloads import ALICE, TEAM, click, command, review, submission, suggestion


@pytest.fixture
def silence() -> Iterator[socket.socket]:
    """A port that takes connections and never answers, like a Slack that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture
async def counter(redis_url: str, silence: socket.socket) -> AsyncIterator[Counter]:
    """The listeners before that Slack."""
    async with open_counter(redis_url, slack_url=address_of(silence)) as opened:
        yield opened


def address_of(listening: socket.socket) -> str:
    """The URL of that Slack."""
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def was_called(listening: socket.socket) -> bool:
    """Whether anybody connected to it."""
    try:
        connection, _ = listening.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


async def test_a_command_is_acked_while_slack_hangs(counter: Counter, silence: socket.socket) -> None:
    answer = await in_time(counter.hand_in(command("Good morning", response_url=address_of(silence))))

    assert (answer.status, answer.body) == (200, "")
    assert not was_called(silence)


async def test_help_is_answered_while_slack_hangs(counter: Counter, silence: socket.socket) -> None:
    answer = await in_time(counter.hand_in(command("help")))

    assert "`/herald help` shows this" in answer.body
    assert not was_called(silence)


async def test_a_submission_is_stored_and_acked_while_slack_hangs(counter: Counter, silence: socket.socket) -> None:
    known = json.dumps({"user_id": ALICE})  # whom Herald has not met is asked about, after the first ack
    counter.ground.roster.remember(TEAM, ALICE, known)
    reviewed = await in_time(counter.hand_in(submission()))
    made = await in_time(counter.hand_in(review()))

    assert '"response_action": "push"' in reviewed.body
    assert '"response_action": "clear"' in made.body
    assert await counter.render() is not None
    assert not was_called(silence)


async def test_a_keystroke_is_answered_while_slack_hangs(counter: Counter, silence: socket.socket) -> None:
    answer = await in_time(counter.hand_in(suggestion("voice", "")))

    assert "jenny_female_english" in answer.body
    assert not was_called(silence)


async def test_a_press_is_acked_while_slack_hangs(counter: Counter, silence: socket.socket) -> None:
    answer = await in_time(counter.hand_in(click("r1", response_url=address_of(silence))))

    assert (answer.status, answer.body) == (200, "")
    assert not was_called(silence)
