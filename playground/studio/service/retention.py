"""What the database forgets: tasks of which only rows are left, after a month or when there are too many."""

import json
import sqlite3
from typing import Final

from playground.studio.service.database import Database

KEPT_SECONDS: Final = 30 * 86_400
MOST_TASKS: Final = 50_000
_AT_ONCE: Final = 5_000

TABLES: Final = """
CREATE TABLE IF NOT EXISTS forgotten (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    tasks INTEGER NOT NULL,
    cents INTEGER NOT NULL
);
"""
_OLD: Final = """
SELECT task_uuid FROM tasks
WHERE (submitted_at < ? OR rowid <= (SELECT max(rowid) FROM tasks) - ?) AND NOT EXISTS (
    SELECT 1 FROM results WHERE results.task_uuid = tasks.task_uuid
    AND (state IN ('queued', 'rendering') OR (state = 'success' AND removed = 0))
) AND NOT EXISTS (
    SELECT 1 FROM results JOIN deliveries USING (video_uuid)
    WHERE results.task_uuid = tasks.task_uuid AND deliveries.fate = 'waiting'
) ORDER BY tasks.rowid LIMIT ?
"""
_COUNT: Final = """
INSERT INTO forgotten SELECT 1, json_array_length(:old), coalesce(sum(cost_cents), 0)
FROM results WHERE task_uuid IN (SELECT value FROM json_each(:old))
ON CONFLICT (number) DO UPDATE SET tasks = tasks + excluded.tasks, cents = cents + excluded.cents
"""
_FORGET: Final = (
    """
    DELETE FROM deliveries WHERE video_uuid IN (
        SELECT video_uuid FROM results WHERE task_uuid IN (SELECT value FROM json_each(:old))
    )
    """,
    "DELETE FROM results WHERE task_uuid IN (SELECT value FROM json_each(:old))",
    "DELETE FROM tasks WHERE task_uuid IN (SELECT value FROM json_each(:old))",
)


class Retention:
    """Keeps the tables small; what forgotten tasks cost is not forgotten."""

    def __init__(self, database: Database, *, most_tasks: int = MOST_TASKS) -> None:
        self._database = database
        self._most_tasks = most_tasks

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def forget_old(self, now: float) -> None:
        """Remove the rows of old tasks, a few thousand at a time.

        A task stays while a video of it is unfinished or has not expired, or while something of it is to be delivered.
        """
        old = [name for (name,) in self._db.execute(_OLD, (now - KEPT_SECONDS, self._most_tasks, _AT_ONCE))]
        if not old:
            return
        with self._db:
            for statement in (_COUNT, *_FORGET):
                self._db.execute(statement, {"old": json.dumps(old)})

    def totals(self) -> tuple[int, int]:
        """How many tasks were forgotten, and what they cost in cents."""
        row = self._db.execute("SELECT tasks, cents FROM forgotten").fetchone()
        return (0, 0) if row is None else (int(row[0]), int(row[1]))
