"""The studio's one SQLite file: opened for this process alone, and started afresh when an older studio wrote it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playground.studio.service.settings import CannotStart

SCHEMA_VERSION: Final = 3


class Database:
    """The file at `path` with the tables of `scripts`; two services never share one."""

    connection: sqlite3.Connection

    def __init__(self, path: Path, scripts: Sequence[str]) -> None:
        self._path = path
        self._scripts = scripts

    def open(self) -> None:
        """Open the file; raises `CannotStart` while another process has it, and for one of a newer studio."""
        self.connection = sqlite3.connect(self._path, timeout=1.0)
        try:
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
            self._prepare()
        except sqlite3.Error as error:
            self.connection.close()
            raise CannotStart(f"{self._path} cannot be used: {error}. Does another studio run on it?") from error
        except CannotStart:
            self.connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def forget_all(self) -> None:
        """Empty every table."""
        with self.connection:
            for name in self._table_names():
                self.connection.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our own tables

    def _prepare(self) -> None:
        (version,) = self.connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise CannotStart(f"{self._path} was written by a newer studio: choose another folder with --data.")
        if version < SCHEMA_VERSION:
            for name in self._table_names():
                self.connection.execute(f"DROP TABLE {name}")
        for script in self._scripts:
            self.connection.executescript(script)
        self.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _table_names(self) -> list[str]:
        """Ours, those that refer to others first."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC"
        return [name for (name,) in self.connection.execute(query)]
