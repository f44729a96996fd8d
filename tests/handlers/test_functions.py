"""A run of Herald's step is stored before Slack is answered, once."""

from typing import Any

from bot.posting.workflow_run import RunInputs, RunState
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, GENERAL, TEAM, event

INPUTS = {"script": "Good morning.", "avatar": "A", "voice": "V", "channel": GENERAL, "person": ALICE}


def executed(inputs: object = None, callback_id: str = "make_talking_video") -> Any:
    """Slack runs a function of Herald's."""
    return event(
        "function_executed",
        function={"callback_id": callback_id},
        inputs=INPUTS if inputs is None else inputs,
        function_execution_id="Fx1",
        workflow_execution_id="Wx1",
        bot_access_token="xwfp-1",
    )


async def test_a_run_is_stored_with_its_inputs_and_its_step_is_woken(counter: Counter) -> None:
    answer = await counter.whole(executed())

    run = await counter.ground.runs.get(TEAM, "Fx1")
    assert answer.status == 200
    assert run is not None
    assert (run.state, run.inputs) == (RunState.RECEIVED, RunInputs(**INPUTS))
    assert f"function:{TEAM}:Fx1" in await counter.woken()


async def test_a_run_that_slack_sends_again_stays_one(counter: Counter) -> None:
    await counter.whole(executed())
    first = await counter.ground.runs.get(TEAM, "Fx1")
    answer = await counter.whole(executed())

    assert answer.status == 200
    assert await counter.ground.runs.get(TEAM, "Fx1") == first


async def test_a_run_that_cannot_be_stored_is_not_taken_so_slack_sends_it_again(without_records: Counter) -> None:
    assert (await without_records.hand_in(executed())).status != 200


async def test_inputs_that_are_missing_or_odd_are_stored_empty_and_refused_later(counter: Counter) -> None:
    await counter.whole(executed(inputs={"script": None, "avatar": 7, "more": "x"}))

    run = await counter.ground.runs.get(TEAM, "Fx1")
    assert run is not None
    assert run.inputs == RunInputs(avatar="7")
    assert "xwfp-1" not in run.model_dump_json()
