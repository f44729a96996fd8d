"""Tasks and results in SQLite, so that they outlive the process."""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from playground.studio.service.errors import ApiError
from playground.studio.service.settings import CannotStart
from playground.studio.service.tasks import Result, StoredTask, read_task

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS tasks (
    task_uuid TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    submitted_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS results (
    number INTEGER PRIMARY KEY,
    video_uuid TEXT NOT NULL,
    task_uuid TEXT NOT NULL REFERENCES tasks,
    file_name TEXT NOT NULL UNIQUE,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    finished_at REAL,
    expires_at REAL,
    duration_seconds REAL,
    cost_cents INTEGER,
    error_code TEXT,
    error_message TEXT,
    error_parameter TEXT,
    removed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS results_by_task ON results (task_uuid);
CREATE INDEX IF NOT EXISTS results_by_state ON results (state, number);
"""
_RESULT: Final = (
    "video_uuid, task_uuid, file_name, seed, state, finished_at, expires_at, duration_seconds, cost_cents,"
    " error_code, error_message, error_parameter"
)
_FIRST_QUEUED: Final = "(SELECT number FROM results WHERE state = 'queued' ORDER BY number LIMIT 1)"
_EXPIRED: Final = f"SELECT {_RESULT} FROM results WHERE removed = 0 AND expires_at <= ?"  # noqa: S608 - constants


class Store:
    """The one writer of its database; two services never share one."""

    _db: sqlite3.Connection

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        """Open the database for this process alone; raises `CannotStart` while another one has it."""
        self._db = sqlite3.connect(self._path, timeout=1.0)
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_TABLES)
        except sqlite3.Error as error:
            self._db.close()
            raise CannotStart(f"{self._path} cannot be used: {error}. Does another studio run on it?") from error

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def add(self, body: Mapping[str, Any], submitted_at: float) -> bool:
        """Keep a checked task with its results to come; False, and nothing changed, when its UUID was used before."""
        task = read_task(body)
        try:
            with self._db:
                row = (task.task_uuid, json.dumps(body), submitted_at)
                self._db.execute("INSERT INTO tasks VALUES (?, ?, ?)", row)
                for position in range(task.number_results):
                    self._add_result(task.task_uuid, position, suffix=task.output_format.lower())
        except sqlite3.IntegrityError:
            return False
        return True

    def _add_result(self, task_uuid: str, position: int, *, suffix: str) -> None:
        video_uuid = str(uuid.uuid4())
        seed = (uuid.UUID(task_uuid).int + position) % 2**31
        self._db.execute(
            "INSERT INTO results (video_uuid, task_uuid, file_name, seed) VALUES (?, ?, ?, ?)",
            (video_uuid, task_uuid, f"{video_uuid}.{suffix}", seed),
        )

    def requeue_unfinished(self) -> None:
        """Put what was being rendered back into the queue, each in its old place."""
        with self._db:
            self._db.execute("UPDATE results SET state = 'queued' WHERE state = 'rendering'")

    def take_next(self) -> Result | None:
        """The result that has waited longest, now `rendering`; None when none waits."""
        with self._db:
            row = self._db.execute(f"SELECT {_RESULT} FROM results WHERE number = {_FIRST_QUEUED}").fetchone()  # noqa: S608 - constants
            if row is None:
                return None
            self._db.execute("UPDATE results SET state = 'rendering' WHERE video_uuid = ?", row[:1])
        return Result(*row)

    def finish(self, result: Result, *, duration_seconds: float, cost_cents: int, times: tuple[float, float]) -> None:
        """Record a finished video; `times` are when it finished and when it expires."""
        values = (duration_seconds, cost_cents, *times, result.video_uuid)
        with self._db:
            self._db.execute(
                "UPDATE results SET state = 'success', duration_seconds = ?, cost_cents = ?, finished_at = ?,"
                " expires_at = ? WHERE video_uuid = ?",
                values,
            )

    def fail(self, result: Result, error: ApiError, at: float) -> None:
        """Record that a result came to nothing."""
        values = (error.code, error.message, error.parameter, at, result.video_uuid)
        with self._db:
            self._db.execute(
                "UPDATE results SET state = 'error', error_code = ?, error_message = ?, error_parameter = ?,"
                " finished_at = ? WHERE video_uuid = ?",
                values,
            )

    def task(self, task_uuid: str) -> StoredTask | None:
        """The task with that UUID, or None."""
        rows = self._db.execute("SELECT request, submitted_at FROM tasks WHERE task_uuid = ?", (task_uuid,))
        return next(self._with_results(rows), None)

    def latest(self, count: int) -> list[StoredTask]:
        """The `count` tasks that were submitted last, oldest first; all for -1."""
        rows = self._db.execute("SELECT request, submitted_at FROM tasks ORDER BY rowid DESC LIMIT ?", (count,))
        return list(self._with_results(rows))[::-1]

    def _with_results(self, rows: Iterable[tuple[str, float]]) -> Iterator[StoredTask]:
        query = f"SELECT {_RESULT} FROM results WHERE task_uuid = ? ORDER BY number"  # noqa: S608 - constants
        for request, submitted_at in rows:
            task = read_task(json.loads(request))
            results = tuple(Result(*row) for row in self._db.execute(query, (task.task_uuid,)))
            yield StoredTask(task, submitted_at, results)

    def video(self, file_name: str) -> Result | None:
        """The result with that file name, or None."""
        query = f"SELECT {_RESULT} FROM results WHERE file_name = ?"  # noqa: S608 - constants
        row = self._db.execute(query, (file_name,)).fetchone()
        return None if row is None else Result(*row)

    def expired(self, now: float) -> list[Result]:
        """The results whose time is over and whose file is not marked as removed."""
        return [Result(*row) for row in self._db.execute(_EXPIRED, (now,))]

    def mark_removed(self, result: Result) -> None:
        """Note that the file of a result is gone."""
        with self._db:
            self._db.execute("UPDATE results SET removed = 1 WHERE video_uuid = ?", (result.video_uuid,))

    def totals(self) -> dict[str, int]:
        """How many tasks there are, how many results in each state, and what all cost together."""
        states = dict(self._db.execute("SELECT state, count(*) FROM results GROUP BY state"))
        (tasks,) = self._db.execute("SELECT count(*) FROM tasks").fetchone()
        (cents,) = self._db.execute("SELECT coalesce(sum(cost_cents), 0) FROM results").fetchone()
        return {"queued": 0, "rendering": 0, "success": 0, "error": 0, **states, "tasks": tasks, "cost_cents": cents}

    def clear(self) -> None:
        """Forget everything."""
        with self._db:
            self._db.execute("DELETE FROM results")
            self._db.execute("DELETE FROM tasks")
