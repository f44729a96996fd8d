"""Slack's own way of answering with a fault that was set."""

from aiohttp import web

from playground.dials import Answer, Fault, answer_with_fault


async def answer(request: web.Request, fault: Fault | None, perform: Answer) -> web.StreamResponse:
    """Perform the call, or answer as the fault says; a refusal of too many calls says when to come again."""
    if fault is not None and fault.kind == "status":
        return refuse_by_status(fault)
    return await answer_with_fault(request, fault, perform, refuse=refuse)


def refuse(code: str) -> web.Response:
    """A refusal as the Web API spells it."""
    return web.json_response({"ok": False, "error": code})


def refuse_by_status(fault: Fault) -> web.Response:
    """A refusal by HTTP status."""
    limited = fault.status == 429
    seconds = fault.retry_after if fault.retry_after is not None else 1 if limited else None
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    body = {"ok": False, "error": "ratelimited" if limited else fault.error}
    return web.json_response(body, status=fault.status, headers=headers)
