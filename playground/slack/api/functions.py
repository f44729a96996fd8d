"""`functions.completeSuccess` and `functions.completeError`: the end of a step of a workflow."""

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.local import LocalSlack
from playground.slack.model.executions import Execution
from playground.slack.model.wire import Json


async def complete_success(slack: LocalSlack, args: Arguments) -> Json:
    """`functions.completeSuccess`: with all outputs that the function promises, and no others."""
    execution = _running(slack, args)
    outputs = args.document("outputs", "parameter_validation_failed")
    if not isinstance(outputs, dict):
        raise SlackError("parameter_validation_failed")
    unfit = execution.unfit_outputs(outputs)
    if unfit:
        raise invalid("parameter_validation_failed", [f"{name} does not fit the outputs declared" for name in unfit])
    execution.status, execution.outputs = "completed", outputs
    slack.changes.mark()
    return {}


async def complete_error(slack: LocalSlack, args: Arguments) -> Json:
    """`functions.completeError`: with words for the person who ran the workflow."""
    execution = _running(slack, args)
    execution.status, execution.error = "failed", args.required("error")
    slack.changes.mark()
    return {}


def _running(slack: LocalSlack, args: Arguments) -> Execution:
    execution = slack.workspace.executions.get(args.required("function_execution_id"))
    if execution is None:
        raise SlackError("function_execution_not_found")
    if execution.status != "running":
        raise SlackError("execution_not_in_running_state")
    return execution
