"""What web and worker both stand on: every connection, and what is built from it the same way in both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import httpx
from docket import Docket
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.outgoing import open_http
from bot.parts.announcements import AnnouncementParts
from bot.parts.background import background
from bot.parts.places import LEAVE, Credentials, Places, many_workspaces, one_workspace
from bot.posting.announcement_watching import telling_announcements
from bot.posting.batch import Batch
from bot.posting.batch_steps import STEP as BATCH
from bot.posting.forgetting_wish import STEP as FORGET
from bot.posting.posting import Posting
from bot.posting.workflow_run import WorkflowRun
from bot.rendering.ports import Clock
from bot.rendering.render import Render
from bot.rendering.requesting import Checks, RequestDesk, Terms
from bot.rendering.watching import WatchedRenders
from bot.runware.hooks import Hooks
from bot.runware.offer import Offer
from bot.runware.restocking import Restocking, keep_fresh
from bot.runware.rules import check_choices
from bot.runware.shelf import Shelf
from bot.settings import Settings
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.home import HomePages, HomeSources
from bot.slack.home_following import HomeNews
from bot.slack.home_limits import HomeLimits
from bot.slack.people import SlackPeople
from bot.slack.workspaces import Workspaces
from bot.store.allowed import AllowList
from bot.store.announcements import AnnouncementLists
from bot.store.audit import Audit
from bot.store.batch_lists import ListedBatches
from bot.store.catalogue import CatalogueCopy
from bot.store.connection import check, connected
from bot.store.drafts import Drafts
from bot.store.history import History
from bot.store.homes import Homes
from bot.store.installations import Installations
from bot.store.kinds import POSTINGS, RENDERS, RUNS
from bot.store.lengths import Lengths
from bot.store.money import Treasury
from bot.store.people import People
from bot.store.policies import Policies
from bot.store.presets import PresetStore
from bot.store.records import Records
from bot.store.retention import STEP as RETAIN
from bot.store.roster import Roster
from bot.store.usage import Usages
from bot.worker import QueueWakeups, opened_docket, register_names

STEP_NAMES = (
    "anchor",
    "consent",
    "function",
    "submit",
    "show",
    "close",
    "hand_on",
    "keep",
    "accompany",
    "post",
    "reshow",
    "unlink",
    "remove",
    "media",
    "forget_media",
    "announce",
    "home",
    BATCH,
    FORGET,
    LEAVE,
    RETAIN,
)


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ground:
    """What web and worker both stand on."""

    settings: Settings
    clock: Clock
    redis: Redis
    docket: Docket
    http: httpx.AsyncClient
    clients: SlackClients
    workspaces: Workspaces
    shelf: Shelf
    offer: Offer
    places: Places | None = None

    @property
    def installations(self) -> Installations | None:
        """Where Herald is installed by OAuth; None for one workspace."""
        return None if self.places is None else self.places.installations

    @property
    def renders(self) -> Records[Render]:
        """The renders' records."""
        return Records(self.redis, RENDERS)

    @property
    def postings(self) -> Records[Posting]:
        """The postings' records."""
        return Records(self.redis, POSTINGS)

    @property
    def batches(self) -> Records[Batch]:
        """The batches' records."""
        return ListedBatches(self.redis)

    @property
    def runs(self) -> Records[WorkflowRun]:
        """The runs of Herald's step in workflows."""
        return Records(self.redis, RUNS)

    @cached_property
    def audit(self) -> Audit:
        """The workspaces' audit lists."""
        return Audit(self.redis)

    @cached_property
    def policies(self) -> Policies:
        """What the workspaces' admins decided."""
        return Policies(self.redis, self.audit)

    @cached_property
    def lengths(self) -> Lengths:
        """How long voices really spoke: one for all, so that who asks knows at once what was learnt here."""
        return Lengths(self.redis)

    @cached_property
    def calls(self) -> SlackCalls:
        """Calls of Slack: one for all, so that what Slack told one caller holds for the others."""
        return SlackCalls(self.clients, self.workspaces)

    @cached_property
    def roster(self) -> Roster:
        """Who people are in their workspaces."""
        return Roster(self.redis, SlackPeople(self.calls))

    async def ready(self) -> list[str]:
        """What is missing before requests can be served; never asks Slack or Runware."""
        problem = await check(self.redis)
        missing = [] if problem is None else [problem]
        if self.shelf.loading:
            missing.append("The catalogue is being looked for; that takes ten seconds at most.")
        return missing


