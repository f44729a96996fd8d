"""Views that were pushed with an ack, changed afterwards: by a name of Herald's own, since Slack tells no id."""

import asyncio
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PostRefused
from bot.slack.door import translated

_LOOK_AGAIN_SECONDS: Final = (0.2, 0.5, 1.0, 2.0)
"""Slack shows a pushed view a moment after the ack; until then it cannot be changed."""


def named(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The view with a name by which it can be changed; one name is for one view."""
    return view | {"external_id": name}


async def update_pushed(client: AsyncWebClient, name: str, view: dict[str, Any]) -> None:
    """Show `view` in the place of the one of that name; raises PostRefused when that was closed meanwhile."""
    for pause in (*_LOOK_AGAIN_SECONDS, None):
        try:
            with translated("views.update", repeatable=True):
                await client.views_update(external_id=name, view=view)
        except PostRefused as refused:
            if pause is None or refused.code != "not_found":
                raise
            await asyncio.sleep(pause)
        else:
            return
