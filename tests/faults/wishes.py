"""Promises about what people press afterwards, about their files, about what they read, and about what services ask."""

from collections.abc import Iterator
from typing import Final

from tests.faults.facts import Facts, Promise, Violation

UNDER_WAY_SECONDS: Final = 45.0
"""How long an answer that was being sent when its person called it off may still come to the channel."""
COSTS: Final = ("charged", "cost", "paid")
ADVICE: Final = ("Tell ", "Press ", "press ", "Type ", "Ask ", "Watch ", "Wait ")


def _called_off(facts: Facts) -> Iterator[Violation]:
    """What was cancelled costs nothing and is not posted; what was withdrawn goes to its person alone."""
    for wish in facts.asked("cancel", "withdraw"):
        render = wish.said["render"]
        good = (event for event in facts.history.of("billed") if event.said["good"])
        billed = [event for event in good if facts.render_of_task.get(event.said["task"]) == render]
        if wish.said["deed"] == "cancel" and billed:
            yield Violation("called off", render, "billed after all", unfenced="late" in billed[0].said)
        home = facts.accepted[render]["channel"]
        for posting, event in facts.finals():
            seconds = event.at - wish.at
            in_public = facts.render_of(posting) == render and event.said["channel"] == home
            if in_public and seconds > UNDER_WAY_SECONDS:
                how = f"posted {seconds:.0f} s later"
                yield Violation("called off", posting, how, unfenced="late" in event.said)


def _deleted(facts: Facts) -> Iterator[Violation]:
    """Of what was deleted, or not chosen, nothing stands any more but what Slack did not let Herald remove."""
    postings = {said["id"]: said for said in facts.last("posting")}
    wanted = {said["id"]: said for said in facts.last("render")}
    for posting, event in facts.standing():
        said = postings.get(posting)
        render = wanted.get(said["render"]) if said else None
        if said is None or render is None or "remove" in render["given_up"]:
            continue
        unwanted = render["deleted"] or render["chosen"] not in {None, said["position"]}
        if unwanted and not said["leftover"]:
            how = f"still in {event.said['channel']}"
            yield Violation("deleted", posting, how, unfenced="late" in event.said)


def _wish_done(facts: Facts) -> Iterator[Violation]:
    """A wish that was taken is carried out."""
    postings = {said["id"]: said for said in facts.last("posting")}
    renders = {said["id"]: said for said in facts.last("render")}
    for wish in facts.asked("share"):
        said = postings.get(wish.said["posting"])
        if said is None or not said["ended"]:
            yield Violation("wish done", wish.said["posting"], "the share never came to an end")
    for wish in facts.asked("delete", "choose"):
        if not renders[wish.said["render"]]["cleared"]:
            yield Violation("wish done", wish.said["render"], f"{wish.said['deed']} never came to an end")


def _files_forgotten(facts: Facts) -> Iterator[Violation]:
    """People's files that a render named do not stay at the service."""
    named = {
        uuid: key[1] for key, versions in facts.versions.items() for said in versions for uuid in said.get("media", ())
    }
    gone = {event.said["uuid"] for event in facts.history.of("media") if not event.said["kept"]}
    for uuid, render in named.items():
        if uuid not in gone:
            yield Violation("files forgotten", render, f"{uuid} is still at the service")


def _failure_told_whole(facts: Facts) -> Iterator[Violation]:
    """Whoever hears of a failure hears whether it was charged, and what to do."""
    shares = {event.said["posting"] for event in facts.asked("share")}  # of which nothing was said about money before
    notices = (event for event in facts.history.of("posted") if event.said["event"] == "herald_notice")
    texts = [(str(event.said["record"]), event) for event in notices if event.said["record"] not in shares]
    texts += [(render, event) for render, event in facts.last_edits().items() if event.said["shown"] == "failed"]
    for record, event in texts:
        text = event.said.get("text") or ""
        if not any(word in text for word in COSTS):
            yield Violation("told whole", record, f"nothing about money in: {text}")
        if not any(word in text for word in ADVICE):
            yield Violation("told whole", record, f"nothing about what to do in: {text}")


def _patient(facts: Facts) -> Iterator[Violation]:
    """A service that asked to be left alone for a while is."""
    for event in facts.history.of("pressed"):
        yield Violation(
            "patient", event.said["call"], f"{event.said['subject']}: {event.said['early']:.1f} s too early"
        )


WISHES: Final[tuple[Promise, ...]] = (
    _called_off,
    _deleted,
    _wish_done,
    _files_forgotten,
    _failure_told_whole,
    _patient,
)
