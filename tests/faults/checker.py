"""Herald's promises, checked offline against a history: of a simulated run, or of one with real processes."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.posting.transitions import FOLLOWS as POSTING_FOLLOWS
from bot.rendering.transitions import FOLLOWS as RENDER_FOLLOWS
from tests.faults.facts import Facts, Promise, Violation, sort
from tests.faults.history import History
from tests.faults.wishes import WISHES

OVER: Final = frozenset({"results", "failed", "cancelled"})
"""What an anchor shows at the end."""
GRACE_MICROS: Final = 1
__all__ = ["Violation", "blemishes", "check"]


def check(history: History, *, reachable: bool = True, may_look: bool = True) -> list[Violation]:
    """Every promise that the history breaks.

    `reachable` says that Slack took posts to the channel in the end, `may_look` that Herald could look for its own.
    """
    facts = sort(history)
    found = [violation for promise in (*PROMISES, *WISHES) for violation in promise(facts)]
    if reachable and may_look:
        found += _answered(facts)
    if reachable:
        found += _shown(facts)
    return found


def _billed_once(facts: Facts) -> Iterator[Violation]:
    """At most one billed task per render; a task that failed is not billed."""
    billed = [event.said for event in facts.history.of("billed") if event.said["good"]]
    renders = Counter(facts.render_of_task.get(said["task"], said["task"]) for said in billed)
    late = {facts.render_of_task.get(said["task"]) for said in billed if "late" in said}
    for render, times in renders.items():
        if times > 1:
            yield Violation("billed once", render, f"{times} times", unfenced=render in late)
    failing = Counter(
        facts.render_of_task.get(event.said["task"], "")
        for event in facts.history.of("billed")
        if not event.said["good"]
    )
    for render, times in failing.items():
        if times + renders[render] > 2:
            how = f"{times} failed tasks, {renders[render]} good ones"
            yield Violation("billed once", render, how, unfenced=render in late)


def _nothing_lost(facts: Facts) -> Iterator[Violation]:
    """Whatever a person was told is accepted comes to an end, with a posting for each of its results."""
    postings = {said["id"] for said in facts.last("posting") if said["ended"]}
    for render in facts.accepted:
        versions = facts.versions["render", render]
        if not versions or not versions[-1]["ended"] or not versions[-1]["closed"]:
            yield Violation("nothing lost", render, versions[-1]["state"] if versions else "never stored")
            continue
        missing = [n for n in range(versions[-1]["results"]) if f"{render}-{n}" not in postings]
        if missing and "close" not in versions[-1]["given_up"]:
            yield Violation("nothing lost", render, f"results {missing} have no posting that ended")


def _posted_once(facts: Facts) -> Iterator[Violation]:
    """At most one final message for each result and destination."""
    found: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for posting, event in facts.finals():
        found[facts.result_of(posting), event.said["channel"]].append("late" in event.said)
    for (result, channel), late in found.items():
        if len(late) > 1:
            yield Violation("posted once", result, f"{len(late)} times in {channel}", unfenced=any(late))


def blemishes(history: History) -> list[str]:
    """What nobody promised, and is ugly: an anchor or a private notice that is there twice."""
    facts = sort(history)
    twice = [f"notice of {record}" for (record, _), times in Counter(facts.notices()).items() if times > 1]
    return twice + [f"anchor of {render}" for render, times in Counter(facts.anchors.values()).items() if times > 1]


def _answered(facts: Facts) -> Iterator[Violation]:
    """A posting that counts as posted has its message."""
    finals = Counter(posting for posting, _ in facts.finals())
    for said in facts.last("posting"):
        if said["state"] == "posted" and not finals[said["id"]]:
            yield Violation("answered", said["id"], "posted without a message")


def _shown(facts: Facts) -> Iterator[Violation]:
    """Every render ends in what its person sees: a final message, a private one, or an anchor that tells the end."""
    shown = {render: event.said["shown"] for render, event in facts.last_edits().items()}
    told = {record for record, _ in facts.notices()}
    finals = {posting for posting, _ in facts.finals()}
    for said in facts.last("render"):
        postings = {f"{said['id']}-{n}" for n in range(said["results"])}
        seen = said["id"] in told or shown.get(said["id"]) in OVER or bool(postings & (finals | told))
        if said["ended"] and not seen:
            yield Violation("never silent", said["id"], f"ended {said['state']}; last shown {shown.get(said['id'])}")


def _never_backwards(facts: Facts) -> Iterator[Violation]:
    """An anchor that has told of the end does not go on to tell of work under way."""
    for render, event in facts.last_edits().items():
        versions, shown = facts.versions["render", render], event.said["shown"]
        if versions and versions[-1]["closed"] and shown not in OVER and not versions[-1]["given_up"]:
            how = f"the anchor of a {versions[-1]['state']} render says {shown}"
            yield Violation("never backwards", render, how, unfenced="late" in event.said)


def _at_home(facts: Facts) -> Iterator[Violation]:
    """No message in a channel that its render has nothing to do with."""
    homes = {render: {said["channel"], said["user"], f"D{said['user']}"} for render, said in facts.accepted.items()}
    for event in facts.asked("share"):
        homes[event.said["render"]].add(event.said["channel"])
    messages = [(posting, event.said["channel"]) for posting, event in facts.finals()]
    messages += facts.notices()
    messages += [(render, channel) for (channel, _), render in facts.anchors.items()]
    for record, channel in messages:
        render = facts.render_of(record)
        if render in homes and channel not in homes[render]:
            yield Violation("at home", record, f"a message in {channel}")


def _within_budget(facts: Facts) -> Iterator[Violation]:
    """Reserved once, settled once, never above the budget at an acceptance; the sum follows from the entries."""
    reserved: dict[str, int] = {}
    spent: dict[str, int] = {}
    for event in facts.history.of("reserved", "settled"):
        render, micros = event.said["render"], event.said["micros"]
        if event.kind == "settled":
            if render in spent or render not in reserved:
                yield Violation("within budget", render, "settled twice, or never reserved")
            spent[render] = micros
            continue
        if render in reserved:
            yield Violation("within budget", render, "reserved twice")
        reserved[render] = micros
        held = sum(amount for each, amount in reserved.items() if each not in spent)
        budget = facts.accepted.get(render, event.said)["budget"]
        if held + sum(spent.values()) > budget:
            yield Violation("within budget", render, f"{held} held, {sum(spent.values())} spent")
    yield from _settled(facts, reserved, spent)


def _settled(facts: Facts, reserved: dict[str, int], spent: dict[str, int]) -> Iterator[Violation]:
    for said in facts.last("render"):
        if said["id"] not in reserved:
            yield Violation("within budget", said["id"], "stored without a reservation")
        elif said["closed"] and abs(spent.get(said["id"], -9) - said["owed"]) > GRACE_MICROS:
            yield Violation("within budget", said["id"], f"owes {said['owed']}, settled {spent.get(said['id'])}")


def _submitted_with_money(facts: Facts) -> Iterator[Violation]:
    """Nothing is billed for which no money was reserved before."""
    reserved: set[str] = set()
    for event in facts.history.of("reserved", "billed"):
        if event.kind == "reserved":
            reserved.add(event.said["render"])
        elif facts.render_of_task.get(event.said["task"]) not in reserved:
            yield Violation("reserved first", event.said["task"], "billed without a reservation")


def _no_dead_links(facts: Facts) -> Iterator[Violation]:
    """No address is shown that is dead already."""
    for event in facts.history.of("posted", "edited", "shared"):
        dead = [url for url in event.said["urls"] if facts.expires.get(url, event.at) < event.at]
        if dead:
            how = f"{event.kind} at {event.at:.1f} s"
            yield Violation("no dead link", dead[0], how, unfenced="late" in event.said)


def _no_foreign_links(facts: Facts) -> Iterator[Violation]:
    """No address is shown that the service did not make."""
    for event in facts.history.of("posted", "edited", "shared"):
        for url in event.said["urls"]:
            if url not in facts.expires:
                yield Violation("no foreign link", url, f"{event.kind} at {event.at:.1f} s")


def _got_what_was_paid(facts: Facts) -> Iterator[Violation]:
    """A render whose task was billed does not end without its results."""
    paid = {facts.render_of_task.get(event.said["task"]) for event in facts.history.of("billed") if event.said["good"]}
    for said in facts.last("render"):
        if said["id"] in paid and said["ended"] and not said["results"] and "poll" not in said["given_up"]:
            yield Violation("got what was paid", said["id"], f"ended {said['state']}")


def _lawful(facts: Facts) -> Iterator[Violation]:
    """Versions follow one another, and states as the tables have it."""
    tables: dict[str, Mapping[Any, Any]] = {"render": RENDER_FOLLOWS, "posting": POSTING_FOLLOWS}
    for (kind, record), versions in facts.versions.items():
        table = {str(state): set(map(str, after)) for state, after in tables[kind].items()}
        for before, after in itertools.pairwise(versions):
            if after["version"] != before["version"] + 1:
                yield Violation("lawful", record, f"version {after['version']} after {before['version']}")
            elif after["state"] != before["state"] and after["state"] not in table[before["state"]]:
                yield Violation("lawful", record, f"{after['state']} after {before['state']}")


def _sound(facts: Facts) -> Iterator[Violation]:
    """No step raises what nobody foresaw, and a run comes to rest."""
    for event in facts.history.of("broke"):
        yield Violation("sound", event.said["step"], event.said["error"])
    for event in facts.history.of("ended"):
        if not event.said["quiet"]:
            yield Violation("sound", "run", f"not at rest after {event.at:.0f} s")


PROMISES: Final[tuple[Promise, ...]] = (
    _billed_once,
    _nothing_lost,
    _posted_once,
    _never_backwards,
    _at_home,
    _within_budget,
    _submitted_with_money,
    _no_dead_links,
    _no_foreign_links,
    _got_what_was_paid,
    _lawful,
    _sound,
)
