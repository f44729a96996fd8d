"""Reading the Web API's refusals."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Awaitable[Any]) -> dict[str, Any]:
    """The body of the refusal that a call meets."""
    with pytest.raises(SlackApiError) as caught:
        await call
    body: dict[str, Any] = caught.value.response.data
    return body


async def code(call: Awaitable[Any]) -> str:
    """The error code that a call meets."""
    error: str = (await refusal(call))["error"]
    return error
