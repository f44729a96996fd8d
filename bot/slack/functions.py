"""Telling Slack what became of a run of Herald's step: https://docs.slack.dev/workflows/workflow-steps."""

from collections.abc import Mapping
from typing import Final

import structlog

from bot.errors import PostRefused
from bot.posting.workflow_run import RunOutputs, WorkflowRun
from bot.slack.calls import SlackCalls

PROBLEM_LIMIT: Final = 1000
TOLD: Final = frozenset({"execution_not_in_running_state", "function_execution_not_found"})
"""Slack knows an outcome already, by an earlier call whose answer was lost; or the workflow was stopped."""

log = structlog.get_logger("herald.slack")


class SlackFunctions:
    """Completes runs, in the workspace's name. Both raise SlackBusy."""

    def __init__(self, calls: SlackCalls) -> None:
        self._calls = calls

    async def permalink(self, team_id: str, channel_id: str, ts: str) -> str:
        """The link to a message; raises PostRefused where it is gone."""
        answer = await self._calls.repeat(
            team_id,
            "chat.getPermalink",
            lambda slack: slack.chat_getPermalink(channel=channel_id, message_ts=ts),
            needs=["permalink"],
        )
        return str(answer["permalink"])

    async def succeed(self, run: WorkflowRun, outputs: RunOutputs) -> None:
        """The workflow goes on with `outputs`; a second time changes nothing."""
        await self._complete(
            run,
            "functions.completeSuccess",
            {"function_execution_id": run.id, "outputs": outputs.model_dump()},
        )

    async def fail(self, run: WorkflowRun, problem: str) -> None:
        """The workflow stops with these words; a second time changes nothing."""
        body = {"function_execution_id": run.id, "error": problem[:PROBLEM_LIMIT]}
        await self._complete(run, "functions.completeError", body)

    async def _complete(self, run: WorkflowRun, method: str, body: Mapping[str, object]) -> None:
        try:
            await self._calls.repeat(run.team_id, method, lambda slack: slack.api_call(method, json=dict(body)))
        except PostRefused as refused:
            if refused.code not in TOLD:  # nothing more can be done for the workflow; the video has its own message
                log.error("a workflow's step could not be ended", team_id=run.team_id, run=run.id, code=refused.code)
