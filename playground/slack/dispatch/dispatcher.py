"""Brings each payload to the app: over a socket while one is connected, else signed to its request URL."""

import json
from urllib.parse import urlencode

from playground.dials import Clock
from playground.slack.dispatch.http import FORM, JSON, HttpDelivery
from playground.slack.dispatch.outcome import Outcome
from playground.slack.dispatch.sockets import Sockets
from playground.slack.model.changes import Changes
from playground.slack.model.journal import Journal
from playground.slack.model.wire import Json

_TAKES_ANSWER = ("view_submission", "block_suggestion")


class Dispatcher:
    """Sends commands, interactions and events; `http` is there while the service runs with a request URL."""

    def __init__(self, clock: Clock, changes: Changes, journal: Journal) -> None:
        self._clock = clock
        self._changes = changes
        self.journal = journal
        self.sockets = Sockets()
        self.http: HttpDelivery | None = None

    async def command(self, fields: Json) -> Outcome:
        """A slash command."""
        return await self._send("command", "slash_commands", fields, urlencode(fields).encode())

    async def interaction(self, payload: Json) -> Outcome:
        """Everything a person does with blocks, views and shortcuts."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send(payload["type"], "interactive", payload, body)

    async def event(self, wrapped: Json, retry: tuple[int, str] = (0, "")) -> Outcome:
        """An event in its wrapper; `retry` is the attempt's number and why it was needed."""
        return await self._send(wrapped["event"]["type"], "events_api", wrapped, json.dumps(wrapped).encode(), retry)

    async def _send(
        self, kind: str, envelope: str, payload: Json, body: bytes, retry: tuple[int, str] = (0, "")
    ) -> Outcome:
        at = self._clock.now()
        if self.sockets.connected:
            takes_answer = envelope == "slash_commands" or kind in _TAKES_ANSWER
            outcome = await self.sockets.deliver(envelope, payload, takes_answer=takes_answer, retry=retry)
        elif self.http is not None:
            outcome = await self.http.deliver(body, JSON if envelope == "events_api" else FORM, _retry_headers(retry))
        else:
            outcome = Outcome(status=None, ack_ms=0.0, failed="dispatch_failed")
        self._note(kind, at, outcome)
        return outcome

    def _note(self, kind: str, at: float, outcome: Outcome) -> None:
        latency = round(outcome.ack_ms, 3)
        entry = {"kind": kind, "at": at, "status": outcome.status, "latency_ms": latency, "failed": outcome.failed}
        self.journal.dispatches.append(entry)
        self._changes.mark()


def _retry_headers(retry: tuple[int, str]) -> dict[str, str]:
    number, reason = retry
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
