"""A person's announcements: listed, opened, put off, called off, and tried again where a channel refused one."""

import re
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PostRefused
from bot.posting.announcement import Announcement
from bot.slack.door import translated
from bot.slack.surfaces.announce_cards import CANCEL, RESCHEDULE, RETRY
from bot.slack.surfaces.announce_form import ANNOUNCE_LIST, DUE_AT
from bot.slack.surfaces.announce_list import ALL, ONE_VIEW, OPEN, SHOWN_IN_LIST, build_list_view, build_one_view
from bot.slack.surfaces.announce_review import RESCHEDULE_FORM, build_reschedule_view, read_reschedule
from handlers.announce import show_view
from handlers.careful import careful
from handlers.telling import tell_beside, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch

LISTED = 5 * SHOWN_IN_LIST
"""How many are read, of which some are not to be shown."""


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons and to the form of another time."""
    _register_looking(app, tools)
    _register_changing(app, tools)


def _register_looking(app: AsyncApp, tools: Tools) -> None:
    async def list_announcements(touch: Touch) -> None:
        found = await tools.announcement_lists.newest(touch.team_id, touch.user_id, LISTED)
        await show_view(touch, build_list_view(found, touch.user_id))

    async def open_announcement(touch: Touch) -> None:
        announcement = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
        await show_view(touch, await _one_view(tools, announcement), in_place=True)

    on_touch(app, tools, ALL, list_announcements)
    on_touch(app, tools, ANNOUNCE_LIST, list_announcements)
    on_touch(app, tools, OPEN, open_announcement)


def _register_changing(app: AsyncApp, tools: Tools) -> None:
    async def cancel(touch: Touch) -> None:
        own = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
        cancelled = await tools.announcing.cancel(own)
        await tools.announcing.start(cancelled)
        await _show_anew(tools, touch, cancelled)
        await tools.home.publish(touch.team_id, touch.user_id)

    async def open_reschedule_form(touch: Touch) -> None:
        announcement = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
        await show_view(touch, build_reschedule_view(announcement))

    async def try_channel_again(touch: Touch) -> None:
        announcement_id, _, posting_id = touch.value.partition("/")
        announcement = await tools.announcing.own(touch.team_id, touch.user_id, announcement_id)
        await tools.announcing.try_again(announcement, posting_id)
        await _show_anew(tools, touch, await tools.announcing.own(touch.team_id, touch.user_id, announcement_id))

    @careful(tell_beside(DUE_AT))
    async def reschedule(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        announcement_id, due_at = read_reschedule(view)
        own = await tools.announcing.own(str(body["team"]["id"]), str(body["user"]["id"]), announcement_id)
        moved = await tools.announcing.reschedule(own, due_at)
        acked = await ack(response_action="clear")
        tools.afterwards.start(follow(announcement=moved))
        return acked

    @careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
    async def follow(announcement: Announcement) -> None:
        await tools.announcing.start(announcement)
        await tools.home.publish(announcement.team_id, announcement.user_id)

    on_touch(app, tools, CANCEL, cancel)
    on_touch(app, tools, RESCHEDULE, open_reschedule_form)
    on_touch(app, tools, re.compile(rf"{RETRY}(:[0-9]+)?"), try_channel_again)
    app.view(RESCHEDULE_FORM)(reschedule)


async def _show_anew(tools: Tools, touch: Touch, announcement: Announcement) -> None:
    """Let the open view of the announcement follow; a message is followed by its own step."""
    view = touch.body.get("view") or {}
    if view.get("callback_id") != ONE_VIEW:
        return
    shown = await _one_view(tools, announcement)
    try:
        with translated("views.update", repeatable=True):
            await touch.client.views_update(view_id=view["id"], view=shown)
    except PostRefused as refused:
        if refused.code not in {"not_found", "view_not_found"}:  # it was closed meanwhile
            raise


async def _one_view(tools: Tools, announcement: Announcement) -> dict[str, Any]:
    postings = await tools.channel_postings.of(announcement)
    return build_one_view(announcement, postings, labels=await tools.offer.labels(announcement.team_id))
