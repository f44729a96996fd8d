"""A script from a text file: fetched after the ack, while the person sees that it is being read."""

from dataclasses import dataclass

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import HeraldError, InvalidField
from bot.rendering.draft import Draft
from bot.slack.surfaces.script_file import SCRIPT_FILE, ScriptFile, build_reading_view, build_unread_view
from bot.slack.surfaces.words import explain_error
from handlers.careful import careful
from handlers.composing import opened_for, quote_within_budget, review_view
from handlers.pricing import Priced, add_price
from handlers.pushed import named, update_pushed
from handlers.telling import tell_nobody
from handlers.tools import Tools


@dataclass(frozen=True)
class _Reading:
    """A draft whose script is in a file, and the view in which the person waits for it."""

    draft: Draft
    file: ScriptFile
    view_id: str


async def read_then_review(
    tools: Tools, ack: AsyncAck, client: AsyncWebClient, draft: Draft, file: ScriptFile
) -> BoltResponse:
    """Answer a submitted form whose script is in a file: the review follows when that was read.

    Raises InvalidField where a recording was given too.
    """
    if draft.wishes.audio is not None:
        raise InvalidField(SCRIPT_FILE, "Give a script or a recording, not both: take one of the two files away.")
    reading = _Reading(draft, file, f"script-{tools.new_render_id()}")
    view = build_reading_view(reading.view_id, opened_for(draft).write(), file)
    acked: BoltResponse = await ack(response_action="push", view=view)
    tools.afterwards.start(_show_review(tools=tools, client=client, reading=reading))
    return acked


@careful(tell_nobody)  # the person went back, and the form is as they left it
async def _show_review(tools: Tools, client: AsyncWebClient, reading: _Reading) -> None:
    name = reading.view_id
    try:
        priced = await _read(tools, reading)
        view = await review_view(tools, priced.draft, priced.quote, begun=priced.begun)
    except HeraldError as error:
        await update_pushed(
            client, name, build_unread_view(opened_for(reading.draft).write(), explain_error(error).text)
        )
        return
    await update_pushed(client, name, named(view, name))
    await add_price(tools=tools, client=client, name=name, priced=priced)


async def _read(tools: Tools, reading: _Reading) -> Priced:
    """The draft with what is in the file, kept; raises HeraldError where it cannot be read or not be made."""
    before = reading.draft
    script = await tools.scripts.read(before.team_id, before.user_id, reading.file)
    draft = before.model_copy(update={"script": script, "updated_at": tools.clock()})
    quote, beginning = await quote_within_budget(tools, draft)
    await tools.drafts.save(draft)
    return Priced(draft, quote, beginning)
