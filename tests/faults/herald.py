"""Herald's own steps, poller, reconcilers and worker tasks, standing on the doubles.

Steps are found by their names and given what their constructors ask for by type, so that a new one takes part by
itself.
"""

import asyncio
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from random import Random
from typing import Any, Final, cast, get_type_hints
from uuid import UUID

import httpx
from docket import Docket
from pydantic import SecretStr

import bot.posting
import bot.rendering
import bot.slack
from bot.media.cleaned import Cleaned
from bot.media.limits import Kind
from bot.posting.delivery import Delivery, VideoSource
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting
from bot.posting.reconciling import PostingReconciler
from bot.posting.steps import hand_on
from bot.posting.stumbling import PostingStumbles, by_step
from bot.rendering.ending import Endings
from bot.rendering.given import FileSource, GivenFiles
from bot.rendering.polling import Poller
from bot.rendering.ports import Clock, Ledger, PollIndex, RenderRecords, Wakeups
from bot.rendering.progress import Progress
from bot.rendering.reconciling import RenderReconciler
from bot.rendering.render import Render
from bot.rendering.stumbling import RenderStumbles, Stumbled
from bot.rendering.tasks import Processing, TaskService
from bot.rendering.thread import RenderThread
from bot.runware.client import RunwareClient
from bot.runware.line import Patience
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients
from bot.slack.delivery import SlackDelivery
from bot.slack.pacing import Pace
from bot.slack.thread import SlackThread
from bot.slack.workspaces import Workspaces
from bot.worker import Step, register_tasks
from tests.faults.clock import virtual_now
from tests.faults.queue import Queue
from tests.faults.slack import Slack, shown_now
from tests.faults.store import MemoryPolls, MemoryRecords, MemoryTreasury
from tests.faults.studio import Studio

StepClass = Callable[..., Step]
RESULTS: Final = "results"
"""What an anchor shows that carries the results."""


class WatchedThread(SlackThread):
    """Says what each edit of an anchor tells of."""

    async def show(self, render: Render) -> None:
        """Edit the anchor, and have the history know to which state."""
        shown_now.set(str(render.state))
        await super().show(render)


class WatchedDelivery(SlackDelivery):
    """Says when an edit of an anchor is about the results."""

    async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
        """Edit the anchor to the results, and have the history know."""
        shown_now.set(RESULTS)
        await super().show_results(render, postings)


@dataclass
class Outside:
    """The doubles of everything outside."""

    slack: Slack
    studio: Studio
    queue: Queue
    renders: MemoryRecords[Render]
    postings: MemoryRecords[Posting]
    polls: MemoryPolls
    treasury: MemoryTreasury
    rng: Random


@dataclass
class Parts:
    """What Herald is put together from; a mutant exchanges one of them."""

    renders: Any
    postings: Any
    polls: Any
    ledger: Any
    wakeups: Any
    slack: Slack
    thread: Any
    delivery: Any
    service: Any
    source: Any
    new_task_uuid: Callable[[], UUID]
    wrap: Callable[[str, Step], Step] = lambda name, step: step
    poll: Callable[[Poller], Callable[[], Awaitable[timedelta | None]]] = lambda poller: poller.poll
    reconciles: bool = True
    hook_address: Callable[[str, str, UUID], str | None] = lambda team_id, render_id, task_uuid: None


def parts_of(outside: Outside) -> Parts:
    """Herald's real adapters, on the doubles."""
    slack, studio, rng = outside.slack, outside.studio, outside.rng
    patience = Patience(random=rng.random, monotonic=_monotonic)
    service = RunwareClient(
        cast("httpx.AsyncClient", studio),
        api_key=SecretStr("key"),
        api_url="https://runware.example/v1",
        now=virtual_now,
        patience=patience,
    )
    return Parts(
        renders=outside.renders,
        postings=outside.postings,
        polls=outside.polls,
        ledger=outside.treasury,
        wakeups=outside.queue,
        slack=slack,
        thread=made(WatchedThread, slack),
        delivery=made(WatchedDelivery, slack),
        service=service,
        source=studio,
        new_task_uuid=lambda: UUID(int=rng.getrandbits(128), version=4),
    )


def put_together(parts: Parts, queue: Queue, *, breaks: str | None = None) -> None:
    """Teach the queue every step and the recurring rounds, as the worker does; the step `breaks` has a defect."""
    endings = Endings(parts.renders, parts.polls, parts.wakeups, virtual_now)
    passing_on = partial(hand_on, records=parts.postings, wakeups=parts.wakeups, clock=virtual_now)
    by_type: dict[Any, object] = {
        RenderRecords: parts.renders,
        PostingRecords: parts.postings,
        PollIndex: parts.polls,
        Ledger: parts.ledger,
        Wakeups: parts.wakeups,
        RenderThread: parts.thread,
        Delivery: parts.delivery,
        TaskService: parts.service,
        VideoSource: parts.source,
        Endings: endings,
        Clock: virtual_now,
    }
    by_name = {
        "hand_on": passing_on,
        "new_task_uuid": parts.new_task_uuid,
        "hook_address": parts.hook_address,
        "learn": _nothing,
    }
    steps = {name: parts.wrap(name, _build(kind, by_type, by_name, parts)) for name, kind in step_classes().items()}
    if breaks in steps:
        steps[breaks] = _broken
    stumbled = _noted(
        by_step(
            RenderStumbles(parts.renders, parts.ledger, parts.thread, endings),
            PostingStumbles(parts.postings, parts.renders, parts.delivery, parts.wakeups),
        ),
        queue,
        breaks,
    )
    service: Any = _BrokenAnswers(parts.service) if breaks == "poll" else parts.service
    poller = Poller(parts.renders, parts.polls, service, endings, parts.wakeups, virtual_now, stumbled=stumbled)
    of_renders = RenderReconciler(parts.renders, parts.renders, parts.polls, parts.wakeups, virtual_now)
    of_postings = PostingReconciler(parts.postings, parts.postings, parts.wakeups, virtual_now)

    async def reconcile() -> None:
        if parts.reconciles:
            await of_renders.reconcile()
            await of_postings.reconcile()

    register_tasks(cast("Docket", queue), steps, poll=parts.poll(poller), reconcile=reconcile, stumbled=stumbled)


