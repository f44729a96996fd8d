"""How a listener's failure reaches the person: beside a field, in the command's answer, or privately."""

from typing import Any

from slack_bolt import BoltResponse

from bot.errors import InvalidField
from bot.slack.surfaces.compose import SCRIPT
from bot.slack.surfaces.words import explain_error


async def tell_in_the_answer(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """The command's own answer, which only the person sees."""
    response: BoltResponse = await arguments["ack"](text=explain_error(error).text)
    return response


async def tell_beside_the_field(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """An error beside the modal's field, so that the modal stays open and nothing typed is lost."""
    field = error.field if isinstance(error, InvalidField) else SCRIPT
    errors = {field: explain_error(error).text}
    response: BoltResponse = await arguments["ack"](response_action="errors", errors=errors)
    return response


async def tell_privately(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    """A private message where the person clicked or typed, through the request's `response_url`."""
    await arguments["respond"](text=explain_error(error).text, response_type="ephemeral", replace_original=False)
    return None


async def tell_nobody(_arguments: dict[str, Any], _error: Exception) -> BoltResponse | None:
    """Where no person is waiting: the log has it."""
    return None


async def tell_no_options(arguments: dict[str, Any], _error: Exception) -> BoltResponse | None:
    """An empty list: a search that broke shows no results."""
    response: BoltResponse = await arguments["ack"](options=[])
    return response
