"""The door to Slack's Web API: what slack_sdk and aiohttp raise leaves it in Herald's own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import PostRefused, PostUncertain, SlackBusy, SlackError
from bot.slack.called import called
from bot.slack.clients import read_retry_after

SOON: Final = timedelta(seconds=2)
"""When to try again where Slack named no time."""
RATE_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})
UNSURE: Final = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
"""Of these Slack says that some of the call may have happened: https://docs.slack.dev/reference/methods/chat.postMessage"""
_NEVER_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


@contextmanager
def translated(method: str, *, repeatable: bool = False) -> Iterator[None]:
    """Turn what a call of `method` raises into PostRefused, PostUncertain or SlackBusy.

    A `repeatable` call has no uncertain outcome: where there was no answer to trust, it is made again (SlackBusy).
    """
    with called(method), _translated(method, repeatable):
        yield


@contextmanager
def _translated(method: str, repeatable: bool) -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise _from_answer(method, error, repeatable) from error
    except _NEVER_SENT as error:
        raise SlackBusy(method, retry_after=SOON) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unsure(method, type(error).__name__, repeatable) from error
    except (AttributeError, ValueError) as error:
        # slack_sdk stumbles so over a body that is no JSON object
        raise _unsure(method, "the answer cannot be read", repeatable) from error


def _from_answer(method: str, error: SlackApiError, repeatable: bool) -> SlackError:
    status, headers, body = _read(error.response)
    code = body.get("error")
    if status == 429 or code in RATE_LIMITED:
        return SlackBusy(method, retry_after=read_retry_after(headers) or SOON, limited=True)
    if not isinstance(code, str) or code in UNSURE or status >= 500:
        return _unsure(method, f"HTTP {status}" + (f" {code}" if code else ""), repeatable)
    return PostRefused(method, code)


def _read(response: Any) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Status, headers and JSON body; slack_sdk hands over aiohttp's own response when the body is no JSON."""
    if isinstance(response, aiohttp.ClientResponse):
        return response.status, dict(response.headers), {}
    body = response.data if isinstance(response.data, dict) else {}
    return response.status_code, dict(response.headers or {}), body


def _unsure(method: str, reason: str, repeatable: bool) -> SlackError:
    if repeatable:
        return SlackBusy(method, retry_after=SOON)
    return PostUncertain(f"{method}: {reason}")
