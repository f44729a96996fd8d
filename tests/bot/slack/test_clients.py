"""What each kind of client does when Slack does not answer well."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.clients import read_retry_after
from tests.bot.slack.answering import OK, Answer, json, reset, scripted

POST: dict[str, Any] = {"channel": "C0GENERAL", "text": "hello"}


@pytest.mark.parametrize("answer", [reset, json({"ok": False}, 503), json({"ok": False}, 429, Retry_After="0")])
async def test_a_post_is_sent_exactly_once_whatever_happens(answer: Answer) -> None:
    async with scripted(answer, json(OK)) as (clients, slack):
        with pytest.raises((aiohttp.ClientError, SlackApiError)):
            await clients.once("xoxb-1").chat_postMessage(**POST)

        assert len(slack.seen) == 1


@pytest.mark.parametrize("answer", [reset, json({"ok": False}, 500), json({"ok": False}, 502)])
async def test_a_repeatable_call_is_made_again_after_a_fault(answer: Answer) -> None:
    async with scripted(answer, answer, json(OK)) as (clients, slack):
        await clients.repeating("xoxb-1").chat_update(ts="1.1", **POST)

        assert len(slack.seen) == 3
        assert slack.naps == sorted(slack.naps)


async def test_a_repeatable_call_is_given_up_after_three_faults() -> None:
    async with scripted(reset) as (clients, slack):
        with pytest.raises(aiohttp.ClientError):
            await clients.repeating("xoxb-1").chat_update(ts="1.1", **POST)

        assert len(slack.seen) == 3


async def test_a_short_pause_that_slack_asks_for_is_made_in_place() -> None:
    async with scripted(json({"ok": False}, 429, Retry_After="2"), json(OK)) as (clients, slack):
        await clients.repeating("xoxb-1").chat_update(ts="1.1", **POST)

        assert slack.naps == [2.0]


async def test_a_long_pause_is_left_to_the_queue() -> None:
    async with scripted(json({"ok": False, "error": "ratelimited"}, 429, Retry_After="3")) as (clients, slack):
        with pytest.raises(SlackApiError):
            await clients.repeating("xoxb-1").chat_update(ts="1.1", **POST)

        assert (len(slack.seen), slack.naps) == (1, [])


async def test_a_slack_on_this_machine_is_not_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with scripted(json(OK)) as (clients, slack):
        await clients.once("xoxb-1").chat_postMessage(**POST)

        assert len(slack.seen) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": ["7", "8"]}, 7),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 30}, 3600),
        ({}, None),
    ],
)
def test_retry_after_is_read_only_when_it_is_a_number(headers: dict[str, str | list[str]], seconds: int | None) -> None:
    assert read_retry_after(headers) == (None if seconds is None else timedelta(seconds=seconds))
