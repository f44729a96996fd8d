"""Runs of the app's functions, as steps of a workflow."""

from dataclasses import dataclass, field
from typing import Literal

from playground.slack.model.wire import Json


@dataclass(kw_only=True)
class Execution:
    """One run of a function that was dispatched to the app; `function` is Slack's function object."""

    id: str
    function: Json
    inputs: Json
    user: str
    channel: str | None = None
    status: Literal["running", "completed", "failed"] = "running"
    outputs: Json = field(default_factory=dict)
    error: str | None = None

    @property
    def document(self) -> Json:
        """The run and its outcome."""
        outcome = {"status": self.status, "outputs": self.outputs, "error": self.error}
        place = {"user": self.user, "channel": self.channel}
        return {"id": self.id, "callback_id": self.function["callback_id"], "inputs": self.inputs, **place, **outcome}

    def unfit_outputs(self, outputs: Json) -> list[str]:
        """The names of required outputs that are missing, and of outputs the function does not have."""
        declared = {parameter["name"]: parameter for parameter in self.function.get("output_parameters", [])}
        missing = [name for name, told in declared.items() if told.get("is_required") and outputs.get(name) is None]
        return [*missing, *(name for name in outputs if name not in declared)]


Executions = dict[str, Execution]
