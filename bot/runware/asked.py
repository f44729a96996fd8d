"""What is counted and traced of each request to Runware: of what kind, how long it took, how it went."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot import metrics
from bot.errors import RunwareBusy, TaskUncertain
from bot.tracing import span

_KIND: Final = re.compile(rb'"taskType":"([A-Za-z]{1,40})"')
_KNOWN_STATUS: Final = frozenset({400, 401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504})


@contextmanager
def asked(content: bytes, *, dry_run: bool) -> Iterator[metrics.Outcome]:
    """Around one sending of a body, whose outcome the block sets."""
    found = _KIND.search(content, 0, 200)
    kind = "other" if found is None else found[1].decode()
    named = f"{kind} dry run" if dry_run else kind
    with span(f"runware {named}", call=True) as traced, metrics.timed(metrics.RUNWARE, named) as outcome:
        yield outcome
        traced.word = outcome.word


def word_for(outcome: int | RunwareBusy | TaskUncertain) -> str:
    """An HTTP status, or an error in its place, in one word; there are few of them."""
    if isinstance(outcome, RunwareBusy):
        return "unreachable"
    if isinstance(outcome, TaskUncertain):
        return "lost"
    if outcome < 300:
        return "ok"
    return str(outcome) if outcome in _KNOWN_STATUS else f"{outcome // 100}xx"
