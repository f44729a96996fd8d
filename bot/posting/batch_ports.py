"""What the life of a batch needs of the outside, in words that do not depend on Slack's or Redis's wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.posting.batch import Batch, Recipient
from bot.rendering.given import PersonFile


class BatchRecords(Protocol):
    """The batches, which are the truth: the queue only carries wake-ups."""

    async def get(self, team_id: str, record_id: str) -> Batch | None:
        """The batch as it is now."""

    async def create(self, batch: Batch, /) -> None:
        """Store a new batch; does nothing when one of this id is there."""

    async def change(self, batch: Batch, /, **updates: object) -> Batch:
        """Store `batch` with `updates` as its next version; StaleRecord if something else changed it first."""


class Directory(Protocol):
    """The people of a workspace. Every method raises PostRefused or SlackBusy."""

    async def person(self, team_id: str, user_id: str) -> Recipient | None:
        """Who has this member id; None where nobody has."""

    async def page(self, team_id: str, cursor: str | None) -> tuple[Sequence[Recipient], str | None]:
        """The people from `cursor` on (from the first without one), and where they go on; None at their end."""

    async def title(self, team_id: str, user_id: str) -> str:
        """What the person's profile says that they do; empty where it says nothing."""


class SheetSource(Protocol):
    """Where people's files come from."""

    async def fetch(self, batch: Batch, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        """The file; raises FileRefused, PostRefused or SlackBusy."""


class BatchThread(Protocol):
    """The batch's message in the sender's DM, and the report under it. Every method raises PostRefused or SlackBusy."""

    async def open(self, batch: Batch) -> str:
        """The id of Herald's DM with the sender."""

    async def post(self, batch: Batch) -> str:
        """Post the message; returns its `ts`. Raises PostUncertain too."""

    async def find(self, batch: Batch) -> str | None:
        """The `ts` of the message that was posted earlier; None if there is none."""

    async def show(self, batch: Batch) -> None:
        """Edit the message to what the batch is now."""

    async def keep_report(self, batch: Batch) -> str:
        """Upload the CSV file of what everybody got, which nobody sees yet; returns its id."""

    async def share_report(self, batch: Batch) -> None:
        """Share that file under the message. Raises PostUncertain too."""

    async def is_reported(self, batch: Batch) -> bool:
        """Whether the file stands there; PostRefused where one may not look."""


class Slots(Protocol):
    """How many clips of batches are under way at once in a workspace."""

    async def take(self, batch: Batch, wanted: Sequence[str], *, now: datetime) -> Sequence[str]:
        """Those of `wanted` (ids within the batch) that may be under way; what it has already is among them."""

    async def held(self, batch: Batch) -> frozenset[str]:
        """The ids that the batch has."""

    async def release(self, batch: Batch, ids: Sequence[str]) -> None:
        """Give these back; what it does not have is no trouble."""
