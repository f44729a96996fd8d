"""What became of a run with real processes, as a history for the checker: read from Redis, Slack and the studio."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from redis.asyncio import Redis

from bench.local_herald import CHANNEL, TEAM
from bench.requests import USER
from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.store import keys
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.micros import MICROS, to_micros
from bot.store.records import Records
from tests.bot.rendering.fakes import given_up
from tests.faults.history import History
from tests.faults.real.stand import Json

BUDGET_MICROS: Final = 1_000_000 * MICROS
SHOWN: Final = {"Ready": "results", "No video": "failed", "Cancelled": "cancelled", "Deleted": "results"}
"""What an anchor's text begins with, and the end that it tells of."""


@dataclass(frozen=True)
class Kept:
    """What Herald itself remembers: the records of those who were told that their request was taken, and the money."""

    renders: dict[str, Render]
    postings: dict[str, Posting]
    ledger: dict[str, str]
    spent: int
    reserved: int


async def read_kept(redis: Redis, accepted: Iterable[str]) -> Kept:
    """All of it."""
    renders, postings = Records(redis, RENDERS), Records(redis, POSTINGS)
    found = {each: await renders.get(TEAM, each) for each in accepted}
    there = {each: render for each, render in found.items() if render is not None}
    posted: dict[str, Posting] = {}
    for render in there.values():
        for position in range(len(render.results)):
            posting = await postings.get(TEAM, f"{render.id}-{position}")
            if posting is not None:
                posted[posting.id] = posting
    month = f"{datetime.now(UTC):%Y-%m}"
    ledger = {str(k): str(v) for k, v in (await redis.hgetall(keys.ledger(TEAM, month))).items()}
    spent, reserved = await redis.hmget(keys.budget(TEAM, month), ["spent", "reserved"])
    return Kept(there, posted, ledger, int(spent or 0), int(reserved or 0))


def history_of(accepted: Iterable[str], kept: Kept, slack: Json, studio: Json, *, seconds: float) -> History:
    """The run's end, as the checker reads it."""
    history = History()
    for render_id in accepted:
        told = {"render": render_id, "team": TEAM, "user": USER["id"], "channel": CHANNEL, "budget": BUDGET_MICROS}
        history.note(0.0, "accepted", **told)
    _note_money(history, kept)
    for render in kept.renders.values():
        history.note(1.0, "stored", of="render", **_about_render(render))
    for posting in kept.postings.values():
        history.note(1.0, "stored", of="posting", **_about_posting(posting))
    _note_studio(history, studio)
    for channel, messages in slack["messages"].items():
        for message in messages:
            _note_message(history, str(channel), message)
    unfinished = [each for each in kept.renders.values() if not (each.ended and each.closed)]
    history.note(seconds, "ended", quiet=not unfinished)
    return history


def _note_money(history: History, kept: Kept) -> None:
    for render_id, entry in kept.ledger.items():
        state, *amounts = entry.split(":")
        history.note(0.5, "reserved", render=render_id, micros=int(amounts[0]), budget=BUDGET_MICROS)
        if state == "settled":
            history.note(0.5, "settled", render=render_id, micros=int(amounts[1]))


def _about_render(render: Render) -> dict[str, Any]:
    return {
        "id": render.id,
        "version": render.version,
        "state": str(render.state),
        "ended": render.ended,
        "task": None if render.task_uuid is None else str(render.task_uuid),
        "results": len(render.results),
        "closed": render.closed,
        "owed": to_micros(render.owed) if render.ended else None,
        "attempt": render.attempt,
        "withdrawn": render.withdrawn_at is not None,
        "deleted": render.deleted_at is not None,
        "chosen": render.chosen,
        "cleared": render.cleared,
        "media": sorted(render.media.values()),
        "given_up": given_up(render),
    }


def _about_posting(posting: Posting) -> dict[str, Any]:
    return {
        "id": posting.id,
        "version": posting.version,
        "state": str(posting.state),
        "ended": posting.ended,
        "render": posting.render_id,
        "file": posting.file_id,
        "result": posting.result.video_uuid,
        "position": posting.position,
        "leftover": posting.leftover,
        "given_up": tuple(posting.stumbles),
    }


def _note_studio(history: History, studio: Json) -> None:
    for task in studio["tasks"]:
        good = any(result["state"] == "success" for result in task["results"])
        history.note(0.8, "billed", task=str(task["task_uuid"]), good=good)
        for result in task["results"]:
            if result["url"] is not None:
                history.note(0.8, "video", url=_path(result["url"]), expires_at=float(result["expires_at"]))


def _note_message(history: History, channel: str, message: Json) -> None:
    if message.get("user") != "U0HERALD":
        return
    metadata = message.get("metadata") or {}
    event, record = metadata.get("event_type"), (metadata.get("event_payload") or {}).get("id")
    urls = sorted({_path(url) for url in _addresses(message.get("blocks"))})
    place = {"channel": channel, "ts": str(message["ts"])}
    text = str(message.get("text", ""))
    if event is not None:
        history.note(0.9, "posted", **place, event=event, record=record, urls=[], text=text)
    if message.get("files"):
        history.note(0.9, "shared", **place, files=[file["id"] for file in message["files"]], urls=[], text=text)
    if event == "herald_render":
        shown = next((end for beginning, end in SHOWN.items() if text.startswith(beginning)), "progress")
        history.note(0.9, "edited", **place, urls=urls, shown=shown, text=text)


def _addresses(blocks: object) -> Iterator[str]:
    """The studio's addresses in a message."""
    if isinstance(blocks, str):
        for part in blocks.split("<"):
            address = part.partition("|")[0]
            if address.startswith("http") and "/video/" in address:
                yield address
    elif isinstance(blocks, dict):
        for value in blocks.values():
            yield from _addresses(value)
    elif isinstance(blocks, list):
        for value in blocks:
            yield from _addresses(value)


def _path(url: str) -> str:
    """An address without its port: the studio is reached through a proxy, and names whichever it was asked at."""
    return urlsplit(url).path
