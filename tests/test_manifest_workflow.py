"""The manifest with the step for Workflow Builder is the other one with that step, and says what the code does."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.posting.workflow_run import RunInputs, RunOutputs
from handlers.functions import MAKE_VIDEO
from playground.slack.manifest import read_manifest

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / "deploy" / "manifest-workflow.yml"


@pytest.fixture
def document() -> dict[str, Any]:
    """The manifest as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text())
    return loaded


def test_it_is_the_other_manifest_with_a_step_that_runs_here(document: dict[str, Any]) -> None:
    plain = yaml.safe_load((ROOT / "manifest.yml").read_text())
    del document["functions"]
    settings = document["settings"]
    assert settings.pop("function_runtime") == "remote"
    assert settings["org_deploy_enabled"] is True
    settings["event_subscriptions"]["bot_events"].remove("function_executed")

    assert document == plain


def test_the_step_has_the_inputs_and_outputs_that_are_read_and_sent(document: dict[str, Any]) -> None:
    (callback_id,) = document["functions"]
    step = document["functions"][callback_id]

    assert callback_id == MAKE_VIDEO
    assert set(step["input_parameters"]) == set(RunInputs.model_fields)
    assert set(step["output_parameters"]) == set(RunOutputs.model_fields)
    assert all(told["is_required"] for told in (step["input_parameters"] | step["output_parameters"]).values())


def test_a_parameter_is_called_by_its_name(document: dict[str, Any]) -> None:
    step = document["functions"][MAKE_VIDEO]
    for name, told in (step["input_parameters"] | step["output_parameters"]).items():
        assert told["name"] == name
        assert told["title"]
        assert len(told["description"]) <= 150


def test_the_local_slack_can_run_it() -> None:
    (step,) = read_manifest(WORKFLOW)["functions"]

    assert step["title"] == "Make a talking video"
    assert [parameter["name"] for parameter in step["input_parameters"]] == list(RunInputs.model_fields)
