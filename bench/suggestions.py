"""How fast, and how often rightly, 2,300 voices are suggested while a person types."""

import itertools
import json
import statistics
import time
from typing import Any, Final

from bench.harness import RUNS, Measure, median_of_runs, percentile
from bench.keystrokes import KEYSTROKES_FILE, voice_ids
from bench.load import poisson
from bench.requests import keystroke
from bench.servers import serving
from bot.runware.catalogue import Option
from bot.runware.labels import voice_label
from bot.runware.search import SuggestionIndex

FIRST_SHOWN: Final = 20
RATE: Final = 200.0
SECONDS: Final = 6.0
_EMPTY: Final = b'{"options":[]}'


def build_index() -> SuggestionIndex:
    """The index over the bench's voices."""
    return SuggestionIndex(Option(id=voice, label=voice_label(voice)) for voice in voice_ids())


def read_keystrokes() -> dict[str, list[dict[str, Any]]]:
    """The committed file: `keystrokes` (typed, with a typo or not) and `wanted` (typed, and the voice it is after)."""
    document: dict[str, list[dict[str, Any]]] = json.loads(KEYSTROKES_FILE.read_bytes())
    return document


async def run(*, quick: bool = False) -> list[Measure]:
    """Lookup and JSON of every keystroke, and whole requests with them, each five times over, or once."""
    runs = 1 if quick else RUNS
    index, typed = build_index(), read_keystrokes()
    keystrokes = [keystroke["typed"] for keystroke in typed["keystrokes"]]
    values = median_of_runs(lambda: _run(index, keystrokes, typed["wanted"]), runs=runs)
    request_p99, failed = await _whole_requests(keystrokes, runs)
    return [
        Measure("suggestions: lookup + JSON, p50, index answers", values["p50"], "µs"),
        Measure("suggestions: lookup + JSON, p99, index answers", values["p99"], "µs", at_most=60),
        Measure("suggestions: lookup + JSON, p99, all keystrokes", values["p99 of all"], "µs"),
        Measure("suggestions: keystrokes answered", values["answered"], "%", at_least=98),
        Measure("suggestions: name + language, one typo, in the first 20", values["found"], "%", at_least=95),
        Measure("suggestions: whole request, p99 at 200/s", request_p99, "ms", at_most=10),
        Measure("suggestions: requests without an answer", failed, "", at_most=0),
    ]


async def _whole_requests(keystrokes: list[str], times: int) -> tuple[float, int]:
    """Milliseconds at the 99th percentile, the median of the runs, and how many requests failed."""
    typing = itertools.cycle(keystrokes)
    async with serving() as servers:
        runs = [
            await poisson(servers.herald, lambda: keystroke(next(typing)), rate=RATE, seconds=SECONDS, seed=seed)
            for seed in range(times)
        ]
    return statistics.median(percentile(run.took_ms, 99) for run in runs), sum(run.failed for run in runs)


def _run(index: SuggestionIndex, keystrokes: list[str], wanted: list[dict[str, Any]]) -> dict[str, float]:
    known: list[float] = []
    guessed: list[float] = []
    answered = 0
    for typed in keystrokes:
        begin = time.perf_counter_ns()
        body = index.suggest(typed)
        took = (time.perf_counter_ns() - begin) / 1000
        (known if index.knows(typed) else guessed).append(took)
        answered += body != _EMPTY
    return {
        "p50": percentile(known, 50),
        "p99": percentile(known, 99),
        "p99 of all": percentile(known + guessed, 99),
        "answered": 100 * answered / len(keystrokes),
        "found": 100 * sum(_is_shown(index, **case) for case in wanted) / len(wanted),
    }


def _is_shown(index: SuggestionIndex, typed: str, voice: str) -> bool:
    """Whether the voice is among the first that a person sees."""
    options = json.loads(index.suggest(typed))["options"]
    return voice in [option["value"] for option in options[:FIRST_SHOWN]]
