"""Showing a view: anew in the place of an open one, which a person may have closed or changed meanwhile."""

from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PostRefused
from bot.slack.door import translated

NOT_THERE: Final = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""The view was shown anew since, or is closed: there is nothing that `view` could take the place of."""


async def replace_view(
    client: AsyncWebClient, view_id: str, view: dict[str, Any], *, seen_hash: str | None = None
) -> None:
    """Show `view` in the place of an open one, unless that is closed, or is not any more as it was at `seen_hash`.

    Raises SlackBusy, PostRefused.
    """
    try:
        with translated("views.update", repeatable=True):
            await client.views_update(view_id=view_id, hash=seen_hash, view=view)
    except PostRefused as refused:
        if refused.code not in NOT_THERE:
            raise
