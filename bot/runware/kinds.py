"""The ways in which a task may name a picture or a recording."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from bot.runware.wire import is_web_address

SHORTEST_BASE64: Final = 32
"""No picture is shorter; a shorter text is a mistyped UUID or the name of a file."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATA_URI: Final = re.compile(r"data:[a-z]+/[a-z0-9.+-]+(;[a-z]+=[^;,\s]+)*;base64,", re.IGNORECASE)


def _picture(value: str) -> str:
    start = _DATA_URI.match(value)
    if start is not None:
        good = _is_base64(value[start.end() :])
    else:
        good = _is_uuid_or_url(value) or (len(value) >= SHORTEST_BASE64 and _is_base64(value))
    if not good:
        raise PydanticCustomError("picture", "must be a UUID, an http(s) URL, a data URI with base64, or base64")
    return value


def _recording(value: str) -> str:
    if not _is_uuid_or_url(value):
        raise PydanticCustomError("recording", "must be a UUID or a URL that begins with https:// or http://")
    return value


def _is_uuid_or_url(value: str) -> bool:
    return _UUID.fullmatch(value) is not None or is_web_address(value)


def _is_base64(value: str) -> bool:
    try:
        return bool(b64decode(value, validate=True))
    except (NotBase64, ValueError):
        return False


Picture = Annotated[str, AfterValidator(_picture)]
Recording = Annotated[str, AfterValidator(_recording)]
