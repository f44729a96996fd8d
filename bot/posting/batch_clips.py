"""From a row of a batch to the request for its clip."""

from bot.posting.batch import Batch, Row
from bot.posting.batch_script import personal, values_for
from bot.rendering.render import Destination
from bot.rendering.requesting import Request


def clip_id(batch: Batch, row: Row) -> str:
    """The render of the row's present attempt: always the same, so that no clip is made twice."""
    return f"{batch.id}r{row.line}a{row.attempt}"


def sample_id(batch: Batch, row: Row) -> str:
    """The render of the sample that is made of the row."""
    return f"{batch.id}s{row.line}a{row.attempt}"


def script_of(batch: Batch, row: Row) -> str:
    """What the row's person hears; only for a row that has a person and lacks nothing."""
    if row.person is None:
        raise ValueError(f"row {row.line} has no person")
    return personal(batch.script, values_for(row.person, row.fields, batch.sender))


def clip_request(batch: Batch, row: Row) -> Request:
    """The request for the clip of a row, which goes to its person."""
    place = "" if row.person is None else row.person.user_id
    return _request(batch, row, clip_id(batch, row), Destination(channel_id=place), batch_id=batch.id)


def sample_request(batch: Batch, row: Row) -> Request:
    """The request for the sample: a clip like any other, in the thread of the batch's message."""
    place = Destination(channel_id=batch.channel_id or batch.user_id, thread_ts=batch.message_ts)
    return _request(batch, row, sample_id(batch, row), place, batch_id=None)


def _request(batch: Batch, row: Row, render_id: str, place: Destination, *, batch_id: str | None) -> Request:
    return Request(
        render_id=render_id,
        team_id=batch.team_id,
        user_id=batch.user_id,
        script=script_of(batch, row),
        choices=batch.choices,
        destination=place,
        ttl_seconds=batch.ttl_seconds,
        batch_id=batch_id,
    )
