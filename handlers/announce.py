"""The form of an announcement and its review: opened, filled in by a preset, handed in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.posting.announcement import FINAL, Announcement, AnnouncementState, Content, announcement_of
from bot.posting.announcing import NOT_YOURS, UNDER_WAY
from bot.rendering.draft import Origin, Wishes
from bot.slack.door import translated
from bot.slack.surfaces.announce_cards import AGAIN, EDIT
from bot.slack.surfaces.announce_form import (
    ANNOUNCE,
    ANNOUNCE_PRESET,
    AnnounceForm,
    build_announce_view,
    read_announce_form,
)
from bot.slack.surfaces.announce_list import NEW
from bot.slack.surfaces.announce_review import ANNOUNCE_REVIEW, AnnounceReview, Reviewed, build_announce_review
from bot.slack.surfaces.inputs import Pick
from bot.slack.surfaces.opened import Opened
from handlers.announce_checks import check_announcement, may_mention, price_of, require_allowed
from handlers.called import Called
from handlers.careful import careful
from handlers.drafting import Place, begin_draft
from handlers.pressed import Press
from handlers.telling import tell_above_the_form, tell_beside_the_field, tell_in_the_view, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons that open the form, to the form, and to its review."""
    _register_opening(app, tools)
    _register_preset(app, tools)
    _register_submissions(app, tools)


def _register_opening(app: AsyncApp, tools: Tools) -> None:
    async def begin_from_home(touch: Touch) -> None:
        announcement = await _begin(tools, Place(touch.team_id, touch.user_id))
        await _show(tools, touch, announcement)

    on_touch(app, tools, NEW, begin_from_home)
    on_touch(app, tools, EDIT, partial(_edit, tools))
    on_touch(app, tools, AGAIN, partial(_use_again, tools))


def _register_preset(app: AsyncApp, tools: Tools) -> None:
    @careful(tell_nobody)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(begin_with_preset(body=body, action=action, client=client))
        return acked

    @careful(tell_above_the_form)
    async def begin_with_preset(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        view, place = body["view"], Place(str(body["team"]["id"]), str(body["user"]["id"]))
        preset_id = (action.get("selected_option") or {}).get("value")
        preset = (await tools.presets.shelf(place.team_id, place.user_id)).find(preset_id)
        if preset is None:
            raise Refusal("This preset is not there any more. Pick another one.")
        opened = Opened.read(str(view.get("private_metadata") or ""))
        content = await _read(tools, place, view)
        wishes = Wishes.model_validate(content.wishes.model_dump() | preset.wishes.model_dump(exclude_none=True))
        announcement = await _keep(tools, place, opened.draft, content.model_copy(update={"wishes": wishes}))
        turned = opened.model_copy(update={"turn": opened.turn + 1})
        shown = await _form(tools, announcement, turned)
        with translated("views.update", repeatable=True):
            await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)

    app.action(ANNOUNCE_PRESET)(acknowledge)


