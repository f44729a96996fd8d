"""Events: the first delivery now, up to three more when the app did not take it."""

import asyncio
from typing import Final

from playground.slack.dispatch.outcome import Outcome
from playground.slack.dispatch.payloads import event_callback
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json

RETRY_AFTER_SECONDS: Final = (0.0, 60.0, 300.0)
_LOOK_EVERY_SECONDS: Final = 0.05


async def deliver_event(slack: LocalSlack, event: Json) -> Outcome:
    """Deliver an event once; failed deliveries are tried again beside the requests, by the service's clock."""
    wrapped = event_callback(event, slack.workspace.mint.new("Ev"), int(slack.clock.now()))
    outcome = await slack.dispatcher.event(wrapped)
    if _wants_retry(outcome):
        slack.in_background(_retry(slack, wrapped, outcome))
    return outcome


async def _retry(slack: LocalSlack, wrapped: Json, outcome: Outcome) -> None:
    for number, delay in enumerate(RETRY_AFTER_SECONDS, 1):
        due = slack.clock.now() + delay
        while slack.clock.now() < due:  # noqa: ASYNC110 - the clock jumps when its dial is turned
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        outcome = await slack.dispatcher.event(wrapped, (number, _reason(outcome)))
        if not _wants_retry(outcome):
            return


def _wants_retry(outcome: Outcome) -> bool:
    return outcome.failed is not None and not outcome.no_retry


def _reason(outcome: Outcome) -> str:
    if outcome.failed == "operation_timeout":
        return "http_timeout"
    return "connection_failed" if outcome.status is None else "http_error"
