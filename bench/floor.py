"""The floor of a correct endpoint: a bare ASGI server that checks Slack's signature and parses the form, no more."""

import hashlib
import hmac
import sys
import time
from typing import Any, Final
from urllib.parse import parse_qsl

import uvicorn

from bench.requests import SECRET

_HEADERS: Final = [(b"content-length", b"0")]


async def floor(_scope: Any, receive: Any, send: Any) -> None:
    """Answer one request."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    status = 200 if _is_signed(dict(_scope["headers"]), body) and dict(parse_qsl(body.decode())) else 401
    await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": b""})


def _is_signed(headers: dict[bytes, bytes], body: bytes) -> bool:
    timestamp = headers.get(b"x-slack-request-timestamp", b"0")
    mac = hmac.new(SECRET.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(timestamp)) < 300
    return fresh and hmac.compare_digest(b"v0=" + mac.encode(), headers.get(b"x-slack-signature", b""))


if __name__ == "__main__":
    uvicorn.run(floor, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
