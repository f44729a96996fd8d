"""Tasks and results in the studio's database, so that they outlive the process."""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any, Final

from playground.studio.service.database import Database
from playground.studio.service.delivery.table import NewDelivery, insert_deliveries
from playground.studio.service.retention import Retention
from playground.studio.service.tasks import Result, Shown, StoredTask, read_task

TABLES: Final = """
CREATE TABLE IF NOT EXISTS tasks (
    task_uuid TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    submitted_at REAL NOT NULL,
    origin TEXT NOT NULL,
    include_cost INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    estimate_cents INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS results (
    number INTEGER PRIMARY KEY,
    video_uuid TEXT NOT NULL UNIQUE,
    task_uuid TEXT NOT NULL REFERENCES tasks,
    position INTEGER NOT NULL,
    file_name TEXT NOT NULL UNIQUE,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    finished_at REAL,
    expires_at REAL,
    size_bytes INTEGER,
    duration_seconds REAL,
    cost_cents INTEGER,
    error_code TEXT,
    error_message TEXT,
    error_parameter TEXT,
    error_shape TEXT,
    captions TEXT,
    removed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS results_by_task ON results (task_uuid, number);
CREATE INDEX IF NOT EXISTS results_by_state ON results (state, number);
CREATE INDEX IF NOT EXISTS results_by_end ON results (expires_at) WHERE removed = 0;
"""
_NAMES: Final = tuple(field.name for field in fields(Result))
_RESULT: Final = ", ".join(f"results.{name}" for name in _NAMES)
_OUTCOME: Final = ", ".join(f"{name} = ?" for name in _NAMES[5:])
_FIRST_QUEUED: Final = "(SELECT number FROM results WHERE state = 'queued' ORDER BY number LIMIT 1)"
_MOST_VARIABLES: Final = 500

# What the fragments above put into a statement are names of our own columns: hence S608 is not at stake here.
# ruff: noqa: S608


