"""Ways to take one of Herald's guards away: each exchanges a part before it is put together."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import MethodType
from typing import Any
from uuid import UUID

from bot.errors import PostRefused, PostUncertain, SlackBusy, StaleRecord, TaskRefused, TaskUncertain
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Render, RenderState
from bot.rendering.tasks import Finished, FinishedVideo
from bot.slack.pacing import Pace
from bot.store.micros import to_micros
from bot.worker import Step
from tests.faults.herald import Outside, Parts, WatchedDelivery, made
from tests.faults.queue import Message
from tests.faults.world import Mutation


class Around:
    """A part of Herald of which some methods are others; each gets the real part first."""

    def __init__(self, part: Any, **methods: Callable[..., Awaitable[Any]]) -> None:
        self._part = part
        for name, method in methods.items():
            setattr(self, name, partial(method, part))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)


def swaps_blindly(outside: Outside, parts: Parts) -> None:
    def swap(records: Any, before: Any, after: Any, op: int) -> str:
        records.put(after, op)
        return "changed"

    for records in (outside.renders, outside.postings):
        setattr(records, "swap", MethodType(swap, records))  # noqa: B010  # a method of one object


def ignores_ops_of_changes(outside: Outside, parts: Parts) -> None:
    def swap(records: Any, before: Any, after: Any, op: int) -> str:
        if records.cells[before.team_id, before.id].record.version != before.version:
            return "stale"
        records.put(after, op)
        return "changed"

    for records in (outside.renders, outside.postings):
        setattr(records, "swap", MethodType(swap, records))  # noqa: B010  # as above


def reserves_again(outside: Outside, parts: Parts) -> None:
    """A plain INCRBY: a repeated request reserves once more."""
    enter = outside.treasury.enter

    def twice(render: Render, budget: int, op: int) -> str:
        outcome = enter(render, budget, op)
        if outcome in {"accepted", "known"} and outside.treasury.entries[render.id][1] is None:
            outside.treasury.shelf.note("reserved", render=render.id, micros=to_micros(render.reserved), budget=budget)
        return outcome

    setattr(outside.treasury, "enter", twice)  # noqa: B010  # as above


def settles_again(outside: Outside, parts: Parts) -> None:
    """A settlement without a look at what was settled."""

    def leave(render: Render, amount: int) -> None:
        outside.treasury.shelf.note("settled", render=render.id, micros=amount)

    setattr(outside.treasury, "leave", leave)  # noqa: B010  # as above


def has_no_limit(outside: Outside, parts: Parts) -> None:
    async def accept(treasury: Any, render: Render, budget: Any) -> bool:
        return bool(await treasury.accept(render, budget * 100))

    parts.ledger = Around(outside.treasury, accept=accept)


def never_settles(outside: Outside, parts: Parts) -> None:
    parts.ledger = Around(outside.treasury, settle=_forgets)


async def _forgets(part: Any, *_: object, **__: object) -> None:
    return None


def settles_at_the_price(outside: Outside, parts: Parts) -> None:
    async def settle(treasury: Any, render: Render, amount: Any) -> None:
        await treasury.settle(render, render.price)

    parts.ledger = Around(outside.treasury, settle=settle)


def _fresh(outside: Outside) -> UUID:
    return UUID(int=outside.rng.getrandbits(128), version=4)


def mints_anew(outside: Outside, parts: Parts) -> None:
    """A new task UUID for each sending."""

    async def submit(service: Any, order: Any) -> None:
        await service.submit(replace(order, task_uuid=_fresh(outside)))

    parts.service = Around(parts.service, submit=submit)


def sends_again_at_once(outside: Outside, parts: Parts) -> None:
    """An unknown outcome repeated under a new UUID, as a retrying client does."""

    async def submit(service: Any, order: Any) -> None:
        try:
            await service.submit(order)
        except TaskUncertain:
            await service.submit(replace(order, task_uuid=_fresh(outside)))

    parts.service = Around(parts.service, submit=submit)


def forgets_doubt(outside: Outside, parts: Parts) -> None:
    """The UUID is not stored before it is sent."""

    async def change(renders: Any, render: Render, /, **updates: object) -> Render:
        if updates.get("uncertain"):
            return render.model_copy(update=updates)
        kept = {"task_uuid": render.task_uuid, "sent_at": render.sent_at, "uncertain": render.uncertain}
        now: Render = await renders.change(render, **(kept | updates))
        return now

    parts.renders = Around(outside.renders, change=change)


def takes_conflict_for_no(outside: Outside, parts: Parts) -> None:
    async def submit(service: Any, order: Any) -> None:
        known = str(order.task_uuid) in outside.studio.tasks
        await service.submit(order)
        if known:
            raise TaskRefused("conflictTaskUUID", "taken", task_uuid=order.task_uuid)

    parts.service = Around(parts.service, submit=submit)


def posts_again(outside: Outside, parts: Parts) -> None:
    """A share whose answer is lost is made again, as slack_sdk does by itself."""

    async def share(delivery: Any, render: Render, posting: Posting) -> None:
        try:
            await delivery.share(render, posting)
        except PostUncertain:
            await delivery.share(render, posting)

    parts.delivery = Around(parts.delivery, share=share)


def never_looks(outside: Outside, parts: Parts) -> None:
    async def is_shared(delivery: Any, posting: Posting) -> bool:
        return False

    parts.delivery = Around(parts.delivery, is_shared=is_shared)


def always_believes(outside: Outside, parts: Parts) -> None:
    """Whatever may have been sent counts as sent."""

    async def is_shared(delivery: Any, posting: Posting) -> bool:
        return True

    parts.delivery = Around(parts.delivery, is_shared=is_shared)


def stores_no_intent(outside: Outside, parts: Parts) -> None:
    async def change(postings: Any, posting: Posting, /, **updates: object) -> Posting:
        after: Posting = await postings.change(posting, **(updates | {"intent_at": None}))
        return after

    parts.postings = Around(outside.postings, change=change)


def works_when_stale(outside: Outside, parts: Parts) -> None:
    """A step that lost the race goes on as if it had won."""

    async def change(records: Any, record: Any, /, **updates: object) -> Any:
        try:
            return await records.change(record, **updates)
        except StaleRecord:
            return record.model_copy(update=updates)

    parts.renders = Around(outside.renders, change=change)
    parts.postings = Around(outside.postings, change=change)


def never_reconciles(outside: Outside, parts: Parts) -> None:
    parts.reconciles = False


def pops_first(outside: Outside, parts: Parts) -> None:
    """Work is taken from the queue before it is done, and there is no reconciler to make up for it."""
    parts.reconciles = False

    def gone(message: Message) -> None:
        outside.queue.messages.pop(message.key, None)

    setattr(outside.queue, "_redeliver", gone)  # noqa: B010  # as above


def polls_no_more(outside: Outside, parts: Parts) -> None:
    """What a poller takes does not come back when it dies."""

    async def take(polls: Any, **given: Any) -> Any:
        return await polls.take(**(given | {"lease": timedelta(days=1)}))

    parts.polls = Around(outside.polls, take=take)


def takes_silence_for_failure(outside: Outside, parts: Parts) -> None:
    async def poll(service: Any, task_uuids: Any) -> Mapping[UUID, Any]:
        reports = dict(await service.poll(task_uuids))
        for task_uuid in task_uuids:
            if task_uuid not in reports:
                reports[task_uuid] = TaskRefused("taskNotFound", "unknown", task_uuid=task_uuid, retryable=True)
        return reports

    parts.service = Around(parts.service, poll=poll)


def believes_anybody(outside: Outside, parts: Parts) -> None:
    """A word that a task has a result is believed, as a webhook's would be, without asking the service."""

    async def poll(service: Any, task_uuids: Any) -> Mapping[UUID, Any]:
        video = FinishedVideo("forged", "https://videos.example/forged", None)
        return {task_uuid: Finished((video,)) for task_uuid in task_uuids}

    parts.service = Around(parts.service, poll=poll)


