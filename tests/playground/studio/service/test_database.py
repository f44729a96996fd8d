"""The studio's database file across versions."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from playground.studio.service.database import SCHEMA_VERSION, Database
from playground.studio.service.settings import CannotStart

TABLE = "CREATE TABLE IF NOT EXISTS things (name TEXT)"


def opened(path: Path) -> Database:
    """A database with one table."""
    database = Database(path, [TABLE])
    database.open()
    return database


def write(path: Path, *statements: str) -> None:
    """Let another program write to the file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "db")) as first, first.connection:
        first.connection.execute("INSERT INTO things VALUES ('kept')")
    with closing(opened(tmp_path / "db")) as again:
        assert again.connection.execute("SELECT name FROM things").fetchall() == [("kept",)]


def test_file_of_an_older_studio_is_started_afresh(tmp_path: Path) -> None:
    write(
        tmp_path / "db",
        "CREATE TABLE things (other INTEGER)",
        "CREATE TABLE relics (a)",
        "INSERT INTO things VALUES (1)",
    )
    with closing(opened(tmp_path / "db")) as database:
        tables = database.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert tables == [("things",)]
        assert database.connection.execute("SELECT name FROM things").fetchall() == []


def test_file_of_a_newer_studio_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "db", TABLE, "INSERT INTO things VALUES ('new')", f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(CannotStart, match="newer studio"):
        opened(tmp_path / "db")
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        assert connection.execute("SELECT name FROM things").fetchall() == [("new",)]


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("no database " * 100)
    with pytest.raises(CannotStart, match="cannot be used"):
        opened(tmp_path / "db")
