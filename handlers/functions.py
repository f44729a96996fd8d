"""The step *Make a talking video* of Workflow Builder: its run is stored before Slack is answered."""

from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.posting.workflow_run import WorkflowRun
from bot.slack.functions_inputs import read_inputs
from handlers.careful import careful
from handlers.telling import tell_nobody
from handlers.tools import Tools

MAKE_VIDEO: Final = "make_talking_video"
"""The function's name in the manifest."""


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the function."""

    @careful(tell_nobody)  # what is not stored is not acked: Slack sends it again
    async def take_run(ack: AsyncAck, body: dict[str, Any], event: dict[str, Any]) -> BoltResponse:
        run = WorkflowRun(
            id=str(event["function_execution_id"]),
            team_id=str(body["team_id"]),
            inputs=read_inputs(event.get("inputs") or {}),
            render_id=tools.new_render_id(),
            received_at=tools.clock(),
        )
        await tools.runs.create(run)
        acked = await ack()
        tools.afterwards.start(begin_run(run=run))
        return acked

    @careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
    async def begin_run(run: WorkflowRun) -> None:
        await tools.wakeups.wake("function", run.team_id, run.id)

    app.function(MAKE_VIDEO, auto_acknowledge=False)(take_run)
