"""The four ways in which a caller can give a picture or a sound, told apart by how they are spelled."""

import base64
import binascii
import re
from typing import Final, Literal
from urllib.parse import unquote_to_bytes, urlsplit

Source = Literal["UUID", "URL", "data URI", "base64"]

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_DATA_URI: Final = re.compile(r"data:[\w.+-]+/[\w.+-]+(;[\w.+-]+=[^;,]*)*(?P<base64>;base64)?,", re.ASCII)


def source_of(text: str) -> Source | None:
    """Which way that is, or None for none of them."""
    if _UUID.fullmatch(text):
        return "UUID"
    if is_http_url(text):
        return "URL"
    if _DATA_URI.match(text):
        return "data URI"
    return "base64" if len(text) % 4 == 0 and _BASE64.fullmatch(text) else None


def is_http_url(text: str) -> bool:
    """Whether that is a whole http or https address, with a host and nothing that cannot stand in one."""
    try:
        parts = urlsplit(text)
        sound = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        return False
    plain = text.isprintable() and not any(character in text for character in ' <>"\\^`{|}')
    return sound and plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def inline_content(text: str) -> bytes | None:
    """The bytes that a data URI or base64 carries; None when they cannot be read."""
    encoded, is_base64 = text, True
    if found := _DATA_URI.match(text):
        encoded, is_base64 = text[found.end() :], found["base64"] is not None
    if not is_base64:
        return unquote_to_bytes(encoded)
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return None
