"""What a posting needs of the outside: a place to fetch from, a place to keep in, a thread to post to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bot.posting.posting import Posting
from bot.rendering.render import Render


class VideoSource(Protocol):
    """Where a result's bytes come from."""

    async def download(self, url: str, path: Path) -> int:
        """Bring the bytes behind `url` to `path`; returns their number.

        Raises VideoExpired when the URL is dead, VideoUnreachable when it did not work this time.
        """


class Delivery(Protocol):
    """How a result reaches its thread. Every method raises PostRefused, PostUncertain or SlackBusy."""

    async def keep(self, posting: Posting, path: Path) -> str:
        """Upload the file at `path` without sharing it; returns the file's id. Nobody sees it yet."""

    async def bring_back(self, posting: Posting, path: Path) -> None:
        """Bring the bytes of the Slack file that the posting is a copy of to `path`."""

    async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
        """Edit the anchor to the results: their URLs and expiry while these live; else that they have ended, and what
        is left. A render that is still under way says so beside them. `postings` are all that there are of the render,
        those to other channels among them.

        Where neither URL nor file of any is left, the anchor carries the button that renders again.
        """

    async def address(self, posting: Posting) -> str:
        """The channel that the posting goes to, as Slack's posting methods know it: a person stands for their DM."""

    async def share(self, render: Render, posting: Posting) -> None:
        """Share the kept file in the thread with the one comment that notifies (the URL in it while it lives)."""

    async def is_shared(self, posting: Posting) -> bool:
        """Whether the kept file stands in the destination; PostRefused `missing_scope` where one may not look."""

    async def reply_with_link(self, render: Render, posting: Posting) -> str:
        """Post one text reply that carries the URL, where the file cannot be shared; returns its `ts`."""

    async def find_reply(self, posting: Posting) -> str | None:
        """The `ts` of a text reply posted earlier for it, by its metadata; PostRefused where one may not look."""

    async def tell_expired(self, render: Render, posting: Posting) -> None:
        """Tell the requester by DM that it could not be delivered in time, with the button that renders again."""

    async def tell_undelivered(self, render: Render, posting: Posting) -> None:
        """Tell the requester by DM that Slack refused the answer in the thread, with the URL while it lives."""
