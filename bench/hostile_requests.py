"""Requests that a stranger may send: well-made ones with something wrong, broken ones, and mere noise; never signed."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

_EVENTS: Final = "/slack/events"
_COMMAND: Final = urlencode({"command": "/herald", "team_id": "T0BENCH", "user_id": "U0ALICE", "text": "Hi"}).encode()
_PATHS: Final = (
    _EVENTS,
    "/slack/events/",
    "/slack/events%00",
    "/slack/../slack/events",
    "//slack/events",
    "/slack/install",
    "/slack/install?x=<script>",
    "/slack/oauth_redirect",
    "/slack/oauth_redirect?code=1&state=" + "a" * 32,
    "/slack/oauth_redirect?code=%00%ff&state=%F0%9F%92%A9",
    "/slack/oauth_redirect?error=access_denied&state=" + "0" * 4_000,
    "/runware/hooks/",
    "/runware/hooks/" + "A" * 300,
    "/runware/hooks/%2e%2e/%2e%2e/etc/passwd",
    "/runware/hooks/\xff",
    "/healthz",
    "/readyz",
    "/metrics",
    "/.env",
    "/" + "a" * 9_000,
    "*",
    "http://evil.example/slack/events",
    "/slack/events?x=" + "%41" * 500,
    "/%c0%ae%c0%ae/",
    "",
)
_METHODS: Final = (
    "POST",
    "POST",
    "POST",
    "POST",
    "GET",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
)
_TIMES: Final = ("abc", "", "1e3", "9" * 5_000, "-1", "0", "١٢٣٤٥٦٧٨٩٠", "1234567890.5", " 1234567890", "0x5f5e1000")
_SIGNATURES: Final = ("", "v0=", "v0=é", "v1=" + "a" * 64, "v0=" + "a" * 63, "v0=" + "A" * 64, "v0=" + "g" * 64, "\x7f")
_TYPES: Final = (
    "application/x-www-form-urlencoded",
    "application/json",
    "application/json; charset=utf-16",
    "multipart/form-data; boundary=",
    "text/html",
    "",
    "application/" + "x" * 2_000,
)
_BODIES: Final = (
    _COMMAND,
    b"",
    b"{",
    b"null",
    b"[]",
    b'{"type":"url_verification","challenge":"x"}',
    b'{"type":"event_callback","event":{"type":"app_uninstalled"},"team_id":"T0BENCH"}',
    b"ssl_check=1&token=x",
    b"payload=%7B",
    b"payload={}",
    b"\xff\xfe\x00",
    b"%" * 1_000,
    b"[" * 100_000,
    b'{"a":' * 20_000,
    b"a=" + b"1" * 200_000,
    "\N{PILE OF POO}".encode("utf-16"),
)


class Stranger:
    """Makes hostile requests; the same ones for the same seed, but for the time they name."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._kinds: Sequence[Callable[[], bytes]] = (self._forged, self._forged, self._odd, self._framed, self._noise)

    def request(self) -> bytes:
        """The bytes of the next one; it may be that it never ends."""
        return self._chance.choice(self._kinds)()

    def _forged(self) -> bytes:
        """Slack's own shape, but for what only Slack can know."""
        body = self._chance.choice(_BODIES)
        now = int(time.time())
        said = str(now + self._chance.choice((0, 0, 0, -301, 301, -10_000_000)))
        secret = self._chance.choice(("guess", "0", "8f742231b10e8888abcd99yyyzzz85a4"))
        signed = self._chance.choice((body, _COMMAND, b"other")).decode("latin-1")
        signature = str(SignatureVerifier(secret).generate_signature(timestamp=said, body=signed))
        headers = {
            "X-Slack-Request-Timestamp": said,
            "X-Slack-Signature": self._chance.choice((signature, signature, self._chance.choice(_SIGNATURES))),
            "Content-Type": self._chance.choice(_TYPES[:2]),
        }
        return _request("POST", _EVENTS, headers, body)

    def _odd(self) -> bytes:
        """Any method, any path, odd headers."""
        chance = self._chance
        headers = {
            "X-Slack-Request-Timestamp": chance.choice(_TIMES),
            "X-Slack-Signature": chance.choice(_SIGNATURES),
            "Content-Type": chance.choice(_TYPES),
            "Content-Encoding": chance.choice(("gzip", "br", "identity", "")),
            "Cookie": chance.choice(("herald-install=" + "a" * 32, "=;=;\x01", "a=" + "b" * 4_000, "")),
            "Host": chance.choice(("127.0.0.1", "evil.example", "", "[::1", "a" * 500)),
            "X-Slack-Retry-Num": chance.choice(("1", "-1", "x")),
            "X-Forwarded-For": "127.0.0.1",
            "Connection": chance.choice(("keep-alive", "close", "Upgrade, HTTP2-Settings")),
            "Upgrade": chance.choice(("websocket", "h2c", "")),
        }
        kept = dict(chance.sample(sorted(headers.items()), chance.randrange(len(headers))))
        return _request(chance.choice(_METHODS), chance.choice(_PATHS), kept, chance.choice(_BODIES))

    def _framed(self) -> bytes:
        """A wrong length, a wrong encoding, too much of everything."""
        chance = self._chance
        framing = chance.choice(
            (
                b"Content-Length: -1\r\n",
                b"Content-Length: 99999999999999999999\r\n",
                b"Content-Length: 5\r\nContent-Length: 6\r\n",
                b"Content-Length: abc\r\n",
                b"Content-Length: 209715200\r\n",
                b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                b"Transfer-Encoding: chunked\r\n",
                b"Transfer-Encoding: gzip, chunked\r\n",
                b"Transfer-Encoding: \x00chunked\r\n",
                b"Expect: 100-continue\r\nContent-Length: 10\r\n",
                b"X: " + b"y" * 40_000 + b"\r\n",
                b"".join(b"X%d: y\r\n" % number for number in range(3_000)),
                b"no colon here\r\n",
                b" folded: value\r\n",
                b"Bad\x00Name: value\r\n",
            )
        )
        line = f"POST {_EVENTS} HTTP/1.1\r\nHost: herald\r\n".encode()
        return line + framing + b"\r\n" + chance.choice((b"", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"ffffffffff\r\n"))

    def _noise(self) -> bytes:
        """Bytes that are no HTTP, or hardly."""
        chance = self._chance
        return chance.choice(
            (
                chance.randbytes(chance.randrange(1, 400)),
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(64),
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"GET / HTTP/9.9\r\n\r\n",
                b"GET /slack/events\r\n\r\n",
                b"POST /slack/events HTTP/1.0\r\n\r\n",
                b"\r\n\r\n\r\n",
                b"GET  /  HTTP/1.1\r\n\r\n",
                _request("POST", _EVENTS, {}, _COMMAND)[: chance.randrange(1, 60)],
            )
        )


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    named = {"Host": "herald", **headers, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
