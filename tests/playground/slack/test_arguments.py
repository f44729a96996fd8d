"""Every way of sending arguments reaches a method the same."""

import json
from typing import Any

import aiohttp
import pytest

from playground.slack.api.arguments import Arguments
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import section

BLOCKS = json.dumps([section()])


def multipart(fields: dict[str, str]) -> aiohttp.FormData:
    """The fields as multipart/form-data."""
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    return form


async def call(desk: Desk, verb: str, **how: Any) -> dict[str, Any]:
    """Call `chat.postMessage` in one way."""
    headers = {"Authorization": f"Bearer {desk.settings.bot_token}"}
    async with desk.http.request(verb, f"{desk.url}/api/chat.postMessage", headers=headers, **how) as answer:
        assert answer.status == 200
        body: dict[str, Any] = await answer.json()
        return body


FIELDS = {"channel": "C0LAUNCH", "text": "Hello", "blocks": BLOCKS}
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "GET query": ("GET", {"params": FIELDS}),
    "POST query": ("POST", {"params": FIELDS}),
    "POST form": ("POST", {"data": FIELDS}),
    "POST JSON": ("POST", {"json": {**FIELDS, "blocks": [section()]}}),
    "POST multipart": ("POST", {"data": FIELDS}),
}


@pytest.mark.parametrize("way", WAYS)
async def test_arguments_arrive_however_they_are_sent(desk: Desk, way: str) -> None:
    verb, how = WAYS[way]
    if way == "POST multipart":
        how = {"data": multipart(FIELDS)}
    message = (await call(desk, verb, **how))["message"]
    assert (message["text"], message["blocks"][0]["text"]["text"]) == ("Hello", "Hello")


@pytest.mark.parametrize("how", ["params", "data"])
async def test_the_token_may_be_a_parameter(desk: Desk, how: str) -> None:
    given: dict[str, Any] = {how: {"token": desk.settings.bot_token}}
    async with desk.http.post(f"{desk.url}/api/auth.test", **given) as answer:
        assert (await answer.json())["user_id"] == "U0HERALD"


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_json_object_is_refused(desk: Desk, body: str, error: str) -> None:
    url, headers = f"{desk.url}/api/chat.postMessage", {"Content-Type": "application/json"}
    async with desk.http.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == error


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("text/plain", "channel=C0LAUNCH", "invalid_post_type"),
        ("application/x-www-form-urlencoded; charset=utf-16", "channel=C0LAUNCH", "invalid_charset"),
        ("multipart/form-data", "channel=C0LAUNCH", "invalid_form_data"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(desk: Desk, content_type: str, body: str, error: str) -> None:
    headers = {"Content-Type": content_type}
    async with desk.http.post(f"{desk.url}/api/api.test", data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == error


@pytest.mark.parametrize("users", ["U0ALICE,U0BOB", '["U0ALICE", "U0BOB"]', ["U0ALICE", "U0BOB"]])
def test_names_come_by_commas_or_as_a_list(users: Any) -> None:
    assert Arguments({"users": users}).names("users") == ["U0ALICE", "U0BOB"]


@pytest.mark.parametrize(("said", "meant"), [("true", True), ("1", True), (1, True), ("False", False), (0, False)])
def test_yes_and_no_are_read_however_they_are_said(said: Any, meant: bool) -> None:
    assert Arguments({"inclusive": said}).flag("inclusive") is meant


async def test_calls_are_recorded_without_their_token(desk: Desk) -> None:
    await desk.http.post(f"{desk.url}/api/auth.test", data={"token": desk.settings.bot_token, "flavour": "mint"})
    (recorded,) = await desk.calls("auth.test")
    assert (recorded["ok"], recorded["args"]) == (True, {"flavour": "mint"})
