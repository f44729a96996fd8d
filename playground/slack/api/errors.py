"""A refusal of the Web API."""

from collections.abc import Sequence

from playground.slack.model.wire import Json


class SlackError(Exception):
    """A call that Slack refuses, with Slack's error code and what it tells beside it."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more: Json = dict(more)

    @property
    def body(self) -> Json:
        """The answer to the call."""
        return {"ok": False, "error": self.code, **self.more}


def invalid(code: str, problems: Sequence[str]) -> SlackError:
    """A refusal of blocks or arguments, which names each problem."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(code, errors=list(problems), response_metadata={"messages": messages})
