"""What a person called by a word alone after `/herald`, and how what it opens is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from handlers.drafting import Place
from handlers.tools import Tools


@dataclass(frozen=True)
class Called:
    """A command whose whole text is a word of Herald's own; its trigger opens one view within three seconds."""

    place: Place
    trigger_id: str
    client: AsyncWebClient


Open = Callable[[Tools, Called], Awaitable[None]]
"""Opens what the word stands for, after the ack; what it raises is told to the person privately."""