async def _clean(kind: Kind, content: bytes) -> Cleaned:
    """As it is: the simulated time has no other processes."""
    return Cleaned(content, "image/png")


async def _broken(team_id: str, record_id: str) -> timedelta | None:
    raise ZeroDivisionError("nobody foresaw this")


class _BrokenAnswers:
    """The service, of whose tasks the poller takes a word for something else."""

    def __init__(self, service: Any) -> None:
        self._service = service

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, Any]:
        reports = await self._service.poll(task_uuids)
        return {
            task_uuid: report if isinstance(report, Processing) else object() for task_uuid, report in reports.items()
        }


def _noted(stumbled: Stumbled, queue: Queue, breaks: str | None) -> Stumbled:
    """The same, with every defect in the history but for the one that is meant to be there."""

    async def noted(step: str, team_id: str, record_id: str) -> timedelta | None:
        if step != breaks:
            now = asyncio.get_running_loop().time()
            queue.history.note(now, "broke", step=step, error=repr(sys.exception()))
        return await stumbled(step, team_id, record_id)

    return noted


@cache
def step_classes() -> Mapping[str, Callable[..., Step]]:
    """Every step of Herald's by the name under which it is woken: `HandOnStep` is `hand_on`."""
    found: dict[str, StepClass] = {}
    for package in (bot.rendering, bot.posting):
        for module in _modules(package):
            for name, kind in inspect.getmembers(module, inspect.isclass):
                if name.endswith("Step") and kind.__module__ == module.__name__:
                    found[re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Step")).lower()] = cast("StepClass", kind)
    return found


@cache
def _modules(package: Any) -> Sequence[Any]:
    infos = pkgutil.iter_modules(package.__path__)
    return [importlib.import_module(f"{package.__name__}.{info.name}") for info in infos]


@cache
def _asked_for(kind: Callable[..., Step]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind.__init__)
    return tuple((name, hint) for name, hint in hints.items() if name != "return")


def _build(
    kind: Callable[..., Step], by_type: Mapping[Any, object], by_name: Mapping[str, object], parts: Parts
) -> Step:
    """A step, with what its constructor asks for."""
    given = {
        name: by_name[name] if name in by_name else by_type[hint] if hint in by_type else _met(hint, parts)
        for name, hint in _asked_for(kind)
    }
    return kind(**given)


def _met(protocol: Any, parts: Parts) -> object:
    """Slack's adapter of a protocol: that of `Companions` is `SlackCompanions`; two are doubles themselves."""
    known = {"GivenFiles": GivenFiles(cast("FileSource", parts.slack), _clean), "MediaService": parts.service}
    if protocol.__name__ in known:
        return known[protocol.__name__]
    name = f"Slack{protocol.__name__}"
    for module in _modules(bot.slack):
        if name in vars(module):
            return made(vars(module)[name], parts.slack)
    return _Absent(protocol)


class _Absent:
    """Stands where no double is known, for steps that these runs never come to."""

    def __init__(self, wanted: Any) -> None:
        self._wanted = wanted

    def __getattr__(self, name: str) -> Any:
        raise LookupError(f"no double is known for {self._wanted}.{name}: name it in tests/faults/herald.py")


def made(kind: Callable[..., Any], slack: Slack, pace: Pace | None = None) -> Any:
    """An adapter of Slack's, with what its constructor asks for by name."""
    known: dict[str, object] = {
        "calls": SlackCalls(cast("SlackClients", slack), Workspaces(slack), pace),
        "upload_host": slack,
        "uploads": slack,
        "kept_files": slack,
        "file_origins": (),
        "labels": _labels,
        "progress": _no_progress,
        "now": virtual_now,
        "clock": virtual_now,
    }
    wanted = [name for name, has_default in _parameters(kind) if name in known or not has_default]
    return kind(**{name: known.get(name, _Absent(name)) for name in wanted})


@cache
def _parameters(kind: Callable[..., Any]) -> Sequence[tuple[str, bool]]:
    """What a constructor takes, and whether it does without."""
    asked = inspect.signature(kind).parameters
    return [(name, each.default is not inspect.Parameter.empty) for name, each in asked.items()]


def _monotonic() -> float:
    return virtual_now().timestamp()


async def _labels(team_id: str) -> Callable[[str], str]:
    return str


async def _no_progress(render: Render) -> Progress:
    return Progress()


async def _nothing(*_: object) -> None:
    return None
