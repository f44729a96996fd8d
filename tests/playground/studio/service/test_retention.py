"""Old tasks are forgotten, and what they cost is not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from playground.studio.service import retention, store
from playground.studio.service.database import Database
from playground.studio.service.delivery import table as deliveries
from playground.studio.service.delivery.table import NewDelivery
from playground.studio.service.retention import KEPT_SECONDS, Retention
from playground.studio.service.store import Store
from tests.playground.studio.service.caller import Json, video_task

LONG_AFTER: Final = KEPT_SECONDS + 1.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "db", (store.TABLES, retention.TABLES, deliveries.TABLES))
    made.open()
    with closing(made):
        yield made


@pytest.fixture
def tasks(database: Database) -> Store:
    return Store(database, Retention(database))


def add(tasks: Store) -> Json:
    """A task of the time 0 that waits."""
    task = video_task()
    tasks.add(task, 0.0, origin="", estimate_cents=10)
    return task


def settle(tasks: Store, state: str = "success", *sent: NewDelivery) -> None:
    """The result that has waited longest is finished, for 7 cents if it succeeded."""
    result = tasks.take_next()
    assert result is not None
    good = {"expires_at": 60.0, "size_bytes": 9, "cost_cents": 7} if state == "success" else {"error_code": "e"}
    tasks.settle(replace(result, state=state, finished_at=1.0, **good), sent)  # type: ignore[arg-type]


def expire(tasks: Store) -> None:
    for result in tasks.expired(60.0):
        tasks.mark_removed(result)


def known(tasks: Store, *added: Json) -> list[bool]:
    return [tasks.knows(task["taskUUID"]) for task in added]


def test_a_task_is_forgotten_a_month_after_its_video_was_removed(database: Database, tasks: Store) -> None:
    task = add(tasks)
    settle(tasks)
    expire(tasks)
    Retention(database).forget_old(KEPT_SECONDS - 1.0)
    assert known(tasks, task) == [True]
    Retention(database).forget_old(LONG_AFTER)
    assert known(tasks, task) == [False]
    assert tasks.states([task["taskUUID"]]) == {}


def test_a_failed_task_is_forgotten_after_a_month(database: Database, tasks: Store) -> None:
    task = add(tasks)
    settle(tasks, "error")
    Retention(database).forget_old(LONG_AFTER)
    assert known(tasks, task) == [False]


def test_a_task_stays_while_something_of_it_is_to_come(database: Database, tasks: Store) -> None:
    alive = [add(tasks)]
    settle(tasks)
    alive.append(add(tasks))
    settle(tasks, "error", NewDelivery("webhook", "http://e.example", "{}"))
    alive += [add(tasks), add(tasks)]
    assert tasks.take_next() is not None
    Retention(database).forget_old(LONG_AFTER)
    assert known(tasks, *alive) == [True] * 4


def test_what_was_spent_and_submitted_is_counted_for_ever(database: Database, tasks: Store) -> None:
    for _ in range(3):
        add(tasks)
        settle(tasks)
        expire(tasks)
        Retention(database).forget_old(LONG_AFTER)
    again = Store(database, Retention(database))
    again.begin()
    assert (again.spent_cents, tasks.spent_cents) == (21, 21)
    assert again.totals() == {"queued": 0, "rendering": 0, "success": 0, "error": 0, "tasks": 3}


def test_only_so_many_tasks_are_kept_however_young(database: Database, tasks: Store) -> None:
    added = [add(tasks) for _ in range(5)]
    for _ in added:
        settle(tasks, "error")
    Retention(database, most_tasks=2).forget_old(1.0)
    assert known(tasks, *added) == [False, False, False, True, True]


def test_what_could_not_be_forgotten_is_forgotten_later(database: Database, tasks: Store) -> None:
    task = add(tasks)
    settle(tasks)
    expire(tasks)
    refuse = "CREATE TEMP TRIGGER refuse BEFORE DELETE ON tasks BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    database.connection.execute(refuse)
    with pytest.raises(sqlite3.Error, match="the disk is full"):
        Retention(database).forget_old(LONG_AFTER)
    database.connection.execute("DROP TRIGGER refuse")
    assert (known(tasks, task), Retention(database).totals()) == ([True], (0, 0))
    Retention(database).forget_old(LONG_AFTER)
    assert (known(tasks, task), Retention(database).totals()) == ([False], (1, 7))
