"""Views that were pushed with an ack, changed afterwards: by a name of Herald's own, since Slack tells no id."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PostRefused, SlackBusy
from bot.slack.door import translated

_LOOK_AGAIN_SECONDS: Final = (0.2, 0.5, 1.0, 2.0)
"""Slack shows a pushed view a moment after the ack; until then it cannot be changed."""

_LONGEST_WAIT: Final = timedelta(minutes=1)
"""Nobody looks at a view that is about to change for longer."""

Sleep = Callable[[float], Awaitable[object]]


def named(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The view with a name by which it can be changed; one name is for one view."""
    return view | {"external_id": name}


async def update_pushed(
    client: AsyncWebClient, name: str, view: dict[str, Any], *, sleep: Sleep = asyncio.sleep
) -> None:
    """Show `view` in the place of the one of that name; a busy Slack is waited for.

    Raises PostRefused when the view was closed meanwhile, SlackBusy where Slack stays so.
    """
    for pause in (*_LOOK_AGAIN_SECONDS, None):
        try:
            with translated("views.update", repeatable=True):
                await client.views_update(external_id=name, view=view)
        except PostRefused as refused:
            if pause is None or refused.code != "not_found":
                raise
            await sleep(pause)
        except SlackBusy as busy:
            if pause is None or busy.retry_after > _LONGEST_WAIT:
                raise
            await sleep(max(pause, busy.retry_after.total_seconds()))
        else:
            return
