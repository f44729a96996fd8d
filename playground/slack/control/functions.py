"""A person runs a function of the app, as a step of a workflow."""

from typing import Any, Final

from playground.slack.control.acts import RunFunction
from playground.slack.control.lookup import ActError, find_channel, find_user, require_app
from playground.slack.control.messages import summed_up
from playground.slack.local import LocalSlack
from playground.slack.model.cast import APP_ID
from playground.slack.model.conversations import User
from playground.slack.model.executions import Execution
from playground.slack.model.grants import Grant, made_up
from playground.slack.model.wire import Json

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


async def run(slack: LocalSlack, act: RunFunction) -> Json:
    """Run a function; its outcome is in the state once the app completed it."""
    user = find_user(slack, act.user)
    require_app(slack)
    channel = None if act.channel is None else find_channel(slack, act.channel, user).id
    document = _function(slack, act.callback_id)
    _check_inputs(document, act.inputs)
    mint = slack.workspace.mint
    execution = Execution(id=mint.new("Fx"), function=document, inputs=act.inputs, user=user.id, channel=channel)
    slack.workspace.executions[execution.id] = execution
    slack.changes.mark()
    outcomes = await slack.events.deliver(
        slack.team_id, _executed(slack, execution, _just_in_time_token(slack, execution.id))
    )
    return {**summed_up(outcomes), "execution_id": execution.id}


def function_documents(slack: LocalSlack) -> list[Json]:
    """Slack's function objects, of the functions the app declares."""
    return [_function(slack, each["callback_id"]) for each in slack.settings.functions]


def _function(slack: LocalSlack, callback_id: str) -> Json:
    known = {each["callback_id"]: (number, each) for number, each in enumerate(slack.settings.functions, 1)}
    if callback_id not in known:
        raise ActError(f"the app has no function {callback_id}; it has {', '.join(known) or 'none'}")
    number, declared = known[callback_id]
    times = {"date_created": 0, "date_updated": 0, "date_deleted": 0}
    return {"id": f"Fn0{number:08d}", "type": "app", **declared, "app_id": APP_ID, **times}


def _check_inputs(function: Json, inputs: Json) -> None:
    declared = {parameter["name"]: parameter for parameter in function["input_parameters"]}
    for name, parameter in declared.items():
        if parameter["is_required"] and inputs.get(name) in (None, ""):
            raise ActError(f"{function['callback_id']} needs the input {name}")
    for name, value in inputs.items():
        if name not in declared:
            raise ActError(f"{function['callback_id']} takes no input {name}; it takes {', '.join(declared) or 'none'}")
        kind = str(declared[name]["type"])
        if not _fits(kind, value):
            raise ActError(f"the input {name} of {function['callback_id']} must be of type {kind}")


def _fits(kind: str, value: Any) -> bool:
    """Whether a value is of a parameter's type; Slack's own types are ids and dates as texts."""
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES.get(kind, (str, int)))


def _just_in_time_token(slack: LocalSlack, execution_id: str) -> str:
    """A token for this run, with what the app may do."""
    grant = Grant(
        token=made_up("xwfp-"),
        kind="workflow",
        team_id=slack.team_id,
        user=slack.workspace.bot_user,
        scopes=slack.scopes,
        execution=execution_id,
    )
    return slack.grants.add(grant).token


def step_context(slack: LocalSlack, execution_id: str | None, user: User, trigger_id: str) -> Json:
    """What an interaction adds with what a step of a workflow had shown, in the run of this id; empty without one."""
    execution = slack.workspace.executions.get(execution_id or "")
    grant = slack.grants.of_execution(execution_id or "")
    if grant is None or execution is None:
        return {}
    function = {"callback_id": execution.function["callback_id"]}
    return {
        "bot_access_token": grant.token,
        "function_data": {"execution_id": execution.id, "function": function, "inputs": execution.inputs},
        "interactivity": {"interactivity_pointer": trigger_id, "interactor": {"id": user.id, "secret": made_up("")}},
    }


def _executed(slack: LocalSlack, execution: Execution, token: str) -> Json:
    mint = slack.workspace.mint
    return {
        "type": "function_executed",
        "function": execution.function,
        "inputs": execution.inputs,
        "function_execution_id": execution.id,
        "workflow_execution_id": mint.new("Wx"),
        "event_ts": mint.ts(),
        "bot_access_token": token,
    }
