"""What people are told of announcements, in Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.posting.announcement import Announcement
from bot.posting.posting import Posting
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark, Place, edit, find, post, settled
from bot.slack.surfaces.anchor import LabelsOf
from bot.slack.surfaces.announce_cards import build_ask, build_closed_ask, build_news

ASK_EVENT: Final = "herald_ask"
NEWS_EVENT: Final = "herald_announcement"


class SlackLetters:
    """Sends the messages of an announcement's life by DM; `Letters`."""

    def __init__(self, calls: SlackCalls, *, labels: LabelsOf, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._labels = labels
        self._now = now

    async def direct(self, team_id: str, user_id: str) -> str:
        """The conversation that Herald has with the person alone."""
        return (await settled(self._calls, Place(team_id, user_id))).channel_id

    async def ask(self, announcement: Announcement, shown: Posting | None) -> tuple[str, str]:
        """Ask the reviewer; returns the channel and the `ts` of the message."""
        team_id = announcement.team_id
        channel_id = await self.direct(team_id, announcement.reviewer_id)
        message = build_ask(announcement, shown, labels=await self._labels(team_id), now=self._now())
        return channel_id, await post(self._calls, Place(team_id, channel_id), message, _ask_mark(announcement))

    async def find_ask(self, announcement: Announcement) -> tuple[str, str] | None:
        """Channel and `ts` of the message, if it was sent earlier."""
        ask = announcement.ask
        if ask is None:
            return None
        place = Place(announcement.team_id, await self.direct(announcement.team_id, ask.user_id))
        ts = await find(self._calls, place, _ask_mark(announcement), ask.intent_at)
        return None if ts is None else (place.channel_id, ts)

    async def close_ask(self, announcement: Announcement) -> None:
        """Let the newest message to a reviewer say what became of it."""
        ask = announcement.ask
        if ask is not None and ask.channel_id is not None and ask.ts is not None:
            message = build_closed_ask(announcement, ask)
            await edit(self._calls, Place(announcement.team_id, ask.channel_id), ask.ts, message)

    async def tell(self, announcement: Announcement, postings: Sequence[Posting]) -> None:
        """Tell the author the news."""
        mark = Mark(NEWS_EVENT, announcement.id)
        place = Place(announcement.team_id, announcement.user_id)
        await post(self._calls, place, build_news(announcement, postings), mark)


def _ask_mark(announcement: Announcement) -> Mark:
    tag = announcement.ask.tag if announcement.ask is not None else announcement.tag
    return Mark(ASK_EVENT, f"{announcement.id}@{tag}")
