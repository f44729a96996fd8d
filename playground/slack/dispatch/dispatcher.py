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
_FIRST = (0, "")


class Dispatcher:
    """Sends commands, interactions and events; `http` is set while the service runs."""

    http: HttpDelivery

    def __init__(self, clock: Clock, changes: Changes, journal: Journal) -> None:
        self._clock = clock
        self._changes = changes
        self._journal = journal
        self.sockets = Sockets(clock)

    async def command(self, fields: Json) -> Outcome:
        """A slash command."""
        told = {"team": fields["team_id"], "user": fields["user_id"]}
        outcome = await self._send("slash_commands", fields, urlencode(fields).encode(), takes_answer=True)
        return self._noted("command", told, fields, outcome)

    async def interaction(self, payload: Json) -> Outcome:
        """Everything a person does with blocks, views and shortcuts."""
        kind = payload["type"]
        told = {"team": (payload["team"] or {}).get("id", payload["user"]["team_id"]), "user": payload["user"]["id"]}
        body = urlencode({"payload": json.dumps(payload)}).encode()
        outcome = await self._send("interactive", payload, body, takes_answer=kind in _TAKES_ANSWER)
        return self._noted(kind, told, payload, outcome)

    async def event(self, wrapped: Json, retry: tuple[int, str] = _FIRST) -> Outcome:
        """An event in its wrapper; `retry` is the attempt's number and why it was needed."""
        event = wrapped["event"]
        user = event.get("user")
        told = {"team": wrapped["team_id"], "user": user if isinstance(user, str) else None, "retry": retry[0]}
        outcome = await self._send("events_api", wrapped, json.dumps(wrapped).encode(), retry=retry)
        return self._noted(event["type"], told, wrapped, outcome)

    async def _send(
        self, envelope: str, payload: Json, body: bytes, *, takes_answer: bool = False, retry: tuple[int, str] = _FIRST
    ) -> Outcome:
        if self.sockets.connected:
            return await self.sockets.deliver(envelope, payload, takes_answer=takes_answer, retry=retry)
        if self.http.has_url:
            return await self.http.deliver(body, JSON if envelope == "events_api" else FORM, _retry_headers(retry))
        return Outcome(status=None, ack_ms=0.0, failed="dispatch_failed")

    def _noted(self, kind: str, told: Json, payload: Json, outcome: Outcome) -> Outcome:
        latency = round(outcome.ack_ms, 3)
        result = {"status": outcome.status, "latency_ms": latency, "error": outcome.failed}
        at = self._clock.now() - latency / 1000
        self._journal.note("dispatch", kind, {**told, **result, "at": at}, (payload, outcome.body))
        self._changes.mark()
        return outcome


def _retry_headers(retry: tuple[int, str]) -> dict[str, str]:
    number, reason = retry
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
