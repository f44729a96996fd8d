"""What the life of an announcement needs of the outside."""

from collections.abc import Sequence
from typing import Protocol

from bot.policy import Person
from bot.posting.announcement import Announcement
from bot.posting.posting import Posting


class AnnouncementRecords(Protocol):
    """The announcements, which are the truth: the queue only carries wake-ups."""

    async def get(self, team_id: str, record_id: str) -> Announcement | None:
        """The announcement as it is now."""

    async def create(self, announcement: Announcement, /) -> None:
        """Store a new announcement; does nothing when one of this id is there."""

    async def change(self, announcement: Announcement, /, **updates: object) -> Announcement:
        """Store it with `updates` as its next version; StaleRecord if somebody else changed it first."""


class AnnouncementLists(Protocol):
    """Whose announcements are whose: those that a person wrote, and those that they were asked to approve."""

    async def note(self, announcement: Announcement) -> None:
        """List the announcement for its author, and for its approver once it is handed in."""


class Letters(Protocol):
    """What people are told of an announcement by DM. Every method raises PostRefused, PostUncertain or SlackBusy."""

    async def direct(self, team_id: str, user_id: str) -> str:
        """The conversation that Herald has with the person alone."""

    async def ask(self, announcement: Announcement, shown: Posting | None) -> tuple[str, str]:
        """Ask the reviewer for approval; returns the channel and the `ts` of the message with the buttons.

        `shown` is the posting by which they see the video; None while it is about the script.
        """

    async def find_ask(self, announcement: Announcement) -> tuple[str, str] | None:
        """Channel and `ts` of a message by which it was asked earlier; PostRefused where Herald may not look."""

    async def close_ask(self, announcement: Announcement) -> None:
        """Let the newest message to a reviewer say what became of it, without buttons."""

    async def tell(self, announcement: Announcement, postings: Sequence[Posting]) -> None:
        """Tell the author the news, with what to do next."""


class Roster(Protocol):
    """Who people are in their workspaces."""

    async def find(self, team_id: str, user_id: str, /) -> Person:
        """Who the person is; raises SlackBusy, PostRefused."""