@asynccontextmanager
async def opened(settings: Settings, redis_url: str, *, clock: Clock = utc_now) -> AsyncIterator[Ground]:
    """Open every connection, load the catalogue and keep it fresh, while the block runs."""
    async with AsyncExitStack() as stack:
        redis = await stack.enter_async_context(connected(redis_url))
        docket = await stack.enter_async_context(opened_docket(redis_url))
        http = await stack.enter_async_context(open_http())
        session = await stack.enter_async_context(open_session())
        clients = SlackClients(session, settings.slack_api_url)
        places = _places(settings, redis, clients, clock)
        shelf = Shelf()
        offer = Offer(shelf, AllowList(redis))
        restocking = Restocking(shelf, CatalogueCopy(redis), http, settings.runware_schema_url)
        await restocking.load()
        register_names(docket, STEP_NAMES)
        await stack.enter_async_context(background(keep_fresh(restocking, asyncio.sleep)))
        await stack.enter_async_context(background(places.keep_up()))
        yield Ground(settings, clock, redis, docket, http, clients, places.workspaces, shelf, offer, places)


def request_desk(ground: Ground) -> RequestDesk:
    """Where requests become renders: the listeners' and, for the clips of a batch, the worker's."""
    settings = ground.settings
    terms = Terms(settings.herald_price_per_second_usd, settings.herald_budget_usd_month, settings.herald_ttl_seconds)
    return RequestDesk(
        Treasury(ground.redis),
        ground.offer,
        terms,
        ground.clock,
        lengths=ground.lengths,
        checks=Checks(check_choices, ground.policies, ground.roster),
    )


def home_pages(ground: Ground) -> HomePages:
    """Where people's Homes are published."""
    redis, settings = ground.redis, ground.settings
    sources = HomeSources(
        drafts=Drafts(redis),
        history=History(redis),
        usages=Usages(redis),
        presets=PresetStore(redis),
        memory=People(redis),
        announcements=AnnouncementLists(redis),
        batches=ListedBatches(redis),
        labels=ground.offer.labels,
        limits=HomeLimits(
            ground.policies, ground.roster, Usages(redis), operators_budget=settings.herald_budget_usd_month
        ),
        price_per_second=settings.herald_price_per_second_usd,
    )
    return HomePages(ground.calls, sources, now=ground.clock)


def watched_renders(ground: Ground) -> WatchedRenders:
    """The renders' records, each change of which is seen in the Home of its person, and by its announcement."""
    wakeups = QueueWakeups(ground.docket)
    news = HomeNews(Homes(ground.redis), wakeups, ground.clock)
    return WatchedRenders(ground.renders, telling_announcements(wakeups, news.tell))


def announcement_parts(ground: Ground) -> AnnouncementParts:
    """What announcements stand on."""
    return AnnouncementParts(ground.redis, ground.docket, ground.clock, watched_renders(ground))


def hooks_of(ground: Ground) -> Hooks:
    """The webhooks' addresses."""
    return Hooks(ground.settings.runware_api_key or SecretStr(""), ground.settings.public_url)


def _places(settings: Settings, redis: Redis, clients: SlackClients, clock: Clock) -> Places:
    if not settings.many_workspaces:
        return one_workspace(secret_of(settings.slack_bot_token), clients)
    credentials = Credentials(
        client_id=settings.slack_client_id or "",
        client_secret=settings.slack_client_secret or SecretStr(""),
        public_url=settings.public_url or "",
        encryption_keys=settings.encryption_keys,
    )
    return many_workspaces(credentials, redis, clients, clock=clock)


def secret_of(secret: SecretStr | None) -> str:
    """A setting's value; empty where it is not set."""
    return "" if secret is None else secret.get_secret_value()
