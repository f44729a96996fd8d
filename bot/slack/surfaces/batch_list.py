"""A person's batches of personal clips, as Home lists them: how each stands, and where its table is."""

from collections.abc import Sequence
from typing import Final

from bot.posting.batch import Batch, BatchState
from bot.slack.surfaces.batch import title_of
from bot.slack.surfaces.batch_words import progress_line
from bot.slack.surfaces.blocks import Block, context, header, link, message_address, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import moment

BATCHES_SHOWN: Final = 3
_QUOTE_LIMIT: Final = 120
_TITLE: Final = "Personal clips: "


def build_batches(batches: Sequence[Batch], *, team_url: str | None) -> list[Block]:
    """Home's part: the last few that were not dropped; nothing for somebody who has none."""
    kept = [batch for batch in batches if batch.state is not BatchState.DROPPED][:BATCHES_SHOWN]
    if not kept:
        return []
    return [header("Personal clips"), *(block for batch in kept for block in _build(batch, team_url))]


def _build(batch: Batch, team_url: str | None) -> list[Block]:
    title = title_of(batch).removeprefix(_TITLE).capitalize()
    if batch.state is BatchState.PLANNED:
        title = f"Waiting for you: {title}"
    said = escape(one_line(batch.script, _QUOTE_LIMIT)) or "…"
    return [section(f"*{escape(title)}* · {said}"), context(_describe(batch, team_url))]


def _describe(batch: Batch, team_url: str | None) -> str:
    address, running = _address(batch, team_url), batch.state is BatchState.RUNNING
    parts = [
        moment(batch.asked_at),
        progress_line(batch) if running else None,
        link(address, "Open the table") if address is not None else None,
    ]
    return " · ".join(part for part in parts if part)


def _address(batch: Batch, team_url: str | None) -> str | None:
    """Where the batch's message is; None while there is none, or where nobody knows the workspace's address."""
    if team_url is None or batch.channel_id is None or batch.message_ts is None:
        return None
    return message_address(team_url, batch.channel_id, batch.message_ts)