def drops(step: str) -> Mutation:
    """A step that does nothing."""

    async def nothing(team_id: str, record_id: str) -> None:
        return None

    def mutate(outside: Outside, parts: Parts) -> None:
        parts.wrap = lambda name, real: nothing if name == step else real

    return mutate


def swallows(step: str) -> Mutation:
    """A step that gives up at the first trouble instead of coming back."""

    def wrap(name: str, real: Step) -> Step:
        async def once(team_id: str, record_id: str) -> None:
            await real(team_id, record_id)

        return once if name == step else real

    def mutate(outside: Outside, parts: Parts) -> None:
        parts.wrap = wrap
        parts.reconciles = False

    return mutate


def takes_trouble_for_no(outside: Outside, parts: Parts) -> None:
    """Slack being busy counts as Slack refusing."""

    async def share(delivery: Any, render: Render, posting: Posting) -> None:
        try:
            await delivery.share(render, posting)
        except (SlackBusy, PostUncertain):
            raise PostRefused("files.completeUploadExternal", "trouble") from None

    parts.delivery = Around(parts.delivery, share=share)


def posts_unsent(outside: Outside, parts: Parts) -> None:
    """A share that was refused counts as made."""

    async def share(delivery: Any, render: Render, posting: Posting) -> None:
        try:
            await delivery.share(render, posting)
        except (SlackBusy, PostUncertain):
            return

    parts.delivery = Around(parts.delivery, share=share)


