"""How a listener's failure reaches the person: beside a field, in the command's answer, in the form, or privately."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import InvalidField, SlackError
from bot.slack.door import translated
from bot.slack.surfaces.compose import AVATAR, SCRIPT
from bot.slack.surfaces.escape import defuse
from bot.slack.surfaces.inputs import FormState
from bot.slack.surfaces.more_options import SIZE
from bot.slack.surfaces.preset_form import build_notice_view
from bot.slack.surfaces.problem import with_problem
from bot.slack.surfaces.words import explain_error
from handlers.careful import Told
from handlers.showing import replace_view

_SHOWN_BESIDE = {"width": SIZE, "height": SIZE}
_ELSE_BESIDE = {"image": AVATAR, "subject": AVATAR}
"""Fields of a request that the form shows as part of another; the latter only where it does not show them itself."""


async def tell_in_the_answer(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """The command's own answer, which only the person sees."""
    response: BoltResponse = await arguments["ack"](text=explain_error(error).text)
    return response


async def tell_beside_the_field(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """An error beside the modal's field, so that the modal stays open and nothing typed is lost."""
    named = error.field if isinstance(error, InvalidField) else SCRIPT
    state = FormState.of(arguments["view"])
    places = (_SHOWN_BESIDE.get(named, named), _ELSE_BESIDE.get(named, SCRIPT), SCRIPT)
    block_id = next((found for place in places if (found := state.block_of(place))), SCRIPT)
    errors = {block_id: explain_error(error).text}
    response: BoltResponse = await arguments["ack"](response_action="errors", errors=errors)
    return response


async def tell_in_the_view(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """A line at the top of a submitted view that has no fields, which stays open."""
    view = with_problem(arguments["view"], explain_error(error).text)
    response: BoltResponse = await arguments["ack"](response_action="update", view=view)
    return response


async def tell_above_the_form(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """A line at the top of the view in which something was pressed or chosen; what was typed there stays."""
    shown = arguments["body"]["view"]
    view = with_problem(shown, explain_error(error).text)
    await replace_view(arguments["client"], shown["id"], view)
    return None


def tell_beside(field: str) -> Told:
    """As above, in a form in which whatever concerns no other field is said beside `field`."""

    async def told(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
        place = error.field if isinstance(error, InvalidField) else field
        errors = {place: explain_error(error).text}
        response: BoltResponse = await arguments["ack"](response_action="errors", errors=errors)
        return response

    return told


async def tell_privately(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """A private message where the person clicked or typed; a small view over Home, which has no place for one."""
    text, respond, client = explain_error(error).text, arguments["respond"], arguments["client"]
    asked = arguments.get("command") or arguments["body"]
    user_id = str(asked["user_id"] if "user_id" in asked else asked["user"]["id"])
    if respond.response_url is None:
        await _tell_over_home(client, asked["trigger_id"], user_id, text)
    else:
        await say_privately(respond, client, user_id, text)
    return None


async def say_privately(respond: AsyncRespond, client: AsyncWebClient, user_id: str, text: str) -> None:
    """Through the request's `response_url`, by which only the person sees it; a direct message where that ended."""
    try:
        await respond(text=text, response_type="ephemeral", replace_original=False)
    except SlackError:
        await client.chat_postMessage(channel=user_id, text=defuse(text))


async def _tell_over_home(client: AsyncWebClient, trigger_id: str, user_id: str, text: str) -> None:
    view = build_notice_view("That did not work", text)
    try:
        with translated("views.open"):
            await client.views_open(trigger_id=trigger_id, view=view)
    except SlackError:
        await client.chat_postMessage(channel=user_id, text=defuse(text))


async def tell_nobody(_arguments: dict[str, Any], _error: Exception) -> BoltResponse | None:
    """Where no person is waiting: the log has it."""
    return None


async def tell_no_options(arguments: dict[str, Any], _error: Exception) -> BoltResponse | None:
    """An empty list: a search that broke shows no results."""
    response: BoltResponse = await arguments["ack"](options=[])
    return response
