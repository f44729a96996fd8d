"""What happened in a run, as plain data: written by the doubles or by real processes, read by the checker."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """One thing that happened, `at` seconds after the beginning; `said` holds what there is to say of its kind.

    accepted  render, team, user, channel, budget: a person was told that their request was taken
    asked     deed, render, and what else there is to it: a person was told that their wish about it was taken
    stored    of, id, version, state, ended, closed, task, file, results, …: a record came to be like this
    reserved  render, micros               money was set aside
    settled   render, micros               a reservation was replaced by what it came to
    billed    task, good                   the service took a task to account; one that is not good costs nothing
    video     url, expires_at              a result's address came to be
    media     uuid, kept                   a person's file came to be at the service, or went away there
    posted    channel, ts, event, record, urls, text     a message came to be in Slack
    edited    channel, ts, urls, shown, text             one was edited: `shown` is the state that it tells of
    shared    channel, ts, files, urls                   a file came to be in a channel, under a message
    deleted   channel, ts or file                        one went away
    pressed   call, subject                a service was asked again sooner than it had asked for
    broke     step, error                  a step raised what nobody foresaw
    fault     call, number, fault          something was made to go wrong
    ended     quiet                        the run is over; `quiet` when nothing was left to be done

    What came of a request long after its sender had stopped, or had given it up, has `late` in it.
    """

    at: float
    kind: str
    said: dict[str, Any]


@dataclass
class History:
    """The events of one run, in order."""

    events: list[Event] = field(default_factory=list)
    late: bool = False

    def note(self, at: float, kind: str, **said: Any) -> None:
        """Add an event."""
        if self.late:
            said["late"] = True
        self.events.append(Event(at, kind, said))

    def of(self, *kinds: str) -> Iterator[Event]:
        """The events of some kinds, in order."""
        return (event for event in self.events if event.kind in kinds)
