"""How what Herald sends is spelled: names in Runware's camelCase, values of exactly the type that they are to be."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    UUID4,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, Url


def wire_name(name: str) -> str:
    """Runware's spelling of one of our field names: camelCase, but `UUID` and `URL` in capitals."""
    return to_camel(name).replace("Uuid", "UUID").replace("Url", "URL")


class Request(BaseModel):
    """A task, or a part of one: an unknown field or a value of another type cannot be built."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=wire_name,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


def is_web_address(value: str) -> bool:
    """Whether `value` is an HTTP(S) URL with a host, and without blanks or control characters."""
    if not value.isprintable() or any(map(str.isspace, value)):
        return False
    try:
        url = Url(value)
    except ValueError:
        return False
    written = re.match(r"https?://[^/\\?#]", value, re.IGNORECASE)  # the parser mends what is not
    return url.scheme in ("http", "https") and bool(url.host) and url.port != 0 and written is not None


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise PydanticCustomError("web_address", "must be a URL that begins with https:// or http://")
    return value


def not_blank(value: str) -> str:
    """The text itself; a PydanticCustomError when there is nothing in it but space."""
    if not value.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return value


def _decimal(value: Any) -> Any:
    """A number as the decimal that it is written as: 1.05 has two places, not fifty."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("number_type", "must be a number")
    return Decimal(str(value))


def _identity(value: Any) -> Any:
    """Pydantic takes sixteen bytes for a UUID, too; the wire does not."""
    if isinstance(value, bytes | bytearray):
        raise PydanticCustomError("uuid_type", "must be a UUID, written as text")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
"""Kept as it was written: a presigned URL must not be spelled anew."""
Number = Annotated[
    Decimal, Field(strict=False), BeforeValidator(_decimal), PlainSerializer(float, return_type=float, when_used="json")
]
"""Checked as a decimal, exactly; a plain number on the wire."""
TaskUuid = Annotated[UUID4, Field(strict=False), BeforeValidator(_identity)]
