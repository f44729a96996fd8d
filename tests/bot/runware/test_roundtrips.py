"""Whatever task can be built reads back as it was, and whatever is answered ends in a value or one of our errors."""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.errors import RunwareBusy, TaskRefused, TaskUncertain
from bot.rendering.render import Choices
from bot.runware.answers import ErrorItem, TaskItem
from bot.runware.client import RunwareClient
from bot.runware.models import SIZES, VideoInference
from bot.runware.refusals import unsendable
from tests.bot.runware.samples import API_KEY, ORDER, OTHER, TASK, client_for

Strategy = st.SearchStrategy[Any]
TEXTS: Final = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
URLS: Final = st.sampled_from(["https://x.example/a?b=c%2Fd&e=1", "http://127.0.0.1:8000/a.png", "HTTPS://X.example/e"])
BASE64: Final = st.binary(min_size=30, max_size=60).map(lambda content: b64encode(content).decode())
RECORDINGS: Final = URLS | st.uuids().map(str)
PICTURES: Final = RECORDINGS | BASE64 | BASE64.map("data:image/png;base64,{}".format)


def some_of(**fields: Strategy) -> Strategy:
    """Some of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


SUBJECTS: Final = st.fixed_dictionaries({"avatar": TEXTS}) | st.fixed_dictionaries({"image": PICTURES})
MANNERS: Final = some_of(
    language=TEXTS,
    speed=st.integers(50, 150).map(lambda step: step / 100),
    pitch=st.integers(-500, 500).map(lambda step: step / 10),
)
SCRIPTS: Final = TEXTS.filter(str.strip)
SPEECHES: Final = st.builds(dict.__or__, st.fixed_dictionaries({"text": SCRIPTS, "voice": TEXTS}), MANNERS)
SOUNDS: Final = st.fixed_dictionaries({"speech": SPEECHES}) | st.fixed_dictionaries({"audio": RECORDINGS})
FRAMES: Final[Strategy] = (
    st.just({})
    | TEXTS.map(lambda preset: {"resolution": preset})
    | st.sampled_from(sorted(SIZES)).map(lambda size: {"width": size[0], "height": size[1]})
)
SAFETY: Final = st.sampled_from([{}, {"mode": "none"}, {"checkContent": True}, {"checkContent": True, "mode": "full"}])
LOOKS: Final = some_of(
    backgroundColor=st.integers(0, 0xFFFFFF).map("#{:06x}".format),
    expressiveness=st.sampled_from(["low", "medium", "high"]),
    removeBackground=st.booleans(),
)
DELIVERY: Final = some_of(
    outputFormat=st.sampled_from(["MP4", "WEBM", "MOV"]),
    outputQuality=st.integers(20, 99),
    webhookURL=URLS,
    uploadEndpoint=URLS,
    safety=SAFETY,
    ttl=st.integers(60, 10**9),
    includeCost=st.booleans(),
    numberResults=st.integers(1, 4),
    positivePrompt=TEXTS,
    settings=LOOKS,
)


@st.composite
def tasks(draw: st.DrawFn) -> dict[str, Any]:
    """A good task as it stands on the wire."""
    sound = draw(SOUNDS)
    inputs = draw(SUBJECTS) | {name: sound.pop(name) for name in list(sound) if name == "audio"}
    task: dict[str, Any] = {"taskUUID": str(draw(st.uuids(version=4))), "inputs": inputs}
    task |= sound | draw(FRAMES) | draw(DELIVERY)
    if "backgroundColor" not in task.get("settings", {}) and draw(st.booleans()):
        inputs["background"] = draw(PICTURES)
    return task


ANYTHING: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([str(TASK), API_KEY]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WIRE_NAMES: Final = st.sampled_from(sorted(field.alias or name for name, field in VideoInference.model_fields.items()))


@given(tasks())
def test_a_good_task_is_sent_as_it_was_given_and_reads_back(task: dict[str, Any]) -> None:
    built = VideoInference.model_validate(task)
    text = built.model_dump_json(by_alias=True, exclude_none=True)

    assert json.loads(text).items() >= task.items()
    assert VideoInference.model_validate_json(text) == built


@given(tasks(), st.dictionaries(WIRE_NAMES | st.text(min_size=1, max_size=8), ANYTHING, min_size=1, max_size=3))
def test_a_task_with_anything_in_it_is_built_or_refused_in_words(task: dict[str, Any], odd: dict[str, Any]) -> None:
    try:
        VideoInference.model_validate(task | odd)
    except ValidationError as wrong:
        refused = unsendable(wrong)
        assert refused.parameter
        assert refused.message


@given(st.dictionaries(TEXTS, ANYTHING, max_size=4), st.sampled_from([TaskItem, ErrorItem]))
def test_a_field_of_an_answer_that_nobody_knows_is_kept(more: dict[str, Any], kind: type[TaskItem | ErrorItem]) -> None:
    unknown = {f"new {name}": value for name, value in more.items()}

    read = kind.model_validate({"taskUUID": str(TASK)} | unknown)

    assert repr(read.model_extra) == repr(unknown)
    assert read.task_uuid == TASK


@given(
    st.builds(
        Choices,
        avatar=TEXTS,
        voice=TEXTS,
        speed=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
        width=st.none() | st.integers(-(2**60), 2**60),
        motion_prompt=st.none() | TEXTS,
        number_results=st.integers(1, 4),
    )
)
def test_choices_read_back_from_the_store_as_they_were(choices: Choices) -> None:
    assert Choices.model_validate_json(choices.model_dump_json()) == choices


Call = Callable[[RunwareClient], Awaitable[object]]
CALLS: Final[dict[str, Call]] = {
    "submit": lambda client: client.submit(ORDER),
    "poll": lambda client: client.poll([TASK, OTHER]),
    "price": lambda client: client.price(ORDER),
    "balance": lambda client: client.balance(),
    "task_details": lambda client: client.task_details(TASK),
    "store_media": lambda client: client.store_media(b"GIF89a", "image/gif"),
    "delete_media": lambda client: client.delete_media(OTHER),
}
KNOWN: Final = (
    *("taskType", "status", "videoUUID", "videoURL", "mediaUUID", "cost", "balance", "amount"),
    *("request", "response", "error", "code", "message", "parameter"),
)
NAMES: Final = st.sampled_from(KNOWN)
BODIES: Final = st.dictionaries(NAMES, ANYTHING | st.dictionaries(NAMES, ANYTHING, max_size=3), max_size=5)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@given(
    status=st.integers(200, 599),
    items=st.lists(BODIES, max_size=3),
    errors=st.none() | st.lists(BODIES, max_size=2),
    header=st.none() | st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=12),
    raw=st.none() | st.binary(max_size=60) | ANYTHING.map(lambda value: json.dumps(value).encode()),
)
@settings(deadline=None, max_examples=120)
async def test_whatever_is_answered_ends_in_a_value_or_one_of_our_errors(
    call: Call,
    status: int,
    items: list[dict[str, Any]],
    errors: list[dict[str, Any]] | None,
    header: str | None,
    raw: bytes | None,
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        ids = [task["taskUUID"] for task in json.loads(request.content)]
        told = [{"taskUUID": ids[n % len(ids)]} | fields for n, fields in enumerate(items)]
        body = {"data": told} | ({} if errors is None else {"errors": errors})
        content = json.dumps(body).encode() if raw is None else raw
        headers = {} if header is None else {"Retry-After": header}
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))

    async with client_for(handler) as client:
        try:
            await call(client)
        except (TaskRefused, TaskUncertain, RunwareBusy) as caught:
            _check_words(caught)


def _check_words(error: Exception) -> None:
    assert API_KEY not in f"{error!r} {vars(error)}"
