"""The parts of the composition root that are about workflows' runs."""

from bot.ground import Ground, request_desk
from bot.posting.workflow_run import RUN_STEP
from bot.rendering.reconciling import StepReconciler
from bot.runware.narrowing import NarrowedOffer
from bot.slack.functions import SlackFunctions
from bot.slack.functions_step import FunctionStep, Made
from bot.worker import QueueWakeups


def function_step(ground: Ground) -> FunctionStep:
    """The step of a run; its video comes into being at the same desk as everybody's."""
    return FunctionStep(
        ground.runs,
        Made(ground.renders, ground.postings, ground.clock),
        request_desk(ground),
        NarrowedOffer(ground.offer, ground.policies),
        SlackFunctions(ground.calls),
        QueueWakeups(ground.docket),
    )


def run_reconciler(ground: Ground) -> StepReconciler:
    """What brings back runs that nothing is about to touch."""
    return StepReconciler(ground.runs, ground.runs, QueueWakeups(ground.docket), ground.clock, step=RUN_STEP)
