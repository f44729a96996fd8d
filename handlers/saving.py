"""What stands in an open form, kept as a draft."""

from datetime import datetime
from typing import Any

from bot.errors import InvalidField
from bot.rendering.draft import Draft
from bot.rendering.render import Destination
from bot.slack.surfaces.compose_reading import read_compose, salvage_compose
from bot.slack.surfaces.opened import Opened
from handlers.drafting import Place
from handlers.tools import Tools


async def save_form(
    tools: Tools, body: dict[str, Any], view: dict[str, Any], *, received_at: datetime | None = None
) -> Draft:
    """Keep what the form holds and return it as a draft; what can be read is kept even where something cannot.

    A form that holds nothing new leaves the draft as it was, so that what was reviewed counts as such. `received_at`
    is when Slack told of it, if that was not now: what is kept later must not take the place of what came later.
    Raises InvalidField for a field that cannot be read, Refusal for a form of another version, StoreUnavailable.
    """
    now = received_at or tools.clock()
    opened = Opened.read(str(view.get("private_metadata") or ""))
    place = Place.of(body)
    there = None if opened.channel is None else Destination(channel_id=opened.channel, thread_ts=opened.thread)
    kept = await tools.drafts.get(place.team_id, place.user_id, opened.draft)
    base = kept or Draft(
        id=opened.draft,
        team_id=place.team_id,
        user_id=place.user_id,
        destination=there,
        origin=opened.origin,
        updated_at=now,
    )
    try:
        draft = read_compose(view, base, now=now)
    except InvalidField:
        await tools.drafts.save(salvage_compose(view, base, now=now))
        raise
    if kept is not None and draft.model_copy(update={"updated_at": kept.updated_at}) == kept:
        return kept
    await tools.drafts.save(draft)
    return draft
