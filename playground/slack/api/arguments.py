"""The arguments of a Web API call, however they were sent: query, form, JSON or multipart."""

import json
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

from playground.slack.api.errors import SlackError, invalid
from playground.slack.model.wire import Json

_FALSE: Final = ("", "0", "false")
_CHARSETS: Final = ("utf-8", "utf8", "iso-8859-1", "us-ascii")


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

    def names(self, name: str) -> list[str]:
        """The argument as a list of ids or names, given as a JSON list or separated by commas."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("["):
            value = self.document(name, "invalid_arguments")
        if isinstance(value, list):
            return [str(item) for item in value]
        return [part.strip() for part in (self.text(name) or "").split(",") if part.strip()]

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
    if request.content_type == "multipart/form-data":
        return await _multipart(request)
    body = await request.read()
    if not body:
        return {}
    if request.content_type == "application/json":
        return _json_object(body)
    if (request.charset or "utf-8").lower() not in _CHARSETS:
        raise SlackError("invalid_charset")
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    raise SlackError("invalid_post_type" if "Content-Type" in request.headers else "missing_post_type")


async def _multipart(request: web.Request) -> Json:
    try:
        form = await request.post()
    except (ValueError, AssertionError):  # what aiohttp raises for a body without its boundary or its end
        raise SlackError("invalid_form_data") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _json_object(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(values, dict):
        raise SlackError("json_not_object")
    values.pop("token", None)  # Slack reads no token from a JSON body
    return values
