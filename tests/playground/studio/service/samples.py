"""Small media of the tests."""

import base64
from typing import Final

PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
WAV: Final = b"RIFF$\x00\x00\x00WAVEfmt " + bytes(24)


def as_base64(content: bytes) -> str:
    """Bytes as callers send them."""
    return base64.b64encode(content).decode()
