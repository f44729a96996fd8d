"""The arguments of a Web API call, however they were sent: query, form, JSON or multipart."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from playground.slack.api.errors import SlackError, invalid
from playground.slack.model.wire import Json

_FALSE = ("", "0", "false")


class Arguments:
    """A call's arguments; texts from a query or form are read as what the method wants."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str | None:
        """The argument as text, None when it was not given."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, (dict, list)):
            raise invalid("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return json.dumps(value)

    def required(self, name: str) -> str:
        """The argument as text. Raises SlackError when it is missing or empty."""
        value = self.text(name)
        if not value:
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """The argument as a yes or no, no when it was not given."""
        value = self.text(name)
        return value is not None and value.lower() not in _FALSE

    def number(self, name: str, default: int) -> int:
        """The argument as a whole number."""
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise invalid("invalid_arguments", [f"must be an integer [json-pointer:/{name}]"]) from None

    def document(self, name: str, error: str) -> Any:
        """The argument as JSON, None when it was not given. Raises SlackError(`error`) when it cannot be read."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None


async def read_arguments(request: web.Request) -> tuple[str | None, Arguments]:
    """The token and the arguments of a call."""
    values: Json = dict(request.query)
    if request.method == "POST":
        values.update(await _body(request))
    given = values.pop("token", None)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else given
    return token or None, Arguments(values)


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return _json_object(await request.read())
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return {name: value for name, value in form.items() if isinstance(value, str)}
    return {}


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(values, dict):
        raise SlackError("json_not_object")
    values.pop("token", None)  # Slack reads no token from a JSON body
    return values
