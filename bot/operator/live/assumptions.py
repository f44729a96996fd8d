"""What Herald takes for granted about the service, held against what the service answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bot.errors import TaskRefused
from bot.operator.findings import Finding
from bot.operator.live.reading import Accepted, Price, Reading, read_with_client
from bot.operator.live.samples import Sample
from bot.rendering.tasks import Finished, Processing

_MEND: Final = "Herald must learn this: add the sample to tests/contract/samples and teach bot/runware to read it"
_REFUSED_MEND: Final = "see what the answer in its file says of the key, the balance, the avatar or the voice"
_ERROR_KEYS: Final = frozenset(
    {
        *("code", "message", "parameter", "taskType", "taskUUID", "documentation", "status", "error"),
        *("type", "min", "max", "multiplier", "allowedValues"),
    }
)


@dataclass(frozen=True)
class Assumption:
    """What is taken for granted of the answer called `name`: `holds` looks at the sample and at what Herald reads."""

    name: str
    says: str
    holds: Callable[[Sample, Reading], bool]


def _is_refused(sample: Sample, read: Reading) -> bool:
    return isinstance(read, TaskRefused) and not read.retryable


def _is_refused_by_name(sample: Sample, read: Reading) -> bool:
    return isinstance(read, TaskRefused) and not read.retryable and "speed" in (read.parameter or "")


def _says_nothing(sample: Sample, read: Reading) -> bool:
    return read == {}


def _is_priced(sample: Sample, read: Reading) -> bool:
    return isinstance(read, Price) and read.amount is not None


def _is_acknowledged(sample: Sample, read: Reading) -> bool:
    named = any(item.get("taskUUID") == sample.tasks[0]["taskUUID"] for item in sample.items)
    return isinstance(read, Accepted) and named and not sample.errors


def _is_a_conflict(sample: Sample, read: Reading) -> bool:
    return isinstance(read, Accepted) and sample.conflicts


def _is_processing(sample: Sample, read: Reading) -> bool:
    return isinstance(_report(read), Processing)


def _has_failed(sample: Sample, read: Reading) -> bool:
    return isinstance(_report(read), TaskRefused)


def _is_whole(sample: Sample, read: Reading) -> bool:
    report = _report(read)
    return isinstance(report, Finished) and all(video.cost is not None for video in report.videos)


ASSUMPTIONS: Final = (
    Assumption("unknown-task", "nothing is said of an unknown task, as of one just sent", _says_nothing),
    Assumption("dry-run", "a dry run tells the price", _is_priced),
    Assumption("after-dry-run", "a dry run runs nothing", _says_nothing),
    Assumption("wrong-parameter", "a wrong value is refused by its parameter's name", _is_refused_by_name),
    Assumption("unknown-parameter", "an unknown parameter is refused", _is_refused),
    Assumption("ack", "an accepted task is named in the answer", _is_acknowledged),
    Assumption("repeat", "a repeated task is a conflict, which means accepted", _is_a_conflict),
    Assumption("poll-unknown", "nothing may be said of a task for a while", _says_nothing),
    Assumption("poll-processing", "a task under way is processing", _is_processing),
    Assumption("poll-success", "a finished task has its video and its cost", _is_whole),
    Assumption("poll-error", "a failed task says why", _has_failed),
    Assumption("repeat-after-end", "a task repeated after its end is a conflict too", _is_a_conflict),
    Assumption("poll-after-repeat", "its result is still told after that", _is_whole),
)
_BY_NAME: Final = {assumption.name: assumption for assumption in ASSUMPTIONS}
EXPECTED: Final = frozenset({"ack", "repeat", "unknown-task", "dry-run", "wrong-parameter"})


async def hold_against(samples: Sequence[Sample]) -> list[Finding]:
    """A line for each assumption of which there is a sample, for each sample that must be there and is not."""
    found = [_judge(sample, await read_with_client(sample)) for sample in samples]
    expected = EXPECTED - {sample.name for sample in samples}
    if any(sample.name == "ack" and sample.is_refusal for sample in samples):
        expected -= {"repeat"}
    found += [Finding("answer", f"{name}: there is no answer", "run it again") for name in sorted(expected)]
    return [*found, _error_keys(samples)]


def _judge(sample: Sample, reading: Reading) -> Finding:
    """Whether what is taken for granted of this answer holds."""
    assumption = _BY_NAME.get(sample.name)
    told = f"HTTP {sample.status}{_codes(sample)}, read as {_words(reading)}"
    if assumption is None:
        return Finding("answer", f"{sample.name}: not foreseen: {told}", _MEND)
    if assumption.holds(sample, reading):
        return Finding("answer", f"{sample.name}: {assumption.says}: {told}")
    if sample.name == "ack" and sample.is_refusal:
        return Finding("answer", f"ack: the task is refused: {told}", _REFUSED_MEND)
    return Finding("answer", f"{sample.name}: it is not so that {assumption.says}: {told}", _MEND)


def _error_keys(samples: Sequence[Sample]) -> Finding:
    keys = {key for sample in samples for error in sample.errors for key in error}
    new = sorted(keys - _ERROR_KEYS)
    if new:
        return Finding("answer", f"errors have fields that Herald does not know of: {', '.join(new)}", _MEND)
    return Finding("answer", f"errors have the fields {', '.join(sorted(keys))}" if keys else "there were no errors")


def _codes(sample: Sample) -> str:
    codes = [str(error.get("code")) for error in sample.errors]
    return f" {', '.join(codes)}" if codes else ""


def _report(read: Reading) -> object:
    """The one report of a poll."""
    reports: Mapping[UUID, object] = read if isinstance(read, Mapping) else {}
    return next(iter(reports.values()), None)


def _words(read: Reading) -> str:
    thing = _report(read) if isinstance(read, Mapping) else read
    if isinstance(thing, TaskRefused):
        return f"refused{f' for {thing.parameter}' if thing.parameter else ''}"
    if isinstance(thing, Price):
        return "no price" if thing.amount is None else f"${thing.amount}"
    return "nothing" if thing is None else type(thing).__name__.lower()
