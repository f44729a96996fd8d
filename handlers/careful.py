"""The one decorator of all listeners: nothing is raised past it, and the person hears of a failure."""

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import structlog
from slack_bolt import BoltResponse

from bot.errors import HeraldError

P = ParamSpec("P")
Result = TypeVar("Result")
Told = Callable[[dict[str, Any], HeraldError | Exception], Awaitable[BoltResponse | None]]

log = structlog.get_logger("herald.listeners")


def careful(
    tell: Told,
) -> Callable[
    [Callable[P, Coroutine[Any, Any, Result]]], Callable[P, Coroutine[Any, Any, Result | BoltResponse | None]]
]:
    """Catch what the listener raises, log it, and let `tell` say it to the person in this listener's own way."""

    def decorate(
        listener: Callable[P, Coroutine[Any, Any, Result]],
    ) -> Callable[P, Coroutine[Any, Any, Result | BoltResponse | None]]:
        @functools.wraps(listener)
        async def wrapper(*args: P.args, **kwargs: P.kwargs) -> Result | BoltResponse | None:
            try:
                return await listener(*args, **kwargs)
            except HeraldError as error:
                log.info("listener refused", listener=listener.__name__, error=type(error).__name__)
                return await _told(tell, dict(kwargs), error)
            except Exception as error:  # the last line of defence: Bolt would answer 404 and nobody would know
                log.exception("listener broke", listener=listener.__name__)
                return await _told(tell, dict(kwargs), error)

        return wrapper

    return decorate


async def _told(tell: Told, arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    try:
        return await tell(arguments, error)
    except HeraldError as untold:  # such as an address for answers that is used up
        log.warning("the person could not be told", error=str(untold))
        return None
    except Exception:
        log.exception("the person could not be told")
        return None
