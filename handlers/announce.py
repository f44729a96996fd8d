"""The form of an announcement and its review: opened, filled in by a preset, handed in."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.posting.announcement import FINAL, Announcement, Content, announcement_of
from bot.posting.announcing import CHANGED, NOT_YOURS, UNDER_WAY
from bot.rendering.draft import Origin, Wishes
from bot.rendering.requesting import Quote
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
from handlers.announce_checks import check_announcement, may_mention, require_allowed
from handlers.called import Called
from handlers.careful import careful
from handlers.drafting import Place, begin_with_budget, freshen
from handlers.ports import Beginning
from handlers.pressed import Press
from handlers.showing import replace_view
from handlers.telling import tell_above_the_form, tell_beside_the_field, tell_in_the_view, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons that open the form, to the form, and to its review."""
    _register_opening(app, tools)
    _register_preset(app, tools)
    _register_submissions(app, tools)


def _register_opening(app: AsyncApp, tools: Tools) -> None:
    async def begin_from_home(touch: Touch) -> None:
        announcement = await _begin(tools, touch.place)
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
        view, place = body["view"], Place.of(body)
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
        await replace_view(client, view["id"], shown, seen_hash=view["hash"])  # else it is kept all the same

    app.action(ANNOUNCE_PRESET)(acknowledge)


def _register_submissions(app: AsyncApp, tools: Tools) -> None:
    @careful(tell_beside_the_field)
    async def review_announcement(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        place = Place.of(body)
        opened = Opened.read(str(view.get("private_metadata") or ""))
        announcement = await _keep(tools, place, opened.draft, await _read(tools, place, view))
        quote, beginning = await check_announcement(tools, announcement)
        return await ack(response_action="push", view=await _review(tools, announcement, quote, beginning))

    @careful(tell_in_the_view)
    async def hand_in(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        reviewed, place = Reviewed.read(view), Place.of(body)
        announcement = await tools.announcing.own(place.team_id, place.user_id, reviewed.announcement)
        quote, beginning = await check_announcement(tools, announcement)
        if announcement.written.written_at != reviewed.seen and announcement.may_be_edited:
            again = await _review(tools, announcement, quote, beginning, problem=CHANGED)
            return await ack(response_action="update", view=again)
        handed_in = await tools.announcing.hand_in(announcement, reviewed.seen, quote)
        acked = await ack(response_action="clear")
        done = Done(handed_in, place.user_id, "announcement handed in", noted=handed_in != announcement)
        tools.afterwards.start(follow_announcement(tools=tools, done=done))
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
    if not announcement.may_be_edited:
        raise Refusal(UNDER_WAY)
    await _show(tools, touch, announcement)


async def _use_again(tools: Tools, touch: Touch) -> None:
    earlier = await tools.announcing.own(touch.team_id, touch.user_id, touch.value)
    content = earlier.written.model_copy(update={"due_at": None, "written_at": tools.clock()})
    place = touch.place
    await _show(tools, touch, await _keep(tools, place, tools.new_render_id(), content))


@dataclass(frozen=True)
class Done:
    """What somebody did with an announcement, as it is since; `what` and `detail` go on the audit list.

    A press that found it done already is not `noted` again.
    """

    announcement: Announcement
    by: str
    what: str
    detail: str = ""
    noted: bool = True


@careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
async def follow_announcement(tools: Tools, done: Done) -> None:
    """Wake the announcement's step, note what was done, and let the Home of who did it follow."""
    announcement = done.announcement
    await tools.announcing.start(announcement)
    if done.noted:
        about = f"{announcement.id[:8]}{done.detail}"
        await tools.audit.note(announcement.team_id, done.by, done.what, about, tools.clock())
    await tools.home.publish(announcement.team_id, done.by)


async def _begin(tools: Tools, place: Place) -> Announcement:
    """A new one, which is kept: the form shows only a part of what is chosen. Raises Refusal for who may not."""
    draft, beginning = await begin_with_budget(tools, place, Origin.HOME)
    require_allowed(beginning)
    channels = [place.channel_id] if place.channel_id and place.channel_id.startswith(("C", "G")) else []
    content = Content(wishes=draft.wishes, channels=tuple(channels), written_at=tools.clock())
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
    beginning, shelf = await tools.begin_with_presets(team_id, user_id)
    fresh = await freshen(tools, team_id, announcement.written.wishes)
    return build_announce_view(
        AnnounceForm(
            announcement=announcement,
            opened=opened.model_copy(update={"language": fresh.wishes.language}),
            price_per_second=tools.price_per_second,
            may_mention=may_mention(beginning),
            avatar=fresh.avatar,
            voice=fresh.voice,
            language=fresh.language,
            presets=[Pick(preset.id, preset.name) for preset in shelf.presets],
            notices=fresh.notices,
            lists=lists,
        )
    )


async def _review(
    tools: Tools, announcement: Announcement, quote: Quote, beginning: Beginning, *, problem: str | None = None
) -> dict[str, Any]:
    review = AnnounceReview(
        announcement=announcement,
        quote=quote,
        budget_left=beginning.budget_left,
        labels=await tools.offer.labels(announcement.team_id),
        problem=problem,
    )
    return build_announce_review(review)
