"""The step of a workflow's run: its request is taken, its video waited for, and Slack told the outcome, once."""

from datetime import timedelta
from typing import Final, Protocol

from bot.errors import PostRefused, PostUncertain, Refusal, SlackBusy
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import posting_id
from bot.posting.workflow_run import RunOutputs, RunState, WorkflowRun
from bot.rendering.ports import Clock, Wakeups
from bot.rendering.render import Render, RenderState
from bot.rendering.requesting import Request
from bot.slack.functions import SlackFunctions
from bot.slack.functions_inputs import Offer, request_for
from bot.slack.surfaces.functions import (
    CALLED_OFF,
    LOST,
    MESSAGE_GONE,
    NOT_DELIVERED,
    describe_failure,
    describe_refusal,
)

LOOK_AGAIN: Final = timedelta(seconds=3)
LOOK_LATER: Final = timedelta(seconds=15)
CALM_AFTER: Final = timedelta(minutes=3)


class Runs(Protocol):
    """The runs' records."""

    async def get(self, team_id: str, record_id: str) -> WorkflowRun | None:
        """The run as it is now."""

    async def change(self, run: WorkflowRun, /, **updates: object) -> WorkflowRun:
        """Store `run` with `updates` as its next version; StaleRecord if another step changed it first."""


class Renders(Protocol):
    """The renders' records."""

    async def get(self, team_id: str, record_id: str) -> Render | None:
        """The render as it is now."""


class Postings(Protocol):
    """The postings' records."""

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        """The posting as it is now."""


class Desk(Protocol):
    """Where requests become renders."""

    async def take(self, request: Request) -> Render:
        """Store the render and reserve its money; raises Refusal."""


class FunctionStep:
    """received → making → ending → ended."""

    def __init__(
        self,
        runs: Runs,
        made: "Made",
        desk: Desk,
        offer: Offer,
        slack: SlackFunctions,
        wakeups: Wakeups,
    ) -> None:
        self._runs = runs
        self._made = made
        self._desk = desk
        self._offer = offer
        self._slack = slack
        self._wakeups = wakeups

    async def __call__(self, team_id: str, run_id: str) -> timedelta | None:
        """Runs until Slack was told."""
        run = await self._runs.get(team_id, run_id)
        if run is None or run.over:
            return None
        try:
            if run.state is RunState.RECEIVED:
                run = await self._begin(run)
            if run.state is RunState.MAKING:
                run = await self._look(run)
            if run.state is RunState.ENDING:
                await self._tell(run)
                return None
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return LOOK_AGAIN
        return self._made.pause(run)

    async def _begin(self, run: WorkflowRun) -> WorkflowRun:
        if await self._made.render(run) is None:  # else it was taken, and the process died
            try:
                await self._desk.take(await request_for(run, self._offer))
            except Refusal as refused:
                return await self._end(run, problem=describe_refusal(refused))
        run = await self._runs.change(run, state=RunState.MAKING)
        await self._wakeups.wake("anchor", run.team_id, run.render_id)
        return run

    async def _look(self, run: WorkflowRun) -> WorkflowRun:
        try:
            outcome = await self._made.outcome(run, self._slack)
        except PostRefused:
            return await self._end(run, problem=MESSAGE_GONE)
        if outcome is None:
            return run
        return await self._end(run, **({"problem": outcome} if isinstance(outcome, str) else {"outputs": outcome}))

    async def _end(self, run: WorkflowRun, **outcome: object) -> WorkflowRun:
        return await self._runs.change(run, state=RunState.ENDING, **outcome)

    async def _tell(self, run: WorkflowRun) -> None:
        if run.outputs is not None:
            await self._slack.succeed(run, run.outputs)
        else:
            await self._slack.fail(run, run.problem or LOST)
        await self._runs.change(run, state=RunState.ENDED)


class Made:
    """What became of a run's render."""

    def __init__(
        self,
        renders: Renders,
        postings: Postings,
        clock: Clock,
    ) -> None:
        self._renders = renders
        self._postings = postings
        self._clock = clock

    def pause(self, run: WorkflowRun) -> timedelta:
        """How long until it is looked at again."""
        return LOOK_AGAIN if self._clock() - run.received_at < CALM_AFTER else LOOK_LATER

    async def render(self, run: WorkflowRun) -> Render | None:
        """The run's render, once it was taken."""
        return await self._renders.get(run.team_id, run.render_id)

    async def outcome(self, run: WorkflowRun, slack: SlackFunctions) -> RunOutputs | str | None:
        """The outputs, or why there are none, or None while that is open; raises PostRefused, SlackBusy."""
        render = await self.render(run)
        problem = _problem(render)
        if render is None or problem is not None or render.state is not RenderState.READY:
            return problem
        posting = await self._postings.get(run.team_id, posting_id(render, 0))
        if posting is None or not posting.ended:
            return None
        if posting.state is not PostingState.POSTED:
            return NOT_DELIVERED
        return await _outputs(render, posting, slack)


def _problem(render: Render | None) -> str | None:
    """Why there is no video and never will be."""
    if render is None:
        return LOST
    if render.state is RenderState.CANCELLED or render.withdrawn_at is not None or render.deleted_at is not None:
        return CALLED_OFF
    return describe_failure(render) if render.state is RenderState.FAILED else None


async def _outputs(render: Render, posting: Posting, slack: SlackFunctions) -> RunOutputs:
    thread = render.thread_ts or posting.thread_ts
    permalink = await slack.permalink(render.team_id, render.destination.channel_id, render.anchor_ts or thread)
    return RunOutputs(permalink=permalink, thread=thread, url=posting.result.url)
