"""Trigger ids and response URLs: what the app is handed for a short time."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from playground.dials import Clock

TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5
_KEPT: Final = 10_000
"""How many tickets of each sort are remembered; older ones are unknown, as they are of no use any more."""


@dataclass(kw_only=True)
class Trigger:
    """Lets the app open one view for `user`, as `channel` was where they were."""

    id: str
    at: float
    user: str
    channel: str | None
    used: bool = False


@dataclass(kw_only=True)
class ResponseLink:
    """Lets the app answer where a person acted; `source_ts` is the message they acted on."""

    path: str
    at: float
    user: str
    channel: str
    source_ts: str | None
    uses: int = 0


class TicketError(Exception):
    """A ticket that does not hold; its text is Slack's error code."""


class Tickets:
    """The triggers and response URLs that were handed out."""

    def __init__(self, clock: Clock, team_id: str) -> None:
        self._clock = clock
        self._team_id = team_id
        self._triggers: dict[str, Trigger] = {}
        self._links: dict[str, ResponseLink] = {}
        self._handed_out = 0

    def trigger(self, user: str, channel: str | None) -> str:
        """Hand out a trigger id, which lives from now on."""
        now = self._clock.now()
        self._handed_out += 1
        trigger_id = f"{int(now)}.{self._handed_out + 1000}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(id=trigger_id, at=now, user=user, channel=channel)
        _forget_the_oldest(self._triggers)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Raises TicketError when it is unknown, too old or used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise TicketError("invalid_trigger_id")
        if trigger.used:
            raise TicketError("exchanged_trigger_id")
        if self._clock.now() - trigger.at > TRIGGER_SECONDS:
            raise TicketError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_path(self, kind: str, user: str, channel: str, *, source_ts: str | None = None) -> str:
        """Hand out the path of a response URL; `kind` is `commands`, `actions` or `app`."""
        self._handed_out += 1
        path = f"/hooks/{kind}/{self._team_id}/{self._handed_out}/{secrets.token_hex(12)}"
        now = self._clock.now()
        self._links[path] = ResponseLink(path=path, at=now, user=user, channel=channel, source_ts=source_ts)
        _forget_the_oldest(self._links)
        return path

    def link(self, path: str) -> ResponseLink:
        """The response URL at `path`, still to be counted. Raises TicketError when it does not hold."""
        link = self._links.get(path)
        if link is None:
            raise TicketError("no_service")
        if self._clock.now() - link.at > RESPONSE_URL_SECONDS:
            raise TicketError("expired_url")
        if link.uses >= RESPONSE_URL_USES:
            raise TicketError("used_url")
        return link


def _forget_the_oldest(tickets: dict[str, Any]) -> None:
    while len(tickets) > _KEPT:
        del tickets[next(iter(tickets))]
