"""The worker's half of the composition root: every step with its adapters, taught to the queue."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import uuid4

from pydantic import SecretStr

from bot.errors import StoreUnavailable
from bot.ground import Ground, announcement_parts, home_pages, hooks_of, request_desk, watched_renders
from bot.media.fetching import AddressFetcher, public_transport
from bot.media.workshop import clean_file
from bot.parts.forgetting import FORGET, RETAIN, forget_reconciler, forget_step, retain_step
from bot.parts.places import LEAVE
from bot.parts.workflows import function_step, run_reconciler
from bot.posting.accompanying import AccompanyStep, Learn
from bot.posting.aftercare import RemoveStep, UnlinkStep
from bot.posting.batch_making import Making, Shelves
from bot.posting.batch_reading import Reading
from bot.posting.batch_steps import STEP as BATCH
from bot.posting.batch_steps import BatchStep
from bot.posting.keeping import KeepStep
from bot.posting.reconciling import PostingReconciler
from bot.posting.results import Results
from bot.posting.steps import HandOnStep, PostStep, ReshowStep, hand_on
from bot.posting.stumbling import PostingStumbles, RemovalStumbles, by_step
from bot.posting.workflow_run import RUN_STEP
from bot.rendering.admission import Admission
from bot.rendering.cancelling import Cancelling
from bot.rendering.consent_steps import ConsentStep
from bot.rendering.ending import Endings
from bot.rendering.files import ForgetMediaStep, MediaStep
from bot.rendering.given import GivenFiles
from bot.rendering.leaving import LeaveStep
from bot.rendering.polling import Poller
from bot.rendering.reconciling import RenderReconciler, StepReconciler
from bot.rendering.render import Render
from bot.rendering.showing import CloseStep, ShowStep
from bot.rendering.steps import AnchorStep, SubmitStep
from bot.rendering.stumbling import RenderStumbles
from bot.runware.client import RunwareClient
from bot.runware.download import VideoDownload
from bot.slack.aftercare import SlackAftercare
from bot.slack.batches import SlackBatchThread
from bot.slack.companions import SlackCompanions
from bot.slack.consent import SlackConsent
from bot.slack.delivery import SlackDelivery
from bot.slack.home_following import HomeStep
from bot.slack.kept_files import KeptFiles
from bot.slack.media import SlackFiles
from bot.slack.recipients import SlackDirectory
from bot.slack.thread import SlackThread
from bot.slack.upload import UploadHost
from bot.speaking import speaking_time
from bot.store.batches import BatchSlots
from bot.store.consents import Consents
from bot.store.erasing import Premises
from bot.store.homes import Homes
from bot.store.money import Treasury
from bot.store.polls import Polls
from bot.store.times import RenderTimes
from bot.watched_steps import watched
from bot.worker import QueueWakeups, Step, register_tasks


def teach_worker(ground: Ground) -> None:
    """Teach the queue every step and the recurring rounds."""
    settings, clock = ground.settings, ground.clock
    announcements = announcement_parts(ground)
    renders, postings, wakeups = announcements.renders, announcements.watched_postings, QueueWakeups(ground.docket)
    polls = Polls(ground.redis)
    calls = ground.calls
    times = RenderTimes(ground.redis)
    thread = SlackThread(calls, labels=ground.offer.labels, now=clock, progress=times.progress)
    uploads = UploadHost(ground.clients.session, settings.slack_file_origins)
    kept_files = KeptFiles(calls, ground.clients.session, settings.slack_file_origins)
    delivery = SlackDelivery(calls, uploads, kept_files, labels=ground.offer.labels, now=clock)
    aftercare = SlackAftercare(calls, now=clock)
    service = RunwareClient(
        ground.http, api_key=settings.runware_api_key or SecretStr(""), api_url=settings.runware_api_url
    )
    source = VideoDownload(ground.http, media_origins=settings.runware_media_origins)
    files = SlackFiles(calls, ground.clients.session, settings.slack_file_origins)
    addresses = AddressFetcher(public_transport()) if settings.herald_people_urls == "on" else None
    given = GivenFiles(files, clean_file, addresses)
    asking = SlackConsent(calls, uploads, given, ground.roster, now=clock)
    endings = Endings(renders, polls, wakeups, clock)
    passing_on = partial(hand_on, records=postings, wakeups=wakeups, clock=clock)

    async def close_well(render: Render) -> None:
        with suppress(StoreUnavailable):  # figures; a full Redis keeps none, and the render goes on without
            await times.record(render)
        await passing_on(render)

    steps: dict[str, Step] = {
        "anchor": Admission(
            renders,
            ground.policies,
            ground.roster,
            endings,
            first=AnchorStep(renders, thread, endings, wakeups, clock),
        ),
        "submit": SubmitStep(
            renders, service, endings, clock, new_task_uuid=uuid4, hook_address=hooks_of(ground).address
        ),
        "consent": ConsentStep(renders, asking, Consents(ground.redis, ground.audit), endings, wakeups, clock),
        "media": MediaStep(renders, given, service, endings, wakeups, clock),
        "forget_media": ForgetMediaStep(renders, service, clock),
        "show": ShowStep(renders, thread, wakeups, clock),
        "close": CloseStep(renders, Treasury(ground.redis), thread, close_well),
        "hand_on": HandOnStep(renders, passing_on),
        "keep": KeepStep(postings, source, delivery, wakeups, clock),
        "accompany": AccompanyStep(postings, renders, SlackCompanions(calls, uploads), wakeups, clock, learner(ground)),
        "post": PostStep(postings, renders, delivery, clock),
        "reshow": ReshowStep(postings, renders, delivery),
        "unlink": UnlinkStep(postings, renders, delivery, aftercare, clock),
        "remove": RemoveStep(postings, renders, delivery, aftercare, wakeups),
        "announce": announcements.step(
            calls, request_desk(ground), Cancelling(renders, endings), roster=ground.roster, labels=ground.offer.labels
        ),
        "home": HomeStep(home_pages(ground), Homes(ground.redis), clock),
    }
    steps[RUN_STEP] = function_step(ground)
    steps[BATCH] = batch_step(ground, files, uploads)
    steps[FORGET] = forget_step(ground)
    steps[RETAIN] = retain = retain_step(ground)
    stumbled = by_step(
        RemovalStumbles(RenderStumbles(renders, Treasury(ground.redis), thread, endings), postings, renders, aftercare),
        PostingStumbles(postings, renders, delivery, wakeups),
    )
    premises = Premises(ground.redis, ground.installations)
    steps[LEAVE] = LeaveStep(premises, ground.renders, service, sleep=asyncio.sleep)
    poller = Poller(renders, polls, service, endings, wakeups, clock, stumbled=stumbled)
    render_reconciler = RenderReconciler(ground.renders, renders, polls, wakeups, clock)
    posting_reconciler = PostingReconciler(ground.postings, postings, wakeups, clock)

    runs = run_reconciler(ground)
    forgetting = forget_reconciler(ground)
    batch_reconciler = StepReconciler(ground.batches, ground.batches, wakeups, clock, step=BATCH)

    async def reconcile() -> None:
        await render_reconciler.reconcile()
        await posting_reconciler.reconcile()
        await batch_reconciler.reconcile()
        await runs.reconcile()
        await announcements.reconciler.reconcile()
        await forgetting.reconcile()
        await retain.reconcile()

    register_tasks(
        ground.docket, watched(steps, ground.redis), poll=poller.poll, reconcile=reconcile, stumbled=stumbled
    )


def batch_step(ground: Ground, files: SlackFiles, uploads: UploadHost) -> BatchStep:
    """The step of a batch; its clips come into being at the same desk as everybody's."""
    calls, desk, wakeups = ground.calls, request_desk(ground), QueueWakeups(ground.docket)
    renders, batches = watched_renders(ground), ground.batches
    results = Results(ground.postings, renders, wakeups, ground.clock)
    shelves = Shelves(renders, ground.postings)
    return BatchStep(
        batches,
        SlackBatchThread(calls, uploads, now=ground.clock),
        Reading(batches, files, SlackDirectory(calls), desk),
        Making(batches, shelves, desk, results, BatchSlots(ground.redis), wakeups),
        ground.clock,
    )


def learner(ground: Ground) -> Learn:
    """What is remembered of each finished video: how long its voice really spoke, beside what was estimated."""
    lengths = ground.lengths

    async def learn(render: Render, real: timedelta) -> None:
        choices = render.choices
        if choices.voice is None:
            return
        language = choices.language or ground.offer.language_of(choices.voice)
        estimated = speaking_time(render.speech, language=language, speed=choices.speed)
        with suppress(StoreUnavailable):  # as above
            await lengths.record(
                render.team_id,
                choices.voice,
                language=choices.language,
                estimated_seconds=estimated.total_seconds(),
                shown_seconds=render.expected_seconds,
                real_seconds=real.total_seconds(),
            )

    return learn
