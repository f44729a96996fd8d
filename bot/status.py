"""How a process is, over HTTP: whether it lives, whether it can do its work, and its figures; web and worker alike."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.loop_lag import LoopLag

LONGEST_LAG: Final = 1.0
"""Seconds; a process whose timers are later than this is of no use to Slack, which waits for three."""
_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_MEND: Final = "it is overloaded: start more processes, or give it more of a processor"

Lines = Callable[[], Awaitable[Sequence[str]]]
Page = Callable[[], Awaitable[bytes]]


async def nothing() -> Sequence[str]:
    """No line."""
    return []


@dataclass(frozen=True)
class Status:
    """What can be asked of a process.

    `ready` lists what is missing before it can do its work, `warnings` what is not as it should be; each line has its
    mend. `page` is what Prometheus reads. Neither asks Slack or Runware: a process is no worse for their being away.
    """

    ready: Lines
    warnings: Lines = nothing
    page: Page | None = None
    token: SecretStr | None = None
    lag: LoopLag = field(default_factory=LoopLag)

    def routes(self) -> list[Route]:
        """`/healthz`, `/readyz` and, where there are figures, `/metrics`."""
        routes = [Route("/healthz", self._healthz), Route("/readyz", self._readyz)]
        return routes if self.page is None else [*routes, Route("/metrics", self._metrics)]

    async def _healthz(self, _request: Request) -> Response:
        lag = round(self.lag.worst, 3)
        if lag < LONGEST_LAG:
            return JSONResponse({"status": "alive", "loop_lag_seconds": lag})
        problem = f"its timers were {lag} s late: {_MEND}"
        return JSONResponse({"status": "slow", "loop_lag_seconds": lag, "problem": problem}, status_code=503)

    async def _readyz(self, _request: Request) -> Response:
        missing = list(await self.ready())
        warnings = [] if missing else list(await self.warnings())
        status = "not ready" if missing else "ready"
        body = {"status": status, "missing": missing, "warnings": warnings}
        return JSONResponse(body, status_code=503 if missing else 200)

    async def _metrics(self, request: Request) -> Response:
        if self.page is None or not _may_read(request, self.token):
            return PlainTextResponse("not found", status_code=404)
        return Response(await self.page(), media_type=CONTENT_TYPE_LATEST)


def _may_read(request: Request, token: SecretStr | None) -> bool:
    """Whoever has the token; without one, callers on the same machine whom no router speaks for."""
    if token is not None:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token.get_secret_value()}".encode())
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)
