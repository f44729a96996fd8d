"""A webhook's body is read in each of its shapes, and anything else is nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runware.hook_body import read_hook
from tests.bot.runware.samples import TASK, error, item, success

FAILED = error("providerError", taskUUID=str(TASK))


@pytest.mark.parametrize("body", [success(), {"data": [success()]}, success(extra=1) | {"error": None}])
def test_a_result_is_read_from_a_flat_object_and_from_a_list(body: dict[str, Any]) -> None:
    answer = read_hook(json.dumps(body).encode())

    assert answer is not None
    assert [read.video_uuid for read in answer.items] == ["v-1"]
    assert answer.errors == ()


@pytest.mark.parametrize("body", [FAILED, {"errors": [FAILED]}, {"data": [], "errors": [FAILED]}])
def test_a_failure_is_read_from_a_flat_object_and_from_a_list(body: dict[str, Any]) -> None:
    answer = read_hook(json.dumps(body).encode())

    assert answer is not None
    assert [(read.code, read.task_uuid) for read in answer.errors] == [("providerError", TASK)]
    assert answer.items == ()


def test_a_failure_inside_a_flat_item_is_read() -> None:
    answer = read_hook(json.dumps(item(status="error", error=error("taskFailed"))).encode())

    assert answer is not None
    assert answer.errors[0].code == "taskFailed"


@given(st.binary(max_size=100) | st.sampled_from([b"[]", b"{}", b"null", b"7", b'{"a":1}', b"[" * 5000]))
def test_anything_else_is_nothing(body: bytes) -> None:
    assert read_hook(body) is None
