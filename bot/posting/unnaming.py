"""What others made goes on without the name of a person who was forgotten: what changes of it, once that can be."""

from collections.abc import Mapping

from bot.posting.announcement import Announcement, Content
from bot.posting.batch import Batch, BatchState, Row, RowState
from bot.posting.batch_people import id_of
from bot.rendering.render import Render

Updates = Mapping[str, object]
"""What is to be changed; empty where nothing names the person any more."""

_RESTING = frozenset({BatchState.FINISHED, BatchState.DROPPED, BatchState.REFUSED})


def announcement_without(announcement: Announcement, user_id: str) -> Updates | None:
    """Somebody else's announcement without its approver; None while it still waits for them, or asks them."""
    if announcement.tag is not None and announcement.reviewer_id == user_id:
        return None
    ask = announcement.ask
    if ask is not None and ask.user_id == user_id and not ask.closed:
        return None
    revision = announcement.revision
    updates = {
        "content": _content_without(announcement.content, user_id),
        "revision": None if revision is None else _content_without(revision, user_id),
        "ask": None if ask is not None and ask.user_id == user_id else ask,
        "decisions": tuple(each for each in announcement.decisions if each.by != user_id),
    }
    return {name: value for name, value in updates.items() if value != getattr(announcement, name)}


def batch_without(batch: Batch, user_id: str) -> Updates | None:
    """Somebody else's batch without the person's clip; None while its clips may still be made."""
    if batch.state not in _RESTING or batch.of(RowState.MAKING):
        return None
    updates = {
        "rows": tuple(row for row in batch.rows if not is_about(row, user_id)),
        "picked": tuple(each for each in batch.picked if each != user_id),
    }
    return {name: value for name, value in updates.items() if value != getattr(batch, name)}


def render_without(render: Render, user_id: str, stand_in: str) -> Updates | None:
    """Somebody else's video of the person's picture; None while it is not over."""
    consent = render.consent
    if consent is None or consent.person_id != user_id:
        return {}
    if not (render.closed and consent.closed):
        return None
    return {"consent": consent.model_copy(update={"person_id": stand_in})}


def is_about(row: Row, user_id: str) -> bool:
    """Whether the row is the person's clip, or may be."""
    people = (row.person, *row.found)
    return id_of(row.key) == user_id or any(person is not None and person.user_id == user_id for person in people)


def _content_without(content: Content, user_id: str) -> Content:
    return content.model_copy(update={"approver_id": None}) if content.approver_id == user_id else content
