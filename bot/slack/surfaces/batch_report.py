"""The CSV file at the end of a batch: who got their clip, and who did not and why."""

import csv
import io
from typing import Final

from bot.posting.batch import Batch
from bot.slack.surfaces.batch_words import describe_reason, describe_state, name_of
from bot.slack.surfaces.escape import inert, one_line

REPORT_COMMENT: Final = "Who got their clip, and who did not and why, as a table for your records."
HEADER: Final = ("line", "person", "user_id", "outcome", "reason", "ended_at")
_CELL_LIMIT: Final = 500


def build_report(batch: Batch) -> str:
    """The file, a line for each row; times in UTC."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(HEADER)
    for row in batch.rows:
        cells = (
            str(row.line),
            name_of(row),
            "" if row.person is None else row.person.user_id,
            describe_state(row),
            describe_reason(row),
            "" if row.ended_at is None else f"{row.ended_at:%Y-%m-%d %H:%M:%S}",
        )
        writer.writerow([inert(one_line(cell, _CELL_LIMIT)) for cell in cells])
    return written.getvalue()
