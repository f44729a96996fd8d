"""The parts of the composition root that are about what is kept, and for how long: forgetting, and retention."""

from bot.ground import Ground, announcement_parts, request_desk, watched_renders
from bot.posting.batch_desk import Batches
from bot.posting.forgetting import ForgetStep, ForgetTools
from bot.posting.forgetting_wish import STEP as FORGET
from bot.posting.results import Results
from bot.rendering.cancelling import Cancelling
from bot.rendering.consenting import Consenting
from bot.rendering.ending import Endings
from bot.rendering.reconciling import StepReconciler
from bot.slack.aftercare import SlackAftercare
from bot.store.forgetting import PeopleTraces
from bot.store.kinds import WISHES
from bot.store.polls import Polls
from bot.store.records import Records
from bot.store.retention import STEP as RETAIN
from bot.store.retention import RetainStep, Retention
from bot.worker import QueueWakeups

__all__ = ["FORGET", "RETAIN", "forget_reconciler", "forget_step", "retain_step"]


def forget_step(ground: Ground) -> ForgetStep:
    """The step of the queue; things are called off as by the person's own buttons."""
    wakeups, renders, clock = QueueWakeups(ground.docket), watched_renders(ground), ground.clock
    announcements = announcement_parts(ground)
    calls = ground.calls
    return ForgetStep(
        ForgetTools(
            wishes=Records(ground.redis, WISHES),
            traces=PeopleTraces(ground.redis, ground.audit, clock),
            cancelling=Cancelling(renders, Endings(renders, Polls(ground.redis), wakeups, clock)),
            consenting=Consenting(renders, wakeups, clock),
            announcing=announcements.announcing,
            batches=Batches(ground.batches, request_desk(ground), wakeups, clock),
            results=Results(ground.postings, renders, wakeups, clock),
            postings=announcements.watched_postings,
            aftercare=SlackAftercare(calls, now=clock),
            clock=clock,
        )
    )


def forget_reconciler(ground: Ground) -> StepReconciler:
    """What brings back wishes that nobody looks after."""
    wishes = Records(ground.redis, WISHES)
    return StepReconciler(wishes, wishes, QueueWakeups(ground.docket), ground.clock, step=FORGET)


def retain_step(ground: Ground) -> RetainStep:
    """The step that erases what is too old."""
    retention = Retention(ground.redis, ground.policies, ground.clock, days=ground.settings.herald_retention_days)
    return RetainStep(retention, ground.redis, QueueWakeups(ground.docket))
