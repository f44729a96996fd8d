"""`blocks.validate`, which anybody may ask."""

from typing import Any

from playground.slack.api.arguments import Arguments
from playground.slack.api.content import checked_blocks, read_content
from playground.slack.api.errors import SlackError, invalid
from playground.slack.api.views import checked_view
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json


async def validate(slack: LocalSlack, args: Arguments) -> Json:
    """`blocks.validate`: one of blocks, a message, a view."""
    given = [name for name in ("blocks", "message", "view") if name in args]
    if len(given) != 1:
        raise invalid("invalid_arguments", ["exactly one of blocks, message and view is required"])
    (name,) = given
    refused = f"invalid_{name}"
    document = args.document(name, refused)
    try:
        _check(name, document)
    except SlackError as error:
        raise SlackError(refused, **_explained(error)) from None
    return {}


def _check(name: str, document: Any) -> None:
    if name == "blocks":
        checked_blocks(document)
    elif name == "view":
        checked_view(document, ("modal", "home"))
    elif isinstance(document, dict):
        read_content(Arguments(document))
    else:
        raise invalid("invalid_arguments", ["must be an object [json-pointer:/message]"])


def _explained(error: SlackError) -> Json:
    return error.more or {"response_metadata": {"messages": [f"[ERROR] {error.code}"]}}
