"""No answer, however odd, brings anything but our own errors out of the client."""

import json
from typing import Any, Final

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import RunwareBusy, RunwareError, TaskRefused, TaskUncertain
from bot.rendering.tasks import Finished, Partial, Processing
from tests.bot.runware.samples import API_KEY, ORDER, OTHER, TASK, VIDEO_URL, client_for, error, item, success

_WORDS: Final = st.sampled_from(
    ["success", "processing", "error", str(TASK), str(OTHER), VIDEO_URL, "conflictTaskUUID", API_KEY, "NaN", ""]
)
_KEYS: Final = st.sampled_from(
    [
        "data",
        "errors",
        "error",
        "taskUUID",
        "taskType",
        "status",
        "videoURL",
        "videoUUID",
        "cost",
        "code",
        "message",
        "parameter",
        "task_uuid",
    ]
)
_VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS | st.text(max_size=5), inner, max_size=6),
    max_leaves=25,
)
_ITEMS: Final = st.builds(
    lambda base, odd: base | odd,
    st.sampled_from([item(), success(), item(status="error"), error("providerError", taskUUID=str(TASK))]),
    st.dictionaries(_KEYS, _VALUES, max_size=3),
)
_ENVELOPES: Final = st.fixed_dictionaries(
    {}, optional={"data": st.lists(_ITEMS | _VALUES) | _VALUES, "errors": st.lists(_ITEMS | _VALUES) | _VALUES}
)
_BODIES: Final = st.binary(max_size=200) | (_ENVELOPES | _VALUES).map(lambda value: json.dumps(value).encode())
_STATUSES: Final = st.sampled_from(
    [200, 200, 200, 201, 204, 302, 400, 401, 402, 404, 408, 409, 413, 429, 500, 503, 504]
)
_HEADERS: Final = st.dictionaries(
    st.sampled_from(["Retry-After", "Content-Encoding", "Content-Type", "Location", "Set-Cookie"]),
    st.sampled_from(
        ["gzip", "br", "9" * 30, "Sun, 99 Nov 2026", "-1", "text/html; charset=klingon", "http://[", "a=b"]
    ),
)
_ANSWERS: Final = st.tuples(_STATUSES, _HEADERS, _BODIES)


def _response(answer: tuple[int, dict[str, str], bytes]) -> httpx.Response:
    """A response that is still to be read, so that what is wrong with it comes out in the client."""
    status, headers, body = answer
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


def _check_words(caught: RunwareError | TaskRefused) -> None:
    assert API_KEY not in f"{caught} {caught!r} {vars(caught)}"


@given(_ANSWERS)
@settings(max_examples=400, deadline=None)
async def test_submitting_ends_in_acceptance_or_one_of_our_errors(answer: tuple[int, dict[str, str], bytes]) -> None:
    async with client_for(lambda _: _response(answer)) as client:
        try:
            await client.submit(ORDER)
        except (TaskRefused, RunwareBusy, TaskUncertain) as caught:
            _check_words(caught)
        else:
            assert answer[0] < 300 or b"conflictTaskUUID" in answer[2]


@given(_ANSWERS)
@settings(max_examples=400, deadline=None)
async def test_polling_ends_in_reports_or_one_of_our_errors(answer: tuple[int, dict[str, str], bytes]) -> None:
    async with client_for(lambda _: _response(answer)) as client:
        try:
            reports: dict[Any, Any] = dict(await client.poll([TASK, OTHER]))
        except (TaskRefused, RunwareBusy, TaskUncertain) as caught:
            _check_words(caught)
        else:
            assert reports.keys() <= {TASK, OTHER}
            assert all(isinstance(report, Processing | Partial | Finished | TaskRefused) for report in reports.values())
            for report in reports.values():
                if isinstance(report, TaskRefused):
                    _check_words(report)
