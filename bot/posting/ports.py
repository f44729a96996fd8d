"""What the life of a posting needs to remember, and where the renders come from that end in postings."""

from typing import Protocol

from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.rendering.requesting import Quote, Request


class PostingRecords(Protocol):
    """The postings, which are the truth: the queue only carries wake-ups."""

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        """The posting as it is now."""

    async def create(self, posting: Posting, /) -> None:
        """Store a new posting; does nothing when one of this id is there."""

    async def change(self, posting: Posting, /, **updates: object) -> Posting:
        """Store `posting` with `updates` as its next version; StaleRecord if another step changed it first."""


class Desk(Protocol):
    """Where requests are priced, and become renders."""

    async def quote(self, request: Request) -> Quote:
        """What a request will take; nothing is stored. Raises Refusal, InvalidField among them."""

    async def take(self, request: Request) -> Render:
        """Store the render and reserve its money; a second time for the same id changes nothing.

        Raises Refusal, StoreUnavailable.
        """
