"""The safety check can be seen to refuse."""

import pytest

from playground.studio.service.safety import check_content
from playground.studio.service.tasks import read_task
from tests.playground.studio.service.caller import Caller, Json, speech_task

BAD = "What a massacre this was."
HIDDEN = "Unmassacred words."


@pytest.mark.parametrize(
    ("text", "safety", "refused"),
    [
        (BAD, {}, False),
        (BAD, {"checkContent": False}, False),
        (BAD, {"checkContent": True}, True),
        (BAD, {"checkContent": True, "mode": "none"}, False),
        (BAD.upper(), {"checkContent": True, "mode": "fast"}, True),
        (HIDDEN, {"checkContent": True, "mode": "fast"}, False),
        (HIDDEN, {"checkContent": True, "mode": "full"}, True),
        ("Good morning.", {"checkContent": True, "mode": "full"}, False),
    ],
)
def test_content_is_checked_as_far_as_it_was_asked_for(text: str, safety: Json, refused: bool) -> None:
    task = read_task(speech_task(text=text) | {"safety": safety})
    assert (check_content(task) is not None) is refused


def test_full_check_reads_the_prompt_too() -> None:
    task = speech_task() | {"positivePrompt": "torture", "safety": {"checkContent": True, "mode": "full"}}
    refusal = check_content(read_task(task))
    assert refusal is not None
    assert refusal.parameter == "positivePrompt"


async def test_refused_content_fails_the_task_and_costs_nothing(studio: Caller) -> None:
    task = await studio.submit(speech_task(text=BAD) | {"safety": {"checkContent": True}})
    (error,) = (await studio.finished(task))["errors"]
    assert (error["code"], error["status"]) == ("contentPolicyViolation", "error")
    assert (await studio.state())["counts"]["billed_usd"] == 0


async def test_checked_video_is_said_to_be_safe(studio: Caller) -> None:
    task = await studio.submit(speech_task() | {"safety": {"checkContent": True}})
    assert (await studio.finished(task))["data"][0]["NSFWContent"] is False
