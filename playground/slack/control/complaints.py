"""What is wrong with a request of the control API, in words."""

from pydantic import ValidationError


def in_words(error: ValidationError) -> str:
    """Each problem with the place it is at, e.g. `channel: Field required`."""
    return "; ".join(_problem(".".join(str(part) for part in told["loc"]), told["msg"]) for told in error.errors())


def _problem(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message