class Store:
    """Every task and its results.

    At hand without a query: what all results cost, what the unfinished ones are expected to cost, and the size of the
    videos that are still there.
    """

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention
        self.spent_cents = self.reserved_cents = self.kept_bytes = 0

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def begin(self) -> None:
        """Count what was spent, and put what was being rendered back into the queue, each in its old place."""
        with self._db:
            self._db.execute("UPDATE results SET state = 'queued' WHERE state = 'rendering'")
        self.spent_cents = self._sum("cost_cents", "1") + self._retention.totals()[1]
        self.reserved_cents = self._sum("estimate_cents", "state IN ('queued', 'rendering')")
        self.kept_bytes = self._sum("size_bytes", "removed = 0")

    def _sum(self, column: str, condition: str) -> int:
        query = f"SELECT coalesce(sum({column}), 0) FROM results JOIN tasks USING (task_uuid) WHERE {condition}"
        (total,) = self._db.execute(query).fetchone()
        return int(total)

    def knows(self, task_uuid: str) -> bool:
        """Whether a task with that UUID was accepted before."""
        return self._db.execute("SELECT 1 FROM tasks WHERE task_uuid = ?", (task_uuid,)).fetchone() is not None

    def add(self, body: Mapping[str, Any], submitted_at: float, *, origin: str, estimate_cents: int) -> None:
        """Keep a checked task, which is expected to cost so much a result, with its results to come."""
        task = read_task(body)
        wishes = (task.include_cost, task.safety_mode != "none")
        row = (task.task_uuid, json.dumps(body), submitted_at, origin, *wishes, estimate_cents)
        with self._db:
            self._db.execute("INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            for position in range(task.number_results):
                self._add_result(task.task_uuid, position, suffix=task.output_format.lower())
        self.reserved_cents += estimate_cents * task.number_results

    def _add_result(self, task_uuid: str, position: int, *, suffix: str) -> None:
        video_uuid = str(uuid.uuid4())
        seed = (uuid.UUID(task_uuid).int + position) % 2**31
        self._db.execute(
            "INSERT INTO results (video_uuid, task_uuid, position, file_name, seed) VALUES (?, ?, ?, ?, ?)",
            (video_uuid, task_uuid, position, f"{video_uuid}.{suffix}", seed),
        )

    def take_next(self) -> Result | None:
        """The result that has waited longest, now `rendering`; None when none waits."""
        with self._db:
            row = self._db.execute(f"SELECT {_RESULT} FROM results WHERE number = {_FIRST_QUEUED}").fetchone()
            if row is None:
                return None
            self._db.execute("UPDATE results SET state = 'rendering' WHERE video_uuid = ?", row[:1])
        return Result(*row)

    def settle(self, result: Result, deliveries: Sequence[NewDelivery]) -> None:
        """Record what became of a result, together with the deliveries that follow from it."""
        outcome = [getattr(result, name) for name in _NAMES[5:]]
        query = "SELECT estimate_cents FROM tasks WHERE task_uuid = ?"
        with self._db:
            self._db.execute(f"UPDATE results SET {_OUTCOME} WHERE video_uuid = ?", (*outcome, result.video_uuid))
            (estimate_cents,) = self._db.execute(query, (result.task_uuid,)).fetchone()
            insert_deliveries(self._db, result.video_uuid, deliveries)
        self.reserved_cents -= estimate_cents
        self.spent_cents += result.cost_cents or 0
        self.kept_bytes += result.size_bytes or 0

    def task(self, task_uuid: str) -> StoredTask | None:
        """The task with that UUID, or None."""
        return next(self._tasks("tasks.task_uuid = ?", (task_uuid,)), None)

    def request(self, task_uuid: str) -> dict[str, Any] | None:
        """The body that a task was asked for with, or None."""
        row = self._db.execute("SELECT request FROM tasks WHERE task_uuid = ?", (task_uuid,)).fetchone()
        return None if row is None else json.loads(row[0])

    def latest(self, count: int) -> list[StoredTask]:
        """The `count` tasks that were submitted last, oldest first; all for -1."""
        newest = "SELECT rowid FROM tasks ORDER BY rowid DESC LIMIT ?"
        return list(self._tasks(f"tasks.rowid IN ({newest})", (count,)))

    def _tasks(self, condition: str, values: tuple[object, ...]) -> Iterator[StoredTask]:
        query = (
            f"SELECT tasks.request, tasks.submitted_at, tasks.origin, {_RESULT}"
            f" FROM tasks JOIN results USING (task_uuid) WHERE {condition} ORDER BY tasks.rowid, results.number"
        )
        for (request, submitted_at, origin), rows in groupby(self._db.execute(query, values), key=lambda row: row[:3]):
            results = tuple(Result(*row[3:]) for row in rows)
            yield StoredTask(read_task(json.loads(request)), submitted_at, origin, results)

    def states(self, task_uuids: Sequence[str]) -> dict[str, list[Shown]]:
        """The results of many tasks in stable order, with one query for up to 500 of them."""
        found: dict[str, list[Shown]] = {}
        for start in range(0, len(task_uuids), _MOST_VARIABLES):
            some = task_uuids[start : start + _MOST_VARIABLES]
            places = ", ".join("?" * len(some))
            query = (
                f"SELECT include_cost, checked, {_RESULT} FROM results JOIN tasks USING (task_uuid)"
                f" WHERE results.task_uuid IN ({places}) ORDER BY results.task_uuid, results.number"
            )
            for include_cost, checked, *row in self._db.execute(query, some):
                shown = Shown(Result(*row), include_cost=bool(include_cost), checked=bool(checked))
                found.setdefault(shown.result.task_uuid, []).append(shown)
        return found

    def video(self, video_uuid: str) -> Result | None:
        """The result with that UUID, or None."""
        row = self._db.execute(f"SELECT {_RESULT} FROM results WHERE video_uuid = ?", (video_uuid,)).fetchone()
        return None if row is None else Result(*row)

    def expired(self, now: float) -> list[Result]:
        """The results whose time is over and whose file is not marked as removed."""
        query = f"SELECT {_RESULT} FROM results WHERE removed = 0 AND expires_at <= ?"
        return [Result(*row) for row in self._db.execute(query, (now,))]

    def mark_removed(self, result: Result) -> None:
        """Note that the file of a result is gone."""
        with self._db:
            self._db.execute("UPDATE results SET removed = 1 WHERE video_uuid = ?", (result.video_uuid,))
        self.kept_bytes -= result.size_bytes or 0

    def totals(self) -> dict[str, int]:
        """How many tasks there were ever, and how many results are kept in each state."""
        states = dict(self._db.execute("SELECT state, count(*) FROM results GROUP BY state"))
        (tasks,) = self._db.execute("SELECT count(*) FROM tasks").fetchone()
        return {
            "queued": 0,
            "rendering": 0,
            "success": 0,
            "error": 0,
            **states,
            "tasks": tasks + self._retention.totals()[0],
        }

    def finished_between(self, begin: float, end: float) -> Iterable[tuple[Result, float]]:
        """The results that ended in that time, each with when its task was submitted."""
        query = (
            f"SELECT submitted_at, {_RESULT} FROM results JOIN tasks USING (task_uuid)"
            " WHERE finished_at >= ? AND finished_at < ? ORDER BY finished_at"
        )
        for submitted_at, *row in self._db.execute(query, (begin, end)):
            yield Result(*row), submitted_at

    def forget(self) -> None:
        """Count from nothing again, once the database is empty."""
        self.spent_cents = self.reserved_cents = self.kept_bytes = 0
