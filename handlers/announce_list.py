"""A person's announcements: listed, opened, put off, called off, and tried again where a channel refused one."""

import re
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.posting.announcement import Announcement
from bot.slack.surfaces.announce_cards import CANCEL, RESCHEDULE, RETRY
from bot.slack.surfaces.announce_form import ANNOUNCE_LIST, DUE_AT
from bot.slack.surfaces.announce_list import ALL, ONE_VIEW, OPEN, SHOWN_IN_LIST, build_list_view, build_one_view
from bot.slack.surfaces.announce_review import RESCHEDULE_FORM, build_reschedule_view, read_reschedule
from handlers.announce import Done, follow_announcement
from handlers.careful import careful
from handlers.drafting import Place
from handlers.showing import replace_view
from handlers.telling import tell_beside, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view

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
        done = Done(cancelled, touch.user_id, "announcement called off", noted=cancelled != own)
        await follow_announcement(tools=tools, done=done)
        await show_anew(touch=touch, announcement=cancelled)

    async def open_reschedule_form(touch: Touch) -> None:
        announcement = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
        await show_view(touch, build_reschedule_view(announcement))

    async def try_channel_again(touch: Touch) -> None:
        announcement_id, _, posting_id = touch.value.partition("/")
        announcement = await tools.announcing.own(touch.team_id, touch.user_id, announcement_id)
        await tools.announcing.try_again(announcement, posting_id)
        await show_anew(touch=touch, announcement=announcement)

    @careful(tell_nobody)  # it is done, and a message is followed by its own step
    async def show_anew(touch: Touch, announcement: Announcement) -> None:
        """Let the open view of the announcement follow."""
        if touch.shown is not None and touch.shown.get("callback_id") == ONE_VIEW:
            now = await tools.announcing.own(touch.team_id, touch.user_id, announcement.id)
            await replace_view(touch.client, touch.shown["id"], await _one_view(tools, now))

    @careful(tell_beside(DUE_AT))
    async def reschedule(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        announcement_id, due_at = read_reschedule(view)
        place = Place.of(body)
        own = await tools.announcing.own(place.team_id, place.user_id, announcement_id)
        moved = await tools.announcing.reschedule(own, due_at)
        acked = await ack(response_action="clear")
        done = Done(moved, place.user_id, "announcement rescheduled", noted=moved != own)
        tools.afterwards.start(follow_announcement(tools=tools, done=done))
        return acked

    on_touch(app, tools, CANCEL, cancel)
    on_touch(app, tools, RESCHEDULE, open_reschedule_form)
    on_touch(app, tools, re.compile(rf"{RETRY}(:[0-9]+)?"), try_channel_again)
    app.view(RESCHEDULE_FORM)(reschedule)


async def _one_view(tools: Tools, announcement: Announcement) -> dict[str, Any]:
    postings = await tools.channel_postings.of(announcement)
    return build_one_view(announcement, postings, labels=await tools.offer.labels(announcement.team_id))
