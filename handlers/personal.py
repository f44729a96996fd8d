"""`/herald personal` and Home's *Personal clips*: the form, handed in as a batch whose list is then read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.posting.batch import Batch
from bot.posting.batch_desk import require_droppable
from bot.posting.batch_reading import check_placeholders
from bot.rendering.draft import Origin, Wishes
from bot.rendering.render import Destination
from bot.rendering.requesting import Request
from bot.slack.door import translated
from bot.slack.surfaces.personal import (
    PERSONAL,
    PERSONAL_CLIPS,
    PersonalForm,
    PersonalOpened,
    PersonalSubmission,
    build_personal_view,
    build_reading_view,
    opened_again,
    read_personal,
)
from handlers.called import Called
from handlers.careful import careful
from handlers.drafting import Place, again, begin_draft, freshen
from handlers.telling import tell_beside_the_field, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to Home's button and to the form."""

    async def open_from_home(touch: Touch) -> None:
        await open_personal(tools, Called(touch.place, touch.trigger_id, touch.client))

    @careful(tell_beside_the_field)
    async def hand_in(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        place = Place.of(body)
        earlier = await _replaced(tools, place, view)
        base = await _begin(tools, place) if earlier is None else Wishes.of(earlier.choices)
        sent = read_personal(view, base)
        batch = _batch_of(tools, place, sent)
        await _check(tools, sent, batch)
        if earlier is not None:  # first, so that never both are there: the form still has all of it
            await tools.batches.drop(earlier)
        await tools.batches.hand_in(batch)
        acked = await ack(response_action="update", view=build_reading_view())
        tools.afterwards.start(start_reading(batches=[batch] if earlier is None else [batch, earlier]))
        return acked

    @careful(tell_nobody)  # they are stored: should this be cut off, the reconciler wakes them
    async def start_reading(batches: Sequence[Batch]) -> None:
        for batch in batches:
            await tools.batches.wake(batch)

    on_touch(app, tools, PERSONAL_CLIPS, open_from_home)
    app.view(PERSONAL)(hand_in)


async def open_personal(tools: Tools, called: Called) -> None:
    """Show the form, filled in as this person's videos begin; raises SlackError when it is not shown."""
    draft = await begin_draft(tools, called.place, Origin.COMMAND)
    opened = PersonalOpened(draft=draft.id)
    form = await _form(tools, draft.team_id, opened, draft.wishes)
    await _show(called.client, called.trigger_id, form)


async def change_personal(tools: Tools, batch: Batch, client: AsyncWebClient, trigger_id: str) -> None:
    """Show the form of a list as it was handed in, to be handed in anew; raises SlackError when it is not shown."""
    opened = opened_again(batch, tools.new_render_id())
    form = await _form(tools, batch.team_id, opened, Wishes.of(batch.choices))
    await _show(client, trigger_id, replace(form, script=batch.script, people=batch.picked))


async def _show(client: AsyncWebClient, trigger_id: str, form: PersonalForm) -> None:
    with translated("views.open"):
        await client.views_open(trigger_id=trigger_id, view=build_personal_view(form))


async def _form(tools: Tools, team_id: str, opened: PersonalOpened, wishes: Wishes) -> PersonalForm:
    fresh = await freshen(tools, team_id, wishes)
    return PersonalForm(
        opened.model_copy(update={"language": fresh.wishes.language}),
        avatar=fresh.avatar,
        voice=fresh.voice,
        language=fresh.language,
        notices=fresh.notices,
    )


async def _begin(tools: Tools, place: Place) -> Wishes:
    """What a person's videos begin with, without what is chosen for one video alone."""
    return again((await begin_draft(tools, place, Origin.COMMAND)).wishes)


async def _replaced(tools: Tools, place: Place, view: dict[str, Any]) -> Batch | None:
    """The person's batch that the form was opened from, to take its place."""
    replaces = PersonalOpened.read(str(view.get("private_metadata") or "")).replaces
    if replaces is None:
        return None
    batch = await tools.batches.own(place.team_id, place.user_id, replaces)
    require_droppable(batch)
    return batch


async def _check(tools: Tools, sent: PersonalSubmission, batch: Batch) -> None:
    """Whatever can be known before the list is read: raises InvalidField beside the field that has it."""
    if sent.file_id is None:
        check_placeholders(sent.script, ())
    await tools.desk.quote(
        Request(
            render_id=batch.id,
            team_id=batch.team_id,
            user_id=batch.user_id,
            script=sent.script,
            choices=batch.choices,
            destination=Destination(channel_id=batch.user_id),
            ttl_seconds=batch.ttl_seconds,
        )
    )


def _batch_of(tools: Tools, place: Place, sent: PersonalSubmission) -> Batch:
    return Batch(
        id=sent.opened.draft,
        team_id=place.team_id,
        user_id=place.user_id,
        script=sent.script,
        choices=sent.wishes.choices(),
        ttl_seconds=sent.wishes.ttl_seconds,
        picked=sent.people,
        file_id=sent.file_id,
        asked_at=tools.clock(),
    )
