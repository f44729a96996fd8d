"""What the life of a posting needs to remember."""

from typing import Protocol

from bot.posting.posting import Posting


class PostingRecords(Protocol):
    """The postings, which are the truth: the queue only carries wake-ups."""

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        """The posting as it is now."""

    async def create(self, posting: Posting, /) -> None:
        """Store a new posting; does nothing when one of this id is there."""

    async def change(self, posting: Posting, /, **updates: object) -> Posting:
        """Store `posting` with `updates` as its next version; StaleRecord if another step changed it first."""
