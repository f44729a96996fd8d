"""Stored records of a release, as they stand in Redis, put into a world in which newer code is to finish them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.micros import to_micros
from tests.faults.campaign import STORIES
from tests.faults.clock import BEGINNING
from tests.faults.faults import Plan
from tests.faults.herald import Outside
from tests.faults.slack import BOT
from tests.faults.studio import Task
from tests.faults.world import play

CORPUS: Final = Path(__file__).parents[1] / "corpus"
FIRST_NUMBER: Final = 1_000
"""Of what Slack makes from now on, so that nothing has the name of what is there."""
KEPT: Final = (
    "plain",
    "two results",
    "a task that fails",
    "a task that is refused",
    "a person's file",
    "called off in time",
    "called off when paid",
    "deleted",
    "one of two chosen",
)
"""The stories whose states make up the corpus of a release."""


@dataclass(frozen=True)
class Moment:
    """All records at one moment of a story: `at` is how many seconds after its beginning."""

    story: str
    at: float
    renders: tuple[str, ...]
    postings: tuple[str, ...]

    def put(self, outside: Outside) -> None:
        """Make the moment what is stored, and what Slack and the service know of it."""
        outside.slack.numbers = count(FIRST_NUMBER)
        for text in self.renders:
            _put_render(outside, RENDERS.read(text))
        for text in self.postings:
            _put_posting(outside, POSTINGS.read(text))


def _put_render(outside: Outside, render: Render) -> None:
    outside.renders.put(render, -1)
    reserved = to_micros(render.reserved)
    outside.treasury.entries[render.id] = (reserved, to_micros(render.owed) if render.closed else None)
    account = outside.treasury.accounts["workspace", render.team_id]
    account.reserved += 0 if render.closed else reserved
    if render.anchor_ts is not None:
        _put_message(outside, render.destination.channel_id, render.anchor_ts, "herald_render", render.id)
    if render.closed:  # its end was shown before
        shown = "results" if render.results else str(render.state)
        place = {"channel": render.destination.channel_id, "ts": render.anchor_ts}
        outside.slack.note("edited", **place, shown=shown, urls=[], text="Nothing was charged. Press Render again.")
    outside.studio.media.update(dict.fromkeys(render.media.values(), True))
    if render.sent_at is not None and render.task_uuid is not None:
        since = (render.sent_at - BEGINNING).total_seconds()
        number = len(outside.studio.tasks)
        wanted = render.choices.number_results
        outside.studio.tasks[str(render.task_uuid)] = Task(number, since, "good", render.ttl_seconds, wanted)
    for result in render.results:
        outside.studio.publish(result.url, (result.expires_at - BEGINNING).total_seconds())


def _put_posting(outside: Outside, posting: Posting) -> None:
    outside.postings.put(posting, -1)
    channel = posting.destination.channel_id
    for file_id in filter(None, (posting.file_id, *(posting.text_file_ids or ()))):
        shares = {channel: (0.0, posting.message_ts or "1")} if str(posting.state) == "posted" else {}
        outside.slack.files[file_id] = shares
    if str(posting.state) == "posted":
        _put_message(outside, channel, posting.message_ts or "1", "herald_posting", posting.id)


def _put_message(outside: Outside, channel: str, ts: str, event: str, record_id: str) -> None:
    mark = {"event_type": event, "event_payload": {"id": record_id}}
    outside.slack.messages[channel, ts] = {"ts": ts, "bot_id": BOT, "metadata": mark}
    outside.slack.note("posted", channel=channel, ts=ts, urls=[], text="", event=event, record=record_id)


def moments(story: str, *, seed: int = 1) -> Iterator[Moment]:
    """Every moment of a story at which a record was changed."""
    kept: dict[str, dict[str, str]] = {"render": {}, "posting": {}}
    for event in play(STORIES[story], Plan(), seed, keep_texts=True).history.of("stored"):
        kept[event.said["of"]][event.said["id"]] = event.said["record"]
        yield Moment(story, event.at, tuple(kept["render"].values()), tuple(kept["posting"].values()))


def write_corpus(folder: Path) -> int:
    """Write down the moments of this release's records; returns their number."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for story in KEPT:
        told: list[dict[str, Any]] = [
            {
                "at": round(moment.at, 3),
                "renders": [json.loads(text) for text in moment.renders],
                "postings": [json.loads(text) for text in moment.postings],
            }
            for moment in moments(story)
        ]
        path = folder / f"{story.replace(' ', '-').replace(chr(39), '')}.json"
        path.write_text(json.dumps({"story": story, "moments": told}, indent=1) + "\n", encoding="utf-8")
        written += len(told)
    return written


def read_corpus(folder: Path = CORPUS) -> Iterator[tuple[str, Moment]]:
    """Each moment of each release, under a name of its own."""
    for path in sorted(folder.glob("*/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for number, each in enumerate(told["moments"]):
            renders, postings = (tuple(map(json.dumps, each[kind])) for kind in ("renders", "postings"))
            yield f"{path.parent.name} {path.stem} {number}", Moment(told["story"], each["at"], renders, postings)


def states(moment: Moment) -> set[str]:
    """The states that the records of a moment are in."""
    renders = {f"render {RENDERS.read(text).state}" for text in moment.renders}
    return renders | {f"posting {POSTINGS.read(text).state}" for text in moment.postings}
