"""The kinds of record."""

from datetime import datetime
from typing import Any, Final

from bot.posting import announcement_transitions, batch_transitions, workflow_run
from bot.posting import transitions as posting_transitions
from bot.posting.announcement import Announcement
from bot.posting.batch import Batch
from bot.posting.forgetting_wish import ForgetWish
from bot.posting.posting import Posting
from bot.posting.workflow_run import WorkflowRun
from bot.rendering import transitions as render_transitions
from bot.rendering.dead_letters import is_dead
from bot.rendering.frozen import next_version
from bot.rendering.reconciling import QUIET
from bot.rendering.render import Render, RenderState
from bot.store import journal
from bot.store.records import Kind


def _answer_due(render: Render) -> datetime | None:
    """When something is to be done about a render that waits for a person's permission, if nobody answers before."""
    consent = render.consent
    if render.state is not RenderState.ANCHORED or consent is None or not consent.waits or consent.ts is None:
        return None
    return consent.expires_at - QUIET


RENDERS: Final = Kind(
    "render",
    read=Render.model_validate_json,
    changed=render_transitions.changed,
    over=lambda render: render.closed and render.cleared and not render.media and not render.consent_open,
    rests_until=_answer_due,
    dead=is_dead,
    told=journal.render_changed,
)
POSTINGS: Final = Kind(
    "posting",
    read=Posting.model_validate_json,
    changed=posting_transitions.changed,
    over=lambda posting: posting.over,
    rests_until=lambda posting: None if posting.rests_until is None else posting.rests_until - QUIET,
    told=journal.posting_changed,
)

ANNOUNCEMENTS: Final = Kind(
    "announcement",
    read=Announcement.model_validate_json,
    changed=announcement_transitions.changed,
    over=lambda announcement: announcement.over,
    rests_until=lambda announcement: None if announcement.rests_until is None else announcement.rests_until - QUIET,
)
RUNS: Final = Kind("run", read=WorkflowRun.model_validate_json, changed=workflow_run.changed, over=lambda run: run.over)
BATCHES: Final = Kind(
    "batch", read=Batch.model_validate_json, changed=batch_transitions.changed, over=lambda batch: batch.over
)
WISHES: Final = Kind(
    "forgetting",
    read=ForgetWish.model_validate_json,
    changed=next_version,
    over=lambda _: False,
    rests_until=lambda wish: None if wish.rests_until is None else wish.rests_until - QUIET,
)
"""A wish is open as long as it is there."""
ALL: Final[tuple[Kind[Any], ...]] = (RENDERS, POSTINGS, ANNOUNCEMENTS, BATCHES, RUNS, WISHES)
