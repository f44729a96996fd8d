"""The composition root of the listeners: builds what they use and registers them."""

import logging
import secrets
from collections.abc import Awaitable, Callable

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

from bot.ground import Ground, announcement_parts, home_pages, request_desk, secret_of, watched_renders
from bot.parts.places import Leaving
from bot.posting.batch_desk import Batches
from bot.posting.forgetting_asked import Forgetting
from bot.posting.results import Results
from bot.rendering.cancelling import Cancelling
from bot.rendering.consenting import Consenting
from bot.rendering.dead_letters import DeadLetters
from bot.rendering.ending import Endings
from bot.runware.client import RunwareClient
from bot.runware.narrowing import NarrowedOffer
from bot.slack.documents import SlackDocuments
from bot.slack.media import SlackFiles
from bot.slack.people import SlackPeople
from bot.slack.responding import ShareSession
from bot.slack.script_file import ScriptFiles
from bot.slack.upload import UploadHost
from bot.slack.workspaces import Authorize, name_workspace
from bot.store.dead_letters import DeadLetterShelf
from bot.store.drafts import Drafts
from bot.store.homes import Homes
from bot.store.kinds import WISHES
from bot.store.money import Treasury
from bot.store.people import People
from bot.store.polls import Polls
from bot.store.presets import PresetStore
from bot.store.records import Records
from bot.store.usage import Usages
from bot.worker import QueueWakeups
from handlers.afterwards import Afterwards
from handlers.registry import register_listeners
from handlers.switchboard import Switchboard
from handlers.tools import Tools


def build_bolt(ground: Ground) -> tuple[AsyncApp, Callable[[], Awaitable[None]]]:
    """The Slack app with all its listeners, and what finishes the work that followed their acks."""
    afterwards = Afterwards()
    settings = ground.settings
    app = Switchboard(
        signing_secret=secret_of(settings.slack_signing_secret) or secrets.token_hex(16),
        client=ground.clients.repeating(""),
        authorize=Authorize(ground.workspaces),
        process_before_response=True,
        logger=logging.getLogger("slack_bolt"),  # at its level: Bolt's debug lines hold people's texts
    )
    wakeups, desk = QueueWakeups(ground.docket), request_desk(ground)
    watched = watched_renders(ground)
    endings = Endings(watched, Polls(ground.redis), wakeups, ground.clock)
    offer = NarrowedOffer(ground.offer, ground.policies)
    calls = ground.calls
    announcements = announcement_parts(ground)
    tools = Tools(
        desk=desk,
        batches=Batches(ground.batches, desk, wakeups, ground.clock),
        afterwards=afterwards,
        wakeups=wakeups,
        renders=ground.renders,
        cancelling=Cancelling(watched, endings),
        consenting=Consenting(watched, wakeups, ground.clock),
        announcing=announcements.announcing,
        announcement_lists=announcements.lists,
        channel_postings=announcements.postings,
        results=Results(ground.postings, ground.renders, wakeups, ground.clock),
        offer=offer,
        whole_offer=ground.offer,
        memory=People(ground.redis, ground.policies, ground.roster),
        drafts=Drafts(ground.redis),
        presets=PresetStore(ground.redis),
        home=home_pages(ground),
        homes=Homes(ground.redis),
        policies=ground.policies,
        roster=ground.roster,
        audit=ground.audit,
        usages=Usages(ground.redis),
        runs=ground.runs,
        price=_client(ground).price if settings.herald_service_price else None,
        scripts=ScriptFiles(SlackFiles(calls, ground.clients.session, settings.slack_file_origins)),
        documents=SlackDocuments(calls, UploadHost(ground.clients.session, settings.slack_file_origins)),
        people=SlackPeople(calls),
        calls=calls,
        monthly_budget=settings.herald_budget_usd_month,
        price_per_second=settings.herald_price_per_second_usd,
        people_urls=settings.herald_people_urls == "on",
        clock=ground.clock,
        new_render_id=lambda: secrets.token_hex(16),
        leaving=Leaving(ground.workspaces, ground.installations, wakeups),
        letters=DeadLetters(watched, Treasury(ground.redis), settings.herald_budget_usd_month, ground.clock),
        dead_shelf=DeadLetterShelf(ground.redis),
        forgetting=Forgetting(Records(ground.redis, WISHES), wakeups, ground.clock),
    )
    app.use(name_workspace)
    app.use(ShareSession(ground.clients.session, settings.slack_file_origins))
    register_listeners(app, tools)
    app.connect()
    return app, afterwards.finish


def _client(ground: Ground) -> RunwareClient:
    """The service, which the listeners ask for prices alone."""
    settings = ground.settings
    key = settings.runware_api_key or SecretStr("")
    return RunwareClient(ground.http, api_key=key, api_url=settings.runware_api_url)