def _register_submissions(app: AsyncApp, tools: Tools) -> None:
    @careful(tell_beside_the_field)
    async def review_announcement(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        place = Place(str(body["team"]["id"]), str(body["user"]["id"]))
        opened = Opened.read(str(view.get("private_metadata") or ""))
        announcement = await _keep(tools, place, opened.draft, await _read(tools, place, view))
        await check_announcement(tools, announcement)
        return await ack(response_action="push", view=await _review(tools, announcement))

    @careful(tell_in_the_view)
    async def hand_in(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        reviewed, user_id = Reviewed.read(view), str(body["user"]["id"])
        announcement = await tools.announcing.own(str(body["team"]["id"]), user_id, reviewed.announcement)
        await check_announcement(tools, announcement)
        quote = await price_of(tools, announcement)
        handed_in = await tools.announcing.hand_in(announcement, reviewed.seen, quote)
        acked = await ack(response_action="clear")
        tools.afterwards.start(start_announcement(tools=tools, announcement=handed_in))
        return acked

    app.view(ANNOUNCE)(review_announcement)
    app.view(ANNOUNCE_REVIEW)(hand_in)


async def open_announcements(tools: Tools, called: Called) -> None:
    """What `/herald announce` opens: a new one, filled in with what the person begins with."""
    announcement = await _begin(tools, called.place)
    view = await _form(tools, announcement, Opened(draft=announcement.id), lists=True)
    with translated("views.open"):
        await called.client.views_open(trigger_id=called.trigger_id, view=view)


async def open_announcement_again(tools: Tools, press: Press) -> None:
    """Open the form of the announcement whose video this is; of a new one like it where that has ended."""
    render = press.render
    announcement_id = str(announcement_of(render.id))
    touch = replace(press.touch, value=announcement_id)
    announcement = await tools.announcing.own(render.team_id, render.user_id, announcement_id)
    await (_use_again if announcement.state in FINAL else _edit)(tools, touch)


async def _edit(tools: Tools, touch: Touch) -> None:
    announcement = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
    if announcement.state is not AnnouncementState.DRAFT and not announcement.may_be_edited:
        raise Refusal(UNDER_WAY)
    await _show(tools, touch, announcement)


async def _use_again(tools: Tools, touch: Touch) -> None:
    earlier = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
    content = earlier.written.model_copy(update={"due_at": None, "written_at": tools.clock()})
    place = Place(touch.team_id, touch.user_id)
    await _show(tools, touch, await _keep(tools, place, tools.new_render_id(), content))


@careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
async def start_announcement(tools: Tools, announcement: Announcement) -> None:
    """Wake the announcement's step, and let an open Home follow."""
    await tools.announcing.start(announcement)
    await tools.audit.note(
        announcement.team_id, announcement.user_id, "announcement handed in", f"{announcement.id[:8]}", tools.clock()
    )


async def show_view(touch: Touch, view: dict[str, Any], *, in_place: bool = False) -> None:
    """Show a view, above the modal in which it was asked for if there is one; or in that one's place.

    Slack stacks three views at most, and a form needs room for its review.
    """
    shown = touch.body.get("view") or {}
    if shown.get("type") == "modal" and in_place:
        with translated("views.update"):
            await touch.client.views_update(view_id=shown["id"], view=view)
    elif shown.get("type") == "modal":
        with translated("views.push"):
            await touch.client.views_push(trigger_id=touch.trigger_id, view=view)
    else:
        with translated("views.open"):
            await touch.client.views_open(trigger_id=touch.trigger_id, view=view)


async def _begin(tools: Tools, place: Place) -> Announcement:
    """A new one, which is kept: the form shows only a part of what is chosen. Raises Refusal for who may not."""
    await require_allowed(tools, place.team_id, place.user_id)
    draft = await begin_draft(tools, place, Origin.HOME)
    wishes = draft.wishes.model_copy(update={"image": None, "audio": None, "number_results": None})
    channels = (place.channel_id,) if (place.channel_id or "").startswith(("C", "G")) else ()
    content = Content(wishes=wishes, channels=tuple(filter(None, channels)), written_at=tools.clock())
    return await _keep(tools, place, draft.id, content)


async def _keep(tools: Tools, place: Place, announcement_id: str, content: Content) -> Announcement:
    return await tools.announcing.write(place.team_id, place.user_id, announcement_id, content)


async def _read(tools: Tools, place: Place, view: dict[str, Any]) -> Content:
    """What the form holds, laid over what is kept of it."""
    opened, now = Opened.read(str(view.get("private_metadata") or "")), tools.clock()
    kept = await tools.announcing.get(place.team_id, opened.draft)
    if kept is not None and kept.user_id != place.user_id:
        raise Refusal(NOT_YOURS)
    return read_announce_form(view, Content(written_at=now) if kept is None else kept.written, now=now)


async def _show(tools: Tools, touch: Touch, announcement: Announcement) -> None:
    await show_view(touch, await _form(tools, announcement, Opened(draft=announcement.id)), in_place=True)


async def _form(tools: Tools, announcement: Announcement, opened: Opened, *, lists: bool = False) -> dict[str, Any]:
    team_id, user_id = announcement.team_id, announcement.user_id
    label, wishes = await tools.offer.labels(team_id), announcement.written.wishes
    shelf = await tools.presets.shelf(team_id, user_id)
    gone: list[str] = []

    async def pick(kind: str, value: str | None) -> Pick | None:
        if value is None:
            return None
        if await tools.offer.has(team_id, kind, value):
            return Pick(value, label(value))
        gone.append(kind)
        return None

    avatar, voice = await pick("avatar", wishes.avatar), await pick("voice", wishes.voice)
    language = await pick("language", wishes.language)
    return build_announce_view(
        AnnounceForm(
            announcement=announcement,
            opened=opened.model_copy(update={"language": wishes.language}),
            price_per_second=tools.price_per_second,
            may_mention=await may_mention(tools, team_id, user_id),
            avatar=avatar,
            voice=voice,
            language=language,
            presets=[Pick(preset.id, preset.name) for preset in shelf.presets],
            notices=_notices(gone),
            lists=lists,
        )
    )


def _notices(gone: Sequence[str]) -> list[str]:
    return [f"The {kind} chosen before is not on offer any more. Pick another one." for kind in gone]


async def _review(tools: Tools, announcement: Announcement) -> dict[str, Any]:
    beginning = await tools.begin(announcement.team_id, announcement.user_id)
    review = AnnounceReview(
        announcement=announcement,
        quote=await price_of(tools, announcement),
        budget_left=beginning.budget_left,
        labels=await tools.offer.labels(announcement.team_id),
    )
    return build_announce_review(review)
