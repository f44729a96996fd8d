"""A script from a text file: fetched after the ack, while the person sees that it is being read."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BudgetExceeded, HeraldError, InvalidField
from bot.rendering.draft import Draft
from bot.slack.surfaces.compose_reading import check_script
from bot.slack.surfaces.script_file import SCRIPT_FILE, ScriptFile, build_reading_view, build_unread_view
from bot.slack.surfaces.words import explain_error
from handlers.careful import careful
from handlers.composing import opened_for, quote_for, review_view
from handlers.pushed import update_pushed
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
    try:
        view = await _review(tools, reading)
    except HeraldError as error:
        view = build_unread_view(opened_for(reading.draft).write(), explain_error(error).text)
    await update_pushed(client, reading.view_id, view)


async def _review(tools: Tools, reading: _Reading) -> dict[str, Any]:
    before = reading.draft
    script = await tools.scripts.read(before.team_id, before.user_id, reading.file)
    draft = before.model_copy(update={"script": script, "updated_at": tools.clock()})
    check_script(draft)
    quote = await quote_for(tools, draft)
    beginning = await tools.begin(draft.team_id, draft.user_id)
    if quote.reserve > beginning.budget_left:
        raise BudgetExceeded(needed=quote.reserve, left=beginning.budget_left, whose=beginning.left_of)
    await tools.drafts.save(draft)
    return await review_view(tools, draft, quote, begun=beginning)