def tells_nobody(outside: Outside, parts: Parts) -> None:
    """A render that failed ends without a word."""

    async def show(thread: Any, render: Render) -> None:
        if render.state is not RenderState.FAILED:
            await thread.show(render)

    parts.thread = Around(parts.thread, show=show, tell_person=_forgets)


def hands_on_to_others(outside: Outside, parts: Parts) -> None:
    """Postings go to another channel than the person chose."""

    async def create(postings: Any, posting: Posting) -> None:
        elsewhere = posting.destination.model_copy(update={"channel_id": "C9"})
        await postings.create(posting.model_copy(update={"destination": elsewhere}))

    parts.postings = Around(outside.postings, create=create)


def hands_on_under_new_names(outside: Outside, parts: Parts) -> None:
    """Each handing on makes a posting of its own."""

    async def create(postings: Any, posting: Posting) -> None:
        if (posting.team_id, posting.id) in outside.postings.cells:
            again = posting.model_copy(update={"id": f"{posting.id}-{outside.rng.getrandbits(32)}"})
            await postings.create(again)
            await parts.wakeups.wake("keep", again.team_id, again.id)
        await postings.create(posting)

    parts.postings = Around(outside.postings, create=create)


def ends_early(outside: Outside, parts: Parts) -> None:
    """A posting counts as posted before it is."""

    async def change(postings: Any, posting: Posting, /, **updates: object) -> Posting:
        if updates.get("intent_at") is not None:
            updates["state"] = PostingState.POSTING
            after: Posting = await postings.change(posting, **updates)
            return Posting.model_validate(await postings.change(after, state=PostingState.POSTED))
        return Posting.model_validate(await postings.change(posting, **updates))

    parts.postings = Around(outside.postings, change=change)


class _Heedless(Pace):
    """Asks Slack again whatever it said."""

    @contextmanager
    def kept(self, team_id: str, method: str, channel_id: str = "") -> Iterator[None]:
        yield


def hurries(step: str) -> Mutation:
    """A step that comes back at once whenever it is to wait, and a door that lets it."""

    def wrap(name: str, real: Step) -> Step:
        async def at_once(team_id: str, record_id: str) -> timedelta | None:
            delay = await real(team_id, record_id)
            return None if delay is None else timedelta(seconds=0.2)

        return at_once if name == step else real

    def mutate(outside: Outside, parts: Parts) -> None:
        parts.wrap = wrap
        parts.delivery = made(WatchedDelivery, parts.slack, _Heedless())

    return mutate


def never_calls_off(outside: Outside, parts: Parts) -> None:
    """What was called off in time is sent all the same."""

    async def change(renders: Any, render: Render, /, **updates: object) -> Render:
        if updates.get("state") is RenderState.CANCELLED:
            return render.model_copy(update=updates)
        after: Render = await renders.change(render, **updates)
        return after

    parts.renders = Around(outside.renders, change=change)
