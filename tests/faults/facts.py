"""A history, sorted by what it is about."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.history import Event, History


@dataclass(frozen=True)
class Violation:
    """A promise that was broken: which, by what, and how.

    `unfenced` says that a process was stopped, or a request held up on its way, between the last look and the effect;
    only a service that tells a repeated request from a new one could have kept the two apart.
    """

    promise: str
    about: str
    how: str
    unfenced: bool = False


@dataclass
class Facts:
    """A history, sorted by what it is about."""

    history: History
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: defaultdict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    render_of_task: dict[str, str] = field(default_factory=dict)
    posting_of_file: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)
    expires: dict[str, float] = field(default_factory=dict)

    def last(self, kind: str) -> Iterator[dict[str, Any]]:
        """The last version of each record of a kind."""
        return (versions[-1] for (of, _), versions in self.versions.items() if of == kind and versions)

    def finals(self) -> Iterator[tuple[str, Event]]:
        """(posting, event) of each message that notifies of a result."""
        for event in self.history.of("shared", "posted"):
            if event.kind == "posted" and event.said["event"] == "herald_posting":
                yield str(event.said["record"]), event
            files = event.said.get("files", ())
            for posting in sorted({self.posting_of_file[file] for file in files if file in self.posting_of_file}):
                yield posting, event

    def standing(self) -> Iterator[tuple[str, Event]]:
        """Those of them that nobody removed."""
        gone = {event.said.get("file") or place_of(event) for event in self.history.of("deleted")}
        for posting, event in self.finals():
            if place_of(event) not in gone and not any(file in gone for file in event.said.get("files", ())):
                yield posting, event

    def asked(self, *deeds: str) -> Iterator[Event]:
        """The wishes of which people were told that they are taken."""
        return (event for event in self.history.of("asked") if event.said["deed"] in deeds)

    def notices(self) -> Iterator[tuple[str, str]]:
        """(record, channel) of each private message about a render or a posting."""
        for event in self.history.of("posted"):
            if event.said["event"] == "herald_notice":
                yield str(event.said["record"]), event.said["channel"]

    def result_of(self, posting: str) -> str:
        """The render and the result that a posting is of."""
        versions = self.versions.get(("posting", posting))
        return f"{versions[-1]['render']}/{versions[-1]['result']}" if versions else posting

    def render_of(self, record: str) -> str:
        """The render that a record is, or is of."""
        versions = self.versions.get(("posting", record))
        return str(versions[-1]["render"]) if versions else record

    def last_edits(self) -> dict[str, Event]:
        """How each render's anchors were last edited."""
        return {self.anchors[place_of(event)]: event for event in self._edits()}

    def _edits(self) -> Iterator[Event]:
        return (event for event in self.history.of("edited") if place_of(event) in self.anchors)


def sort(history: History) -> Facts:
    """Read a history once."""
    facts = Facts(history)
    for event in history.events:
        said = event.said
        if event.kind == "accepted":
            facts.accepted[said["render"]] = said
        elif event.kind == "stored":
            facts.versions[said["of"], said["id"]].append(said)
            if said.get("task") is not None:
                facts.render_of_task[said["task"]] = said["id"]
            if said.get("file") is not None:
                facts.posting_of_file[said["file"]] = said["id"]
        elif event.kind == "posted" and said["event"] == "herald_render":
            facts.anchors[place_of(event)] = str(said["record"])
        elif event.kind == "video":
            facts.expires[said["url"]] = said["expires_at"]
    return facts


def place_of(event: Event) -> tuple[str, str]:
    """Where a message is."""
    return event.said["channel"], event.said["ts"]


Promise = Callable[[Facts], Iterator[Violation]]
"""Finds what breaks one of the promises."""
